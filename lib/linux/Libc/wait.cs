using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int P_PIDFD = 3, WEXITED = 4, WNOHANG = 1, WNOWAIT = 0x1000000;
    public const int CLD_EXITED = 1, P_ALL = 0;

    /// <summary>The part of siginfo_t that waitid(2) fills.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct SigInfo
    {
        [FieldOffset(8)] public int si_code;
        [FieldOffset(16)] public int si_pid;
        [FieldOffset(24)] public int si_status;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitid(int kind, FileDescriptor id, out SigInfo found, int options);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitid(int kind, int id, out SigInfo found, int options);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pidfd_open(int pid, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pidfd_send_signal(FileDescriptor pidfd, int signal, nint info, uint flags);
}
