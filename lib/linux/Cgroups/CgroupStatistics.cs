namespace Linux;

/// <summary>What a control group's processes have used, and how many they are.</summary>
public sealed record CgroupStatistics
{
    /// <summary>Of all processors together, since the group was made.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>Periods in which the group had something to run; and those of them in which its quota was used up.</summary>
    public ulong Periods { get; init; }
    public ulong ThrottledPeriods { get; init; }

    /// <summary>In bytes, without the files in memory that nobody has asked for lately.</summary>
    public ulong Memory { get; init; }

    /// <summary>Null for none.</summary>
    public ulong? MemoryLimit { get; init; }
    public ulong Pids { get; init; }

    /// <summary>In bytes, from and to disks.</summary>
    public ulong BlockRead { get; init; }
    public ulong BlockWritten { get; init; }
}
