using System.Globalization;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A control group: the kernel's account of, and its limits on, a container's processes. With the old hierarchies (version 1) it is a folder in each of
/// them, with the one hierarchy (version 2) a single folder.
/// </summary>
public abstract class Cgroup
{
    // What is waited for gives no sign: 100 looks, 10 ms apart.
    const int Looks = 100;
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The group of that name below the root of the hierarchies, such as "hull/web", made already or not.</summary>
    public static Cgroup Named(string name) => In(CgroupMounts.Read(), name.Trim('/'));

    internal static Cgroup In(CgroupMounts mounts, string name) =>
        mounts.Old.Count > 0 ? new CgroupV1(mounts.Old, name) : new CgroupV2(mounts.Unified ?? "/sys/fs/cgroup", name);

    /// <summary>1 or 2.</summary>
    public abstract int Version { get; }

    /// <summary>Its folder for a controller such as "memory", made already or not; null where the machine has no such controller for it.</summary>
    public abstract string? FolderOf(string controller);

    /// <summary>Each of its folders, once.</summary>
    internal abstract IReadOnlyList<string> Folders { get; }

    /// <summary>The root of the hierarchy that a folder is in.</summary>
    internal abstract string RootOf(string folder);

    /// <summary>What has to be done in the folder above before, and in a new one after, it is made.</summary>
    internal abstract void BeforeMaking(string folder);
    internal abstract void AfterMaking(string folder);

    /// <summary>Whether it has been made.</summary>
    public bool IsThere => Folders.All(Directory.Exists);

    /// <summary>Makes its folders, and those above them that are not there.</summary>
    public void Create()
    {
        foreach (string folder in Folders)
            Make(folder);
    }

    void Make(string folder)
    {
        BeforeMaking(folder);
        if (Libc.mkdir(folder, 0x1ed /* 0755 */) == 0)
        {
            AfterMaking(folder);
            return;
        }
        var failure = Last($"make {folder}");
        string above = Path.GetDirectoryName(folder)!;
        if (failure.Errno == Errno.NoEntry && above != RootOf(folder))
        {
            Make(above);
            Make(folder);   // unless somebody has just removed the one above, when it was empty, this is the last time
        }
        else if (failure.Errno != Errno.Exists)
            throw failure;
    }

    /// <summary>Whether devices can be kept from its processes.</summary>
    public abstract bool ControlsDevices { get; }

    /// <summary>Denies all devices but what the rules allow.</summary>
    public abstract void SetDevices(IReadOnlyList<DeviceRule> rules);

    /// <summary>The ways in for a process that has no threads yet: see <see cref="Enter"/>.</summary>
    public abstract IReadOnlyList<string> Doors { get; }

    /// <summary>Enters a group, by all of its <see cref="Doors"/>. Only the process itself can do that fast: who moves another one waits for the kernel.</summary>
    public static void Enter(IEnumerable<string> doors)
    {
        foreach (string door in doors)
            SmallFile.Write(door, "0");
    }

    /// <summary>The files that limits are written to, in the order in which they are.</summary>
    public abstract IEnumerable<CgroupSetting> Settings(CgroupLimits limits);

    /// <summary>Sets limits.</summary>
    public virtual void Apply(CgroupLimits limits)
    {
        foreach (var setting in Settings(limits))
            Write(setting);
    }

    internal void Write(CgroupSetting setting)
    {
        string? folder = FolderOf(setting.Controller);
        var (file, value) = Found(setting, folder) ?? throw new LinuxException($"limit {setting.Controller} for {this}: this machine has no {setting.Controller} controller that does", Errno.NotSupported);
        SmallFile.Write($"{folder}/{file}", value);
    }

    static (string File, string Value)? Found(CgroupSetting setting, string? folder)
    {
        foreach (var one in setting.Either)
            if (folder is not null && File.Exists($"{folder}/{one.File}"))
                return one;
        return null;
    }

    /// <summary>Those of the settings that this machine has no file for; the group must be there.</summary>
    public IReadOnlyList<CgroupSetting> Missing(CgroupLimits limits) =>
        [.. Settings(limits).Where(setting => Found(setting, FolderOf(setting.Controller)) is null)];

