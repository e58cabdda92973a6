using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int RUSAGE_CHILDREN = -1;

    public const int RLIMIT_CPU = 0, RLIMIT_FSIZE = 1, RLIMIT_DATA = 2, RLIMIT_STACK = 3, RLIMIT_CORE = 4, RLIMIT_RSS = 5, RLIMIT_NPROC = 6, RLIMIT_NOFILE = 7;
    public const int RLIMIT_MEMLOCK = 8, RLIMIT_AS = 9, RLIMIT_LOCKS = 10, RLIMIT_SIGPENDING = 11, RLIMIT_MSGQUEUE = 12, RLIMIT_NICE = 13, RLIMIT_RTPRIO = 14;
    public const int RLIMIT_RTTIME = 15;
    public const ulong RLIM_INFINITY = ulong.MaxValue;

    public struct RLimit
    {
        public ulong rlim_cur, rlim_max;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getrlimit(int resource, out RLimit limit);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setrlimit(int resource, in RLimit limit);

    public struct TimeVal
    {
        public long tv_sec;
        public long tv_usec;
    }

    /// <summary>The part of struct rusage that tells times.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    public struct RUsage
    {
        [FieldOffset(0)] public TimeVal ru_utime;
        [FieldOffset(16)] public TimeVal ru_stime;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getrusage(int who, out RUsage usage);
}
