namespace Linux;

/// <summary>What a control group's processes may have together. What is null is not limited, or stays as it is.</summary>
public sealed record CgroupLimits
{
    /// <summary>Stands for "as much as there is" where a limit is a number.</summary>
    public const long Unlimited = -1;

    /// <summary>In bytes, as all of memory.</summary>
    public long? Memory { get; init; }

    /// <summary>Memory and swap space together.</summary>
    public long? MemoryAndSwap { get; init; }

    /// <summary>What they keep when memory is scarce.</summary>
    public long? MemoryReservation { get; init; }

    /// <summary>From 0, hardly ever, to 100: how readily their memory is swapped. Of version 1 alone.</summary>
    public int? Swappiness { get; init; }

    /// <summary>Whether they wait for memory where one of them would be killed. Of version 1 alone.</summary>
    public bool? OomKillDisable { get; init; }

    /// <summary>Their part of the processors when others want them, too; 1024 is usual.</summary>
    public ulong? CpuShares { get; init; }

    /// <summary>In microseconds: in each <see cref="CpuPeriod"/> they run for <see cref="CpuQuota"/>, on all processors together.</summary>
    public ulong? CpuPeriod { get; init; }
    public long? CpuQuota { get; init; }

    /// <summary>Where the two were said as one number of processors: that, in billionths. It limits nothing by itself.</summary>
    public long? NanoCpus { get; init; }

    /// <summary>The processors that they run on, "0-2,7", and the nodes that their memory is of.</summary>
    public string? Cpus { get; init; }
    public string? MemoryNodes { get; init; }

    /// <summary>How many processes and threads they are at most.</summary>
    public long? Pids { get; init; }

    /// <summary>Their part of the disks when others want them, too: from 10 to 1000.</summary>
    public ushort? BlockWeight { get; init; }

    /// <summary>These, and where they say nothing the others.</summary>
    public CgroupLimits Over(CgroupLimits others) => new()
    {
        Memory = Memory ?? others.Memory,
        MemoryAndSwap = MemoryAndSwap ?? others.MemoryAndSwap,
        MemoryReservation = MemoryReservation ?? others.MemoryReservation,
        Swappiness = Swappiness ?? others.Swappiness,
        OomKillDisable = OomKillDisable ?? others.OomKillDisable,
        CpuShares = CpuShares ?? others.CpuShares,
        CpuPeriod = CpuPeriod ?? others.CpuPeriod,
        CpuQuota = CpuQuota ?? others.CpuQuota,
        NanoCpus = CpuQuota is null && CpuPeriod is null ? others.NanoCpus : NanoCpus,
        Cpus = Cpus ?? others.Cpus,
        MemoryNodes = MemoryNodes ?? others.MemoryNodes,
        Pids = Pids ?? others.Pids,
        BlockWeight = BlockWeight ?? others.BlockWeight,
    };
}

/// <summary>One file of a control group, and what is to be written to it.</summary>
/// <param name="Limit">Which of <see cref="CgroupLimits"/>, by the property's name.</param>
/// <param name="Either">The files that it can be in, by what the kernel was built with: the first that is there counts.</param>
public sealed record CgroupSetting(string Limit, string Controller, params IReadOnlyList<(string File, string Value)> Either);
