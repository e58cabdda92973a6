using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const uint MFD_CLOEXEC = 1, MFD_ALLOW_SEALING = 2;
    public const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1;
    public const nint MAP_FAILED = -1;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendfile(FileDescriptor to, FileDescriptor from, nint offset, nint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint mmap(nint at, nuint size, int protection, int flags, FileDescriptor file, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int munmap(nint at, nuint size);
}
