using static Linux.LinuxException;

namespace Linux;

/// <summary>When a file, or the list of a folder's entries, was last changed. Folders keep what they are told until the next change.</summary>
public readonly record struct FileTime(long Seconds, long Nanoseconds)
{
    /// <summary>The clock's time, finer than the ticks that the kernel stamps files with.</summary>
    public static FileTime Now
    {
        get
        {
            long ticks = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks;
            return new(ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        }
    }

    /// <summary>Null when nothing is there.</summary>
    public static FileTime? Of(string path) =>
        Libc.statx(Libc.AT_FDCWD, path, 0, Libc.STATX_BASIC_STATS, out var found) < 0 ? null : new(found.stx_mtime.tv_sec, found.stx_mtime.tv_nsec);

    public static TimeSpan operator -(FileTime later, FileTime earlier) =>
        TimeSpan.FromSeconds(later.Seconds - earlier.Seconds) + TimeSpan.FromMicroseconds((later.Nanoseconds - earlier.Nanoseconds) / 1000);

    /// <summary>Makes this the time of the last change.</summary>
    public void SetOn(string path)
    {
        ReadOnlySpan<Libc.TimeSpec> times = [new() { tv_nsec = Libc.UTIME_OMIT }, new() { tv_sec = Seconds, tv_nsec = Nanoseconds }];
        Check(Libc.utimensat(Libc.AT_FDCWD, path, times, 0), $"stamp {path}");
    }
}
