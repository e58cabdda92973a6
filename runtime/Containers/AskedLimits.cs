using Linux;

namespace Hull.Containers;

/// <summary>What a container may use, as it was asked for. What nobody asked for is not limited.</summary>
internal sealed record AskedLimits
{
    /// <summary>For all of its processes together.</summary>
    public CgroupLimits Group { get; init; } = new();

    /// <summary>The control group that its own is to be in.</summary>
    public string CgroupParent { get; init; } = Container.DefaultCgroupParent;

    /// <summary>Devices beyond the usual ones.</summary>
    public IReadOnlyList<DeviceRule> Devices { get; init; } = [];

    /// <summary>For each of its processes.</summary>
    public IReadOnlyList<ResourceLimit> Rlimits { get; init; } = [];

    /// <summary>From -1000, never, to 1000, first: whether it is taken when this machine has no memory left. Null as hull's own.</summary>
    public int? OomScoreAdj { get; init; }

    /// <summary>The size of /dev/shm, in bytes.</summary>
    public long SharedMemory { get; init; } = 64 << 20;
}
