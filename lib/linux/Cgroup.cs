using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A control group: the kernel's account of, and its limits on, a container's processes. On a machine with the old hierarchies (v1) it is a
/// folder in each of them, with the one hierarchy (v2) it is a single folder. A machine has v1 when one of the controllers used here does.
/// </summary>
public sealed class Cgroup
{
    static readonly string[] Controllers = ["blkio", "cpu", "cpuacct", "devices", "freezer", "memory", "pids"];

    readonly Dictionary<string, string> _folders;   // by controller; v2's under ""

    Cgroup(string name) => _folders = Hierarchies().ToDictionary(one => one.Key, one => $"{one.Value}/{name}");

    bool IsV2 => _folders.ContainsKey("");

    /// <summary>Whether devices can be kept from its processes. On v2 that takes a BPF program, which is not written here.</summary>
    public bool ControlsDevices => _folders.ContainsKey("devices");

    /// <summary>The group of that name directly below the root, made already or not.</summary>
    public static Cgroup Named(string name) => new(name);

    /// <summary>Makes its folders.</summary>
    public void Create()
    {
        foreach (string folder in _folders.Values.Distinct())
            if (Libc.mkdir(folder, 0x1ed /* 0755 */) < 0 && Last($"make {folder}") is { Errno: not Errno.Exists } failure)
                throw failure;
    }

    /// <summary>
    /// Moves the calling thread, whose children are then born inside. On v2 a thread cannot go without its process:
    /// there the child itself enters, by writing 0 to <see cref="OpenDoor"/>.
    /// </summary>
    /// <remarks>A thread that writes itself to "tasks" skips the wait (7 ms) that a write to "cgroup.procs" takes.</remarks>
    public void EnterThread()
    {
        if (IsV2)
            return;
        foreach (string folder in _folders.Values.Distinct())
            SmallFile.Write($"{folder}/tasks", "0");
    }

    /// <summary>Moves the calling thread to the root of the hierarchies, so that it keeps no group from being removed.</summary>
    public void LeaveThread()
    {
        if (IsV2)
            return;
        foreach (string folder in _folders.Values.Distinct())
            SmallFile.Write($"{Path.GetDirectoryName(folder)}/tasks", "0");
    }

    /// <summary>The way in for the process that writes "0" to it; null on v1, which needs none.</summary>
    public FileDescriptor? OpenDoor() => !IsV2 ? null
        : new FileDescriptor(Check(Libc.open($"{_folders[""]}/cgroup.procs", Libc.O_WRONLY | Libc.O_CLOEXEC), $"open {_folders[""]}"));

    /// <summary>Denies all devices but those in <paramref name="rules"/>: "c 1:3 rwm" is /dev/null (cgroup-v1/devices.rst).</summary>
    public void AllowDevices(IEnumerable<string> rules)
    {
        string folder = _folders["devices"];
        SmallFile.Write($"{folder}/devices.deny", "a");
        foreach (string rule in rules)
            SmallFile.Write($"{folder}/devices.allow", rule);
    }

    /// <summary>Removes its folders, which must be empty of processes. Those that are gone already are no fault.</summary>
    public void Delete()
    {
        foreach (string folder in _folders.Values.Distinct())
            if (Libc.rmdir(folder) < 0 && Last($"remove {folder}") is { Errno: not Errno.NoEntry } failure)
                throw failure;
    }

    // proc_pid_mountinfo(5): "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu"
    static Dictionary<string, string> Hierarchies()
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
                foreach (string controller in about[2].Split(',').Intersect(Controllers))
                    found.TryAdd(controller, folder);
        }
        if (found.Count == 0 && unified is not null)
            found[""] = unified;
        return found;
    }
}
