using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const nint SIG_DFL = 0, SIG_IGN = 1;
    public const int SIGRTMAX = 64;

    [LibraryImport("libc")]
    public static partial int sigemptyset(out sigset_t set);

    [LibraryImport("libc")]
    public static partial int sigfillset(out sigset_t set);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint signal(int number, nint handler);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);
}
