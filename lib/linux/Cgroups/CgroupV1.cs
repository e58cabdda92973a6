using System.Globalization;

namespace Linux;

/// <summary>A control group of version 1: a folder in the hierarchy of each controller.</summary>
internal sealed class CgroupV1(IReadOnlyDictionary<string, string> hierarchies, string name) : Cgroup
{
    // The kernel's own bounds of cpu.shares; what is outside it would take for the nearer one.
    const ulong LeastShares = 2, MostShares = 262144;

    public override int Version => 1;

    public override string? FolderOf(string controller) => hierarchies.TryGetValue(controller, out string? root) ? $"{root}/{name}" : null;

    internal override IReadOnlyList<string> Folders { get; } = FoldersOf(hierarchies, name);

    // Controllers that are mounted together have one.
    static List<string> FoldersOf(IReadOnlyDictionary<string, string> hierarchies, string name)
    {
        var folders = new List<string>();
        foreach (var (_, root) in hierarchies)
        {
            string folder = $"{root}/{name}";
            if (!folders.Contains(folder))
                folders.Add(folder);
        }
        return folders;
    }

    internal override string RootOf(string folder) =>
        hierarchies.Values.Where(root => folder.StartsWith($"{root}/", StringComparison.Ordinal)).MaxBy(root => root.Length)!;

    internal override void BeforeMaking(string folder) { }

    // A new group has no processor and no memory to run with, and nobody can enter it, until it is given some.
    internal override void AfterMaking(string folder)
    {
        if (!hierarchies.TryGetValue("cpuset", out string? root) || RootOf(folder) != root)
            return;
        foreach (string file in (string[])["cpuset.cpus", "cpuset.mems"])
            if ((SmallFile.Find($"{folder}/{file}") ?? "").Trim() == "" && SmallFile.Find($"{Path.GetDirectoryName(folder)}/{file}")?.Trim() is { Length: > 0 } all)
                SmallFile.Write($"{folder}/{file}", all);
    }

    public override bool ControlsDevices => hierarchies.ContainsKey("devices");

    public override void SetDevices(IReadOnlyList<DeviceRule> rules)
    {
        string folder = FolderOf("devices")!;
        SmallFile.Write($"{folder}/devices.deny", "a");
        // An 'a' stands for all devices there, whatever numbers follow it.
        foreach (var rule in rules.SelectMany(rule => rule is { Type: 'a', Major: null, Minor: null, Access.Length: 3 } or { Type: not 'a' } ? (DeviceRule[])[rule] : [rule with { Type = 'b' }, rule with { Type = 'c' }]))
            SmallFile.Write($"{folder}/devices.{(rule.Allow ? "allow" : "deny")}", rule.ToString());
    }

    // A thread that writes itself to "tasks" skips the wait (7 ms) that a write to "cgroup.procs" takes.
    public override IReadOnlyList<string> Doors => [.. Folders.Select(folder => $"{folder}/tasks")];

    public override IEnumerable<CgroupSetting> Settings(CgroupLimits limits)
    {
        static CgroupSetting Of(string limit, string controller, string file, object value) =>
            new(limit, controller, (file, string.Create(CultureInfo.InvariantCulture, $"{value}")));
        if (limits.Memory is { } memory) yield return Of(nameof(limits.Memory), "memory", "memory.limit_in_bytes", memory);
        if (limits.MemoryAndSwap is { } swap) yield return Of(nameof(limits.MemoryAndSwap), "memory", "memory.memsw.limit_in_bytes", swap);
        if (limits.MemoryReservation is { } reservation) yield return Of(nameof(limits.MemoryReservation), "memory", "memory.soft_limit_in_bytes", reservation);
        if (limits.Swappiness is { } swappiness) yield return Of(nameof(limits.Swappiness), "memory", "memory.swappiness", swappiness);
        if (limits.OomKillDisable is { } disable) yield return Of(nameof(limits.OomKillDisable), "memory", "memory.oom_control", disable ? 1 : 0);
        if (limits.CpuShares is { } shares) yield return Of(nameof(limits.CpuShares), "cpu", "cpu.shares", Math.Clamp(shares, LeastShares, MostShares));
        if (limits.CpuPeriod is { } period) yield return Of(nameof(limits.CpuPeriod), "cpu", "cpu.cfs_period_us", period);
        if (limits.CpuQuota is { } quota) yield return Of(nameof(limits.CpuQuota), "cpu", "cpu.cfs_quota_us", quota);
        if (limits.Cpus is { } cpus) yield return Of(nameof(limits.Cpus), "cpuset", "cpuset.cpus", cpus);
        if (limits.MemoryNodes is { } nodes) yield return Of(nameof(limits.MemoryNodes), "cpuset", "cpuset.mems", nodes);
        if (limits.Pids is { } pids) yield return Of(nameof(limits.Pids), "pids", "pids.max", pids > 0 ? pids : "max");
        if (limits.BlockWeight is { } weight) yield return new(nameof(limits.BlockWeight), "blkio", ("blkio.bfq.weight", $"{weight}"), ("blkio.weight", $"{weight}"));
    }

