using System.CommandLine;
using System.Globalization;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>What run can be told about how much a container may use; most of it can be changed later, by update.</summary>
internal static class LimitOptions
{
    const int UsualPeriod = 100_000;
    const string SwapName = "--memory-swap";

    static readonly Option<string?> s_memory = new("--memory", "-m") { Description = "The most memory, such as 200m or 1.5g; as much swap space comes with it." };
    static readonly Option<string?> s_swap = new(SwapName) { Description = "The most memory and swap space together; -1 for all the swap space there is." };
    static readonly Option<string?> s_reservation = new("--memory-reservation") { Description = "Memory that it keeps when there is little." };
    static readonly Option<string?> s_swappiness = new("--memory-swappiness") { Description = "From 0, hardly ever, to 100: how readily its memory is swapped (cgroup v1)." };
    static readonly Option<bool> s_oomKillDisable = new("--oom-kill-disable") { Description = "Wait, at the memory limit, where a process would be killed (cgroup v1)." };
    static readonly Option<string?> s_cpus = new("--cpus") { Description = "As much time as so many processors have, such as 0.5." };
    static readonly Option<string?> s_period = new("--cpu-period") { Description = "Microseconds in which it runs for --cpu-quota." };
    static readonly Option<string?> s_quota = new("--cpu-quota") { Description = "Microseconds of processor time in each --cpu-period." };
    static readonly Option<string?> s_shares = new("--cpu-shares", "-c") { Description = "Its part of the processors when others want them, too; 1024 is usual." };
    static readonly Option<string?> s_cpuset = new("--cpuset-cpus") { Description = "The processors to run on: 0-2,7." };
    static readonly Option<string?> s_nodes = new("--cpuset-mems") { Description = "The memory nodes to use: 0-1." };
    static readonly Option<string?> s_pids = new("--pids-limit") { Description = "The most processes and threads; -1 for no limit." };
    static readonly Option<string?> s_weight = new("--blkio-weight") { Description = "Its part of the disks when others want them, too, from 10 to 1000." };
    static readonly Option<string[]> s_devices = new("--device-cgroup-rule") { Description = "Devices that it may use besides, c|b|a MAJOR:MINOR rwm, such as 'c 10:200 rwm'." };
    static readonly Option<string?> s_parent = new("--cgroup-parent") { Description = "The control group to be in; hull without." };
    static readonly Option<string[]> s_ulimits = new("--ulimit") { Description = "A limit for each process, NAME=SOFT[:HARD], such as nofile=1024:4096; -1 for none." };
    static readonly Option<string?> s_oomScore = new("--oom-score-adj") { Description = "From -1000, never, to 1000, first: whether it is taken when the machine has no memory left." };
    static readonly Option<string?> s_shm = new("--shm-size") { Description = "The size of /dev/shm; 64m without." };

    // By what they are in CgroupLimits.
    static readonly IReadOnlyDictionary<string, Option> s_ofLimits = new Dictionary<string, Option>
    {
        [nameof(CgroupLimits.Memory)] = s_memory, [nameof(CgroupLimits.MemoryAndSwap)] = s_swap, [nameof(CgroupLimits.MemoryReservation)] = s_reservation,
        [nameof(CgroupLimits.CpuPeriod)] = s_period, [nameof(CgroupLimits.CpuQuota)] = s_quota, [nameof(CgroupLimits.CpuShares)] = s_shares,
        [nameof(CgroupLimits.Cpus)] = s_cpuset, [nameof(CgroupLimits.MemoryNodes)] = s_nodes, [nameof(CgroupLimits.Pids)] = s_pids,
        [nameof(CgroupLimits.BlockWeight)] = s_weight, [nameof(CgroupLimits.Swappiness)] = s_swappiness, [nameof(CgroupLimits.OomKillDisable)] = s_oomKillDisable,
    };

    /// <summary>Those for a container that is there already.</summary>
    public static IReadOnlyList<Option> ForUpdate => [s_memory, s_swap, s_reservation, s_cpus, s_period, s_quota, s_shares, s_cpuset, s_nodes, s_pids, s_weight];

    public static IReadOnlyList<Option> All => [.. ForUpdate, s_swappiness, s_oomKillDisable, s_devices, s_parent, s_ulimits, s_oomScore, s_shm];

    public static string NameOf(string limit) => s_ofLimits[limit].Name;

    /// <summary>What a new container is to have. Says what this machine, or we, cannot do of it.</summary>
    public static AskedLimits Limits(ParseResult parsed)
    {
        string parent = parsed.GetValue(s_parent) is { } given ? ParentOf(given) : Container.DefaultCgroupParent;
        var group = Group(parsed);
        LimitChecks.Check(group);
        var limits = new AskedLimits
        {
            Group = LimitChecks.OnThisMachine(WithSwap(group), Cgroup.Named(parent), wantsSwap: group.MemoryAndSwap is not null),
            CgroupParent = parent,
            Devices = [.. (parsed.GetValue(s_devices) ?? []).Select(RuleOf)],
            Rlimits = Ulimits(parsed.GetValue(s_ulimits) ?? []),
            OomScoreAdj = parsed.GetValue(s_oomScore) is { } score ? (int)Number(s_oomScore, score) : null,
        };
        limits = parsed.GetValue(s_shm) is { } shm ? limits with { SharedMemory = SharedMemory(shm) } : limits;
        LimitChecks.CheckRights(limits);
        return limits;
    }

