using System.Globalization;

namespace Linux;

/// <summary>What this machine has, whatever of it this process may use.</summary>
public static class Machine
{
    /// <summary>Those that are switched on.</summary>
    public static int Processors => CpuSet.Parse(SmallFile.Find("/sys/devices/system/cpu/online") ?? "")?.Count ?? Environment.ProcessorCount;

    /// <summary>In bytes.</summary>
    public static ulong Memory
    {
        get
        {
            // proc_meminfo(5): "MemTotal:        4026532 kB", the first line.
            var words = (SmallFile.Find("/proc/meminfo") ?? "").Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 1 ? ulong.Parse(words[1], CultureInfo.InvariantCulture) * 1024 : 0;
        }
    }
}
