using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_TRUNC = 0x200, O_APPEND = 0x400;
    public const int O_DIRECTORY = 0x10000, O_NOFOLLOW = 0x20000, O_CLOEXEC = 0x80000, O_PATH = 0x200000, O_TMPFILE = 0x410000;

    public const int O_NONBLOCK = 0x800;
    public const int F_GETFD = 1, F_SETFD = 2, F_SETFL = 4, FD_CLOEXEC = 1, F_DUPFD_CLOEXEC = 1030, F_ADD_SEALS = 1033;
    public const int F_SEAL_SEAL = 1, F_SEAL_SHRINK = 2, F_SEAL_GROW = 4, F_SEAL_WRITE = 8;
    public const int AT_REMOVEDIR = 0x200;

    // linux/openat2.h
    public const ulong RESOLVE_NO_XDEV = 1, RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8, RESOLVE_IN_ROOT = 16;
    public const nint SYS_openat2 = 437;

    public struct open_how
    {
        public ulong flags, mode, resolve;
    }

    // The C library has no function of this name.
    public static int openat2(FileDescriptor folder, string path, in open_how how) => (int)openat2(SYS_openat2, folder, path, how, 24);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint openat2(nint number, FileDescriptor folder, string path, in open_how how, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint splice(FileDescriptor from, nint fromOffset, FileDescriptor to, nint toOffset, nuint most, uint flags);

    public const uint SPLICE_F_NONBLOCK = 2;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(FileDescriptor fd, int command, int argument);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int openat(FileDescriptor folder, string name, int flags, uint mode = 0);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, uint mode = 0);

    public const int MAX_HANDLE_SZ = 128;

    // The handle is a struct file_handle, whose length only the kernel knows.
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int name_to_handle_at(int folder, string path, Span<byte> handle, out int mount, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int open_by_handle_at(int mount, ReadOnlySpan<byte> handle, int flags);
}
