using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(FileDescriptor fd, int operation);
}
