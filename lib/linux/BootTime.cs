using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// Time since this machine was started, asleep or awake: nobody sets it. It means something to other processes, and until the next start.
/// </summary>
public static class BootTime
{
    public static TimeSpan Now
    {
        get
        {
            Check(Libc.clock_gettime(Libc.CLOCK_BOOTTIME, out var time), "read the clock");
            return TimeSpan.FromSeconds(time.tv_sec) + TimeSpan.FromMicroseconds(time.tv_nsec / 1000);
        }
    }

    /// <summary>Tells this run of the machine from every other.</summary>
    public static string BootId => SmallFile.Find("/proc/sys/kernel/random/boot_id")?.Trim() ?? "";
}
