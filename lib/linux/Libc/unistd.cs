using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(FileDescriptor fd, Span<byte> data, nint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(FileDescriptor fd, ReadOnlySpan<byte> data, nint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unlink(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(FileDescriptor fd);

    public const int SEEK_SET = 0;

    [LibraryImport("libc", SetLastError = true)]
    public static partial long lseek(FileDescriptor fd, long offset, int whence);
}
