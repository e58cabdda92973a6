using System.Globalization;

namespace Linux;

/// <summary>A control group of version 2: one folder, in which the controllers that the folder above passes on have their files.</summary>
internal sealed class CgroupV2(string root, string name) : Cgroup
{
    static readonly string[] s_controllers = ["cpu", "cpuset", "io", "memory", "pids"];
    readonly string _folder = $"{root}/{name}";

    public override int Version => 2;

    public override string? FolderOf(string controller) => _folder;

    internal override IReadOnlyList<string> Folders => [_folder];

    internal override string RootOf(string folder) => root;

    // Passes all controllers that are used here on to the groups in the folder above. One that it does not have, or may not pass on, is missed when it is needed.
    internal override void BeforeMaking(string folder)
    {
        string above = Path.GetDirectoryName(folder)!;
        if (above != root)
            BeforeMaking(above);
        if (SmallFile.Find($"{above}/cgroup.controllers") is not { } has || SmallFile.Find($"{above}/cgroup.subtree_control") is not { } passed)
            return;
        var more = s_controllers.Intersect(has.Split([' ', '\n'])).Except(passed.Split([' ', '\n'])).Select(one => $"+{one}").ToList();
        if (more.Count == 0 || TryWrite($"{above}/cgroup.subtree_control", string.Join(' ', more)))
            return;
        foreach (string one in more)
            TryWrite($"{above}/cgroup.subtree_control", one);
    }

    static bool TryWrite(string file, string value)
    {
        try
        {
            SmallFile.Write(file, value);
            return true;
        }
        catch (LinuxException e) when (e.Errno is Errno.Busy or Errno.Invalid or Errno.NoEntry or Errno.NotSupported or Errno.NotPermitted)
        {
            return false;
        }
    }

    internal override void AfterMaking(string folder) { }

    /// <summary>Whether the kernel takes programs from us: one that allows nothing is loaded, and forgotten.</summary>
    public override bool ControlsDevices
    {
        get
        {
            try
            {
                DeviceProgram.Load(DeviceProgram.Compile([])).Dispose();
                return true;
            }
            catch (LinuxException)
            {
                return false;
            }
        }
    }

    public override void SetDevices(IReadOnlyList<DeviceRule> rules)
    {
        using var program = DeviceProgram.Load(DeviceProgram.Compile(rules));
        DeviceProgram.Attach(program, _folder);
    }

    public override IReadOnlyList<string> Doors => [$"{_folder}/cgroup.procs"];

    public override IEnumerable<CgroupSetting> Settings(CgroupLimits limits)
    {
        static string Amount(long value) => value < 0 ? "max" : value.ToString(CultureInfo.InvariantCulture);
        if (limits.Memory is { } memory) yield return new(nameof(limits.Memory), "memory", ("memory.max", Amount(memory)));
        if (limits.MemoryAndSwap is { } both)
            yield return new(nameof(limits.MemoryAndSwap), "memory", ("memory.swap.max", Amount(both < 0 ? both : Math.Max(0, both - Math.Max(0, limits.Memory ?? 0)))));
        if (limits.MemoryReservation is { } reservation) yield return new(nameof(limits.MemoryReservation), "memory", ("memory.low", Amount(reservation)));
        if (limits.Swappiness is not null) yield return new(nameof(limits.Swappiness), "memory");
        if (limits.OomKillDisable == true) yield return new(nameof(limits.OomKillDisable), "memory");
        if (limits.CpuShares is { } shares) yield return new(nameof(limits.CpuShares), "cpu", ("cpu.weight", $"{WeightOf(shares)}"));
        if (limits.CpuQuota is not null || limits.CpuPeriod is not null)
            yield return new(limits.CpuQuota is null ? nameof(limits.CpuPeriod) : nameof(limits.CpuQuota), "cpu",
                ("cpu.max", string.Create(CultureInfo.InvariantCulture, $"{Amount(limits.CpuQuota is null or 0 ? -1 : limits.CpuQuota.Value)} {limits.CpuPeriod ?? 100_000}")));
        if (limits.Cpus is { } cpus) yield return new(nameof(limits.Cpus), "cpuset", ("cpuset.cpus", cpus));
        if (limits.MemoryNodes is { } nodes) yield return new(nameof(limits.MemoryNodes), "cpuset", ("cpuset.mems", nodes));
        if (limits.Pids is { } pids) yield return new(nameof(limits.Pids), "pids", ("pids.max", Amount(pids > 0 ? pids : -1)));
        if (limits.BlockWeight is { } weight)
            yield return new(nameof(limits.BlockWeight), "io", ("io.bfq.weight", $"{weight}"), ("io.weight", $"{1 + (weight - 10) * 9999 / 990}"));
    }

    /// <summary>
    /// Shares, from 2 to 262144 with 1024 in the middle, as a weight, from 1 to 10000 with 100 there. The straight line from end to end made all small
    /// numbers of shares one weight; runc 1.3.2 and crun 1.23 draw this curve, which keeps their proportions.
    /// </summary>
    internal static ulong WeightOf(ulong shares)
    {
        if (shares is 0 or <= 2)
            return 1;
        double l = Math.Log2(Math.Min(shares, 262144));
        return (ulong)Math.Ceiling(Math.Pow(10, (l * l + 125 * l) / 612 - 7.0 / 34));
    }

    public override CgroupStatistics? Statistics()
    {
        if (!Directory.Exists(_folder))
            return null;
        ulong used = Number($"{_folder}/memory.current") ?? 0, idle = Number($"{_folder}/memory.stat", "inactive_file");
        var (read, written) = Transferred();
        return new()
        {
            CpuTime = TimeSpan.FromMicroseconds(Number($"{_folder}/cpu.stat", "usage_usec")),
            Periods = Number($"{_folder}/cpu.stat", "nr_periods"),
            ThrottledPeriods = Number($"{_folder}/cpu.stat", "nr_throttled"),
            Memory = used - Math.Min(used, idle),
            MemoryLimit = Number($"{_folder}/memory.max"),
            Pids = Number($"{_folder}/pids.current") ?? 0,
            BlockRead = read,
            BlockWritten = written,
        };
    }

    // "8:0 rbytes=4096 wbytes=0 ..." for each disk.
    (ulong Read, ulong Written) Transferred()
    {
        (ulong read, ulong written) = (0, 0);
        foreach (string word in Lines($"{_folder}/io.stat").SelectMany(line => line.Split(' ')))
            if (word.StartsWith("rbytes=", StringComparison.Ordinal))
                read += ulong.Parse(word.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture);
            else if (word.StartsWith("wbytes=", StringComparison.Ordinal))
                written += ulong.Parse(word.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture);
        return (read, written);
    }

    public override ulong OomKills() => Number($"{_folder}/memory.events", "oom_kill");

    // Since Linux 5.14 by one word; it reaches groups inside as well.
    internal override void Kill(IReadOnlyList<ProcessHandle> processes)
    {
        if (File.Exists($"{_folder}/cgroup.kill"))
            SmallFile.Write($"{_folder}/cgroup.kill", "1");
        else
            foreach (var one in processes)
                one.Send(Signal.Kill);
    }
}
