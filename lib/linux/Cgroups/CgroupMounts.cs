namespace Linux;

/// <summary>
/// Where this machine has its control groups: a hierarchy for each of the old controllers (version 1), one for all of the new (version 2), or both, with each
/// controller in one of them (hybrid).
/// </summary>
/// <param name="Old">The folders of version 1, by controller; controllers that are mounted together share one.</param>
/// <param name="Unified">The folder of version 2; null when it is not mounted.</param>
public sealed record CgroupMounts(IReadOnlyDictionary<string, string> Old, string? Unified)
{
    static readonly string[] s_controllers = ["blkio", "cpu", "cpuacct", "cpuset", "devices", "freezer", "memory", "pids"];

    /// <summary>"v1", "hybrid" or "v2". A machine has v1 when one of the controllers that are used here does.</summary>
    public string Version => Old.Count == 0 ? "v2" : Unified is null ? "v1" : "hybrid";

    // proc_pid_mountinfo(5): "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu"
    public static CgroupMounts Read()
    {
        var found = new Dictionary<string, string>();
        string? unified = null;
        foreach (string line in (SmallFile.Find("/proc/self/mountinfo") ?? "").Split('\n'))
        {
            int dash = line.IndexOf(" - cgroup", StringComparison.Ordinal);
            if (dash < 0)
                continue;
            string folder = line[..dash].Split(' ')[4];
            var about = line[(dash + 3)..].Split(' ');
            if (about[0] == "cgroup2")
                unified ??= folder;
            else
                foreach (string controller in about[2].Split(',').Intersect(s_controllers))
                    found.TryAdd(controller, folder);
        }
        return new(found, unified);
    }

    /// <summary>The controllers that the new hierarchy has.</summary>
    public IReadOnlyList<string> UnifiedControllers =>
        Unified is null ? [] : (SmallFile.Find($"{Unified}/cgroup.controllers") ?? "").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