    /// <summary>Which processors, or memory nodes, there are for any group; null when that cannot be told.</summary>
    public string? Available(bool processors)
    {
        string kind = processors ? "cpus" : "mems";
        if (FolderOf("cpuset") is not { } folder)
            return null;
        string root = RootOf(folder);
        return (SmallFile.Find($"{root}/cpuset.effective_{kind}") ?? SmallFile.Find($"{root}/cpuset.{kind}.effective") ?? SmallFile.Find($"{root}/cpuset.{kind}"))?.Trim();
    }

    /// <summary>What its processes use; null when it is not there.</summary>
    public abstract CgroupStatistics? Statistics();

    /// <summary>How often the kernel killed one of its processes because there was no memory left for it.</summary>
    public abstract ulong OomKills();

    /// <summary>Its processes, and those of groups in it, by number.</summary>
    public IReadOnlyList<int> Processes()
    {
        var found = new SortedSet<int>();
        foreach (string folder in Folders)
            AddProcesses(folder, found);
        return [.. found];
    }

    static void AddProcesses(string folder, SortedSet<int> found)
    {
        foreach (string line in Lines($"{folder}/cgroup.procs"))
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0)
                found.Add(pid);
        foreach (string inner in FoldersIn(folder))
            AddProcesses(inner, found);
    }

    /// <summary>Kills all of its processes at once, so that none escapes by having children, and waits until they are gone.</summary>
    public void KillAll()
    {
        for (int look = 0; look < Looks && Processes() is { Count: > 0 } alive; look++)
        {
            var handles = alive.Select(ProcessHandle.Find).OfType<ProcessHandle>().ToList();
            Kill(handles);
            foreach (var one in handles)
                using (one)
                    one.WaitForEnd(s_pause * Looks);
        }
    }

    internal abstract void Kill(IReadOnlyList<ProcessHandle> processes);

    /// <summary>Removes its folders, and groups that its processes made in it. Processes that are still inside are killed; what is gone already is no fault.</summary>
    public void Delete()
    {
        foreach (string folder in Folders)
            for (int look = 0; Libc.rmdir(folder) < 0; look++)
            {
                var failure = Last($"remove {folder}");
                if (failure.Errno == Errno.NoEntry)
                    break;
                if (failure.Errno != Errno.Busy || look == Looks)
                    throw failure;
                if (look == 0)
                    KillAll();
                FoldersIn(folder).ForEach(Remove);
                new Poll().Wait(look == 0 ? TimeSpan.Zero : s_pause);
            }
    }

    /// <summary>Removes those of its folders that nothing is in, and nobody.</summary>
    public void DeleteIfEmpty()
    {
        foreach (string folder in Folders)
            if (Libc.rmdir(folder) < 0 && Last($"remove {folder}") is { Errno: not (Errno.NoEntry or Errno.Busy) } failure)
                throw failure;
    }

    static void Remove(string folder)
    {
        FoldersIn(folder).ForEach(Remove);
        Libc.rmdir(folder);   // if it is still busy the one above says so
    }

    static List<string> FoldersIn(string folder) => (Folder.Folders(folder) ?? []).ConvertAll(name => $"{folder}/{name}");

    internal static string[] Lines(string path)
    {
        try
        {
            return (SmallFile.Find(path) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (LinuxException e) when (e.Errno == Errno.NoDevice)
        {
            return [];   // the group went while its file was open
        }
    }

    /// <summary>The number in a file that holds nothing else; null when there is none, or "max".</summary>
    internal static ulong? Number(string path) =>
        Lines(path) is [var line] && ulong.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    /// <summary>The number that follows a word at the beginning of a line.</summary>
    internal static ulong Number(string path, string word)
    {
        foreach (string line in Lines(path))
            if (line.StartsWith(word, StringComparison.Ordinal) && line.Length > word.Length && line[word.Length] == ' ')
                return ulong.Parse(line.AsSpan(word.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return 0;
    }

    public override string ToString() => $"control group {Folders[0]}";
}
