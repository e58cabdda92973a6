using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int CLONE_FS = 0x200, CLONE_NEWNS = 0x20000, CLONE_NEWCGROUP = 0x2000000, CLONE_NEWUTS = 0x4000000, CLONE_NEWIPC = 0x8000000;
    public const int CLONE_NEWUSER = 0x10000000, CLONE_NEWPID = 0x20000000, CLONE_NEWNET = 0x40000000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setns(FileDescriptor fd, int kind);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unshare(int flags);
}