    /// <summary>What the options say that a group is to have, and no more.</summary>
    public static CgroupLimits Group(ParseResult parsed)
    {
        long? quota = NumberOf(parsed, s_quota), period = NumberOf(parsed, s_period), nano = null;
        if (parsed.GetValue(s_cpus) is { } cpus)
        {
            if (quota is not null || period is not null)
                throw new HullException($"--cpus and {(quota is null ? s_period.Name : s_quota.Name)} are conflicting options: --cpus is both, a quota for a period");
            (quota, period, nano) = ((long)(Cpus(cpus) * UsualPeriod), UsualPeriod, (long)(Cpus(cpus) * 1_000_000_000));
        }
        return new()
        {
            Memory = SizeOf(parsed, s_memory),
            MemoryAndSwap = SizeOf(parsed, s_swap),
            MemoryReservation = SizeOf(parsed, s_reservation),
            Swappiness = (int?)NumberOf(parsed, s_swappiness),
            OomKillDisable = parsed.GetValue(s_oomKillDisable) ? true : null,
            CpuShares = (ulong?)NumberOf(parsed, s_shares),
            CpuPeriod = (ulong?)period,
            CpuQuota = quota,
            NanoCpus = nano,
            Cpus = Set(parsed, s_cpuset),
            MemoryNodes = Set(parsed, s_nodes),
            Pids = NumberOf(parsed, s_pids, zeroSays: -1),
            BlockWeight = (ushort?)NumberOf(parsed, s_weight),
        };
    }

    /// <summary>A limit on memory alone is one on as much swap space, too.</summary>
    static CgroupLimits WithSwap(CgroupLimits limits) =>
        limits is { MemoryAndSwap: null, Memory: > 0 and var memory } ? limits with { MemoryAndSwap = 2 * memory } : limits;

    // Docker takes 0 for "not said".
    static long? SizeOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        "-1" => CgroupLimits.Unlimited,
        var text => ByteSize.Parse(option.Name, text) is var bytes and > 0 ? bytes : null,
    };

    static long? NumberOf(ParseResult parsed, Option<string?> option, long? zeroSays = null) =>
        parsed.GetValue(option) is not { } text ? null : Number(option, text) is var number and not 0 ? number : option == s_swappiness ? 0 : zeroSays;

    static long Number(Option option, string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new HullException($"{option.Name} is \"{text}\": it wants a whole number");

    static decimal Cpus(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal cpus))
            throw new HullException($"--cpus is \"{text}\": it wants a number of processors, such as 0.5");
        int there = Machine.Processors;
        return cpus >= 0.01m && cpus <= there ? cpus : throw new HullException(
            string.Create(CultureInfo.InvariantCulture, $"--cpus is {text}: range of CPUs is from 0.01 to {there}.00, as there are only {there} CPUs available"));
    }

    static string? Set(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { Length: > 0 } text ? null : CpuSet.Parse(text) is not null
        ? text
        : throw new HullException($"{option.Name} is \"{text}\", an invalid value: it reads 0-2,7");

    static DeviceRule RuleOf(string text) => DeviceRule.Parse(text)
        ?? throw new HullException($"--device-cgroup-rule is \"{text}\", an invalid device cgroup format: it reads 'c 10:200 rwm', with c, b or a, and * for any number");

    static string ParentOf(string given)
    {
        var parts = given.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && !parts.Any(part => part is "." or "..") ? string.Join('/', parts)
            : throw new HullException($"--cgroup-parent is \"{given}\": it wants the path of a control group below the root of the hierarchies, such as /tenants/blue");
    }

    static IReadOnlyList<ResourceLimit> Ulimits(IEnumerable<string> given) => [.. given.Select(Ulimit).GroupBy(limit => limit.Name).Select(same => same.Last())];

    static ResourceLimit Ulimit(string given)
    {
        string Wrong(string what) => $"--ulimit is \"{given}\": {what}";
        if (given.Split(['=', ':']) is not [var name, var first, ..] parts || parts.Length > 3 || given.IndexOf('=') != name.Length)
            throw new HullException(Wrong("invalid ulimit argument; it reads NAME=SOFT[:HARD]"));
        string kernels = $"RLIMIT_{name.ToUpperInvariant()}";
        if (name is "as" or "locks" || name != name.ToLowerInvariant() || !ResourceLimit.Exists(kernels))
            throw new HullException(Wrong($"invalid ulimit type: {name}; see getrlimit(2)"));
        ulong Amount(string text) => text is "-1" or "unlimited" ? ResourceLimit.Unlimited : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong amount) ? amount
            : throw new HullException(Wrong($"\"{text}\" is no number"));
        var (soft, hard) = (Amount(first), Amount(parts[^1]));
        return soft <= hard ? new(kernels, soft, hard) : throw new HullException(Wrong($"ulimit soft limit must be less than or equal to hard limit: {first} > {parts[^1]}"));
    }

    static long SharedMemory(string text) => ByteSize.Parse(s_shm.Name, text) is var bytes and > 0 ? bytes : new AskedLimits().SharedMemory;
}
