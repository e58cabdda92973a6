namespace Linux;

/// <summary>Where a process's own control groups are in the file system, as far as it has some and their hierarchies are mounted (cgroups(7)).</summary>
/// <param name="V1">By the name that the hierarchy has in /sys/fs/cgroup: "cpu,cpuacct", "memory".</param>
/// <param name="V2">Null when the one hierarchy is not mounted, or the process is in its root.</param>
public sealed record OwnGroups(IReadOnlyList<(string Name, string Path)> V1, string? V2)
{
    /// <summary>The calling process's. In a control group namespace of its own it would see all of them as roots: ask before that.</summary>
    public static OwnGroups Find()
    {
        var (v1, v2) = (new List<(string, string)>(), (string?)null);
        var groups = Groups().Where(group => group.Path != "/").ToList();
        foreach (var (type, root, folder, options) in Mounted())
            if (type == "cgroup2")
                v2 ??= groups.FirstOrDefault(group => group.Id == "0").Path is { } path ? Below(folder, root, path) : null;
            else if (groups.FirstOrDefault(group => group.Id != "0" && group.Controllers.Split(',').All(options.Split(',').Contains)).Path is { } path)
                v1.Add((Path.GetFileName(folder), Below(folder, root, path)));
        return new(v1, v2);
    }

    // Where only a part of the hierarchy is mounted, paths start there.
    static string Below(string folder, string root, string group) =>
        root != "/" && group.StartsWith(root, StringComparison.Ordinal) ? folder + group[root.Length..] : folder + group;

    // "4:memory:/hull-x", "1:name=systemd:/", "0::/hull-x"
    static List<(string Id, string Controllers, string Path)> Groups()
    {
        var groups = new List<(string, string, string)>();
        foreach (string line in (SmallFile.Find("/proc/self/cgroup") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(':', 3);
            groups.Add((parts[0], parts[1], parts[2]));
        }
        return groups;
    }

    // proc_pid_mountinfo(5): "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu"
    static List<(string Type, string Root, string Folder, string Options)> Mounted()
    {
        var found = new List<(string, string, string, string)>();
        foreach (string line in (SmallFile.Find("/proc/self/mountinfo") ?? "").Split('\n'))
        {
            int dash = line.IndexOf(" - cgroup", StringComparison.Ordinal);
            if (dash < 0)
                continue;
            string[] place = line[..dash].Split(' '), about = line[(dash + 3)..].Split(' ');
            if (!found.Any(known => known.Item3 == place[4]))
                found.Add((about[0], place[3], place[4], about[2]));
        }
        return found;
    }
}
