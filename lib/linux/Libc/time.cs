using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int CLOCK_BOOTTIME = 7;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int clock_gettime(int clock, out TimeSpec time);
}
