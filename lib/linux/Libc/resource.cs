using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int RUSAGE_CHILDREN = -1;

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
