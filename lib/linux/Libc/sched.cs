using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int CLONE_NEWNS = 0x20000, CLONE_NEWNET = 0x40000000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setns(FileDescriptor fd, int kind);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unshare(int flags);
}
