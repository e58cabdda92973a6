namespace Linux;

/// <summary>
/// Stops all processes of a control group where they are, and lets them go on (cgroup-v1/freezer-subsystem.rst; cgroup-v2.rst, cgroup.freeze).
/// It is found by a process that is in the group, wherever that is.
/// </summary>
public sealed class CgroupFreezer
{
    const int Tries = 1000;
    static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(5);

    readonly string _folder;
    readonly bool _isV2;

    CgroupFreezer(string folder, bool isV2) => (_folder, _isV2) = (folder, isV2);

    /// <summary>The one of a process's group. Null when the process is gone, or this machine freezes nothing.</summary>
    public static CgroupFreezer? Of(int pid)
    {
        string? groups;
        try { groups = SmallFile.Find($"/proc/{pid}/cgroup"); }
        catch (LinuxException e) when (e.Errno == Errno.NoProcess) { groups = null; }
        if (groups is null)
            return null;
        var lines = groups.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 3)).ToList();
        // "7:freezer:/path" of the old hierarchies, "0::/path" of the one.
        var (old, one) = (lines.Find(line => line[1].Split(',').Contains("freezer")), lines.Find(line => line[0] == "0"));
        // A process that is ending has left for the root already, which nobody freezes.
        string? folder = (old ?? one) is { } found && found[2].TrimEnd('/') != "" ? FolderOf(found[2], isV2: old is null) : null;
        return folder is null ? null : new(folder, isV2: old is null);
    }

    // proc_pid_mountinfo(5): what is mounted may be a part of the hierarchy only, the fourth field.
    static string? FolderOf(string group, bool isV2)
    {
        foreach (string line in (SmallFile.Find("/proc/self/mountinfo") ?? "").Split('\n'))
        {
            int dash = line.IndexOf(isV2 ? " - cgroup2 " : " - cgroup ", StringComparison.Ordinal);
            if (dash < 0 || !isV2 && !line[(dash + 3)..].Split(' ')[2].Split(',').Contains("freezer"))
                continue;
            var fields = line[..dash].Split(' ');
            string root = fields[3].TrimEnd('/');
            if (root == "" || group.StartsWith(root + "/", StringComparison.Ordinal))
                return fields[4] + group[root.Length..];
        }
        return null;
    }

    /// <summary>Stops them, and waits until they all are.</summary>
    public void Freeze()
    {
        for (int tries = 0; tries < Tries; tries++)
        {
            // Again and again: while a process is born or ends, the old freezer may stay between the two states.
            Set(frozen: true);
            if (IsFrozen())
                return;
            new Poll().Wait(s_between);
        }
        Set(frozen: false);
        throw new LinuxException("freeze the processes: some of them do not stop", Errno.Busy);
    }

    /// <summary>Lets them go on. That the group is gone is as good.</summary>
    public void Thaw()
    {
        try
        {
            Set(frozen: false);
        }
        catch (LinuxException e) when (e.Errno is Errno.NoEntry or Errno.NoDevice)
        {
            return;
        }
    }

    void Set(bool frozen)
    {
        if (_isV2)
            SmallFile.Write($"{_folder}/cgroup.freeze", frozen ? "1" : "0");
        else
            SmallFile.Write($"{_folder}/freezer.state", frozen ? "FROZEN" : "THAWED");
    }

    bool IsFrozen() => _isV2
        ? (SmallFile.Find($"{_folder}/cgroup.events") ?? "").Split('\n').Contains("frozen 1")
        : (SmallFile.Find($"{_folder}/freezer.state") ?? "").TrimEnd() == "FROZEN";
}
