using static Linux.LinuxException;

namespace Linux;

/// <summary>How long processors have worked for a process.</summary>
public static class CpuTime
{
    /// <summary>For all children that have ended and were waited for, and theirs; in user and kernel mode together.</summary>
    public static TimeSpan OfChildren()
    {
        Check(Libc.getrusage(Libc.RUSAGE_CHILDREN, out var usage), "ask for the CPU time of children");
        return Span(usage.ru_utime) + Span(usage.ru_stime);
    }

    static TimeSpan Span(Libc.TimeVal time) => TimeSpan.FromSeconds(time.tv_sec) + TimeSpan.FromMicroseconds(time.tv_usec);
}
