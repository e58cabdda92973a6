using System.Globalization;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>What docker refuses of limits, in its words; what this machine cannot do; and what we are not allowed to.</summary>
internal static class LimitChecks
{
    const long LeastMemory = 6 << 20;

    /// <summary>Limits as they are to be in the end: those of an update together with those that were there.</summary>
    public static void Check(CgroupLimits limits)
    {
        if (Problem(limits) is { } problem)
            throw new HullException(problem);
    }

    static string? Problem(CgroupLimits limits) => limits switch
    {
        { Memory: < LeastMemory and not CgroupLimits.Unlimited } => "--memory: minimum memory limit allowed is 6MB",
        { MemoryReservation: < LeastMemory and not CgroupLimits.Unlimited } => "--memory-reservation: minimum memory reservation allowed is 6MB",
        { MemoryAndSwap: > 0, Memory: null or < 0 } => "--memory-swap is a limit on memory and swap space together: always set the memory limit, --memory, with it",
        { MemoryAndSwap: > 0 and var both, Memory: var memory } when both < memory =>
            "--memory-swap: minimum memoryswap limit should be larger than memory limit, for it is one on memory and swap space together",
        { MemoryReservation: > 0 and var kept, Memory: > 0 and var memory } when memory < kept => "--memory: minimum memory limit can not be less than memory reservation limit",
        { Swappiness: < 0 or > 100 } => $"--memory-swappiness is {limits.Swappiness}: valid memory swappiness range is 0-100",
        { CpuPeriod: < 1000 or > 1_000_000 } => "--cpu-period: CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
        { CpuQuota: > 0 and < 1000 } => "--cpu-quota: CPU cfs quota can not be less than 1ms (i.e. 1000)",
        { Pids: 1 } => "--pids-limit is 1: a container needs room for two, one of which starts the other",
        { CpuShares: > int.MaxValue } => "--cpu-shares: invalid CPU shares: value must be a positive integer",
        { BlockWeight: < 10 or > 1000 } => "--blkio-weight: range of blkio weight is from 10 to 1000",
        _ => null,
    };

    /// <summary>The limits that can be set: swap space is not limited where the kernel counts none, unless that was asked for. All else that cannot be is refused.</summary>
    /// <param name="parent">A group to look for the files in. It is made if it is not there.</param>
    public static CgroupLimits OnThisMachine(CgroupLimits limits, Cgroup parent, bool wantsSwap)
    {
        if (limits == new CgroupLimits())
            return limits;
        NeedPart(limits.Cpus, parent, processors: true);
        NeedPart(limits.MemoryNodes, parent, processors: false);
        // A group of the root is like any other; what is above it has not all of the files.
        parent.Create();
        foreach (var setting in parent.Missing(limits))
            if (setting.Limit == nameof(CgroupLimits.MemoryAndSwap) && !wantsSwap)
                limits = limits with { MemoryAndSwap = null };
            else
                throw new HullException(Refusal(setting, parent));
        return limits;
    }

    static string Refusal(CgroupSetting setting, Cgroup group)
    {
        string option = LimitOptions.NameOf(setting.Limit);
        return setting.Either.Count == 0
            ? $"{option} needs the {setting.Controller} controller of cgroup v1, and this machine's is v{group.Version}'s"
            : $"{option} needs the {setting.Controller} controller ({setting.Either[^1].File}), which this machine's cgroup v{group.Version} does not offer; `hull info` says what it has";
    }

    static void NeedPart(string? wanted, Cgroup group, bool processors)
    {
        if (wanted is null || group.Available(processors) is not { } there || CpuSet.Parse(there)?.IsSupersetOf(CpuSet.Parse(wanted)!) != false)
            return;
        throw new HullException(processors
            ? $"--cpuset-cpus: requested CPUs are not available - requested {wanted}, available: {there}"
            : $"--cpuset-mems: requested memory nodes are not available - requested {wanted}, available: {there}");
    }

    /// <summary>Warns of what only CAP_SYS_RESOURCE could do, where hull lacks it: docker's containers do not start then; ours do, with as much as can be had.</summary>
    public static void CheckRights(AskedLimits limits)
    {
        if (limits.OomScoreAdj is < -1000 or > 1000)
            throw new HullException($"--oom-score-adj is {limits.OomScoreAdj}: range for oom score adj is [-1000, 1000]");
        if (limits.Group is { OomKillDisable: true, Memory: null })
            Stdio.WriteError("hull: OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources");
        if (limits.OomScoreAdj is null && limits.Rlimits.Count == 0 || Capabilities.Has(Capability.SysResource))
            return;
        foreach (var limit in limits.Rlimits)
            if (limit.Possible() is var possible && possible != limit)
                Stdio.WriteError($"hull: --ulimit {limit.Name[7..].ToLowerInvariant()} stays at {Text(possible.Hard)}: raising it takes CAP_SYS_RESOURCE, which hull does not have here");
        int own = int.Parse(SmallFile.Find("/proc/self/oom_score_adj") ?? "0", CultureInfo.InvariantCulture);
        if (limits.OomScoreAdj < own)
            Stdio.WriteError($"hull: --oom-score-adj stays at {own}: lowering it takes CAP_SYS_RESOURCE, which hull does not have here");
    }

    static string Text(ulong amount) => amount == ResourceLimit.Unlimited ? "unlimited" : amount.ToString(CultureInfo.InvariantCulture);
}