    // Memory alone never exceeds memory and swap together, at no moment: what grows makes room first.
    public override void Apply(CgroupLimits limits)
    {
        var settings = Settings(limits).ToList();
        if (settings.Find(one => one.Limit == nameof(limits.MemoryAndSwap)) is { } both && Grows(limits.MemoryAndSwap!.Value))
        {
            settings.Remove(both);
            settings.Insert(0, both);
        }
        settings.ForEach(Write);
    }

    bool Grows(long memoryAndSwap) =>
        (ulong)memoryAndSwap > Number($"{FolderOf("memory")}/memory.memsw.limit_in_bytes");   // unlimited, -1, is the largest

    public override CgroupStatistics? Statistics()
    {
        if (!Directory.Exists(Folders[0]))
            return null;
        string? cpu = FolderOf("cpu"), memory = FolderOf("memory"), blocks = FolderOf("blkio");
        ulong used = Number($"{memory}/memory.usage_in_bytes") ?? 0, idle = Number($"{memory}/memory.stat", "total_inactive_file");
        ulong? limit = Number($"{memory}/memory.limit_in_bytes");
        string transfers = File.Exists($"{blocks}/blkio.throttle.io_service_bytes_recursive") ? "blkio.throttle.io_service_bytes_recursive" : "blkio.throttle.io_service_bytes";
        return new()
        {
            CpuTime = TimeSpan.FromMicroseconds((Number($"{FolderOf("cpuacct")}/cpuacct.usage") ?? 0) / 1000),
            Periods = Number($"{cpu}/cpu.stat", "nr_periods"),
            ThrottledPeriods = Number($"{cpu}/cpu.stat", "nr_throttled"),
            Memory = used - Math.Min(used, idle),
            MemoryLimit = limit < long.MaxValue / 4096 * 4096 ? limit : null,   // that, in whole pages, is the kernel's "none"
            Pids = Number($"{FolderOf("pids")}/pids.current") ?? 0,
            BlockRead = Transferred($"{blocks}/{transfers}", "Read"),
            BlockWritten = Transferred($"{blocks}/{transfers}", "Write"),
        };
    }

    // "8:0 Read 4096" for each disk.
    static ulong Transferred(string file, string direction)
    {
        ulong all = 0;
        foreach (string line in Lines(file))
            if (line.Split(' ') is [_, var what, var bytes] && what == direction)
                all += ulong.Parse(bytes, NumberStyles.None, CultureInfo.InvariantCulture);
        return all;
    }

    public override ulong OomKills() => FolderOf("memory") is { } folder ? Number($"{folder}/memory.oom_control", "oom_kill") : 0;

    // Frozen, they have no more children; thawed, each dies of what was sent to it.
    internal override void Kill(IReadOnlyList<ProcessHandle> processes)
    {
        string? freezer = FolderOf("freezer");
        if (freezer is not null && Directory.Exists(freezer))
            SmallFile.Write($"{freezer}/freezer.state", "FROZEN");
        foreach (var one in processes)
            one.Send(Signal.Kill);
        if (freezer is not null && Directory.Exists(freezer))
            SmallFile.Write($"{freezer}/freezer.state", "THAWED");
    }
}
