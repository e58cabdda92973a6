using System.Globalization;

namespace Linux;

/// <summary>What this machine has, whatever of it this process may use.</summary>
public static class Machine
{
    /// <summary>Those that are switched on.</summary>
    public static int Processors => CpuSet.Parse(SmallFile.Find("/sys/devices/system/cpu/online") ?? "")?.Count ?? Environment.ProcessorCount;

    /// <summary>Whether there are huge pages, or may be some when they are asked for (hugetlbpage.rst).</summary>
    public static bool HasHugePages
    {
        get
        {
            const string kinds = "/sys/kernel/mm/hugepages";
            foreach (string kind in Folder.Names(kinds) ?? [])
                foreach (string file in (string[])["nr_hugepages", "nr_overcommit_hugepages"])
                    if (SmallFile.Find($"{kinds}/{kind}/{file}")?.Trim() is not (null or "0"))
                        return true;
            return false;
        }
    }

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
