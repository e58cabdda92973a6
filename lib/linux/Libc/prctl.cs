using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int PR_SET_PDEATHSIG = 1, PR_SET_DUMPABLE = 4, PR_SET_KEEPCAPS = 8, PR_CAPBSET_READ = 23, PR_CAPBSET_DROP = 24, PR_SET_NO_NEW_PRIVS = 38, PR_CAP_AMBIENT = 47;
    public const nuint PR_CAP_AMBIENT_RAISE = 2, PR_CAP_AMBIENT_CLEAR_ALL = 4;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int prctl(int option, nuint second = 0, nuint third = 0, nuint fourth = 0, nuint fifth = 0);
}
