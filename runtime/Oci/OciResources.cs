using Hull.Bundle;
using Hull.Containers;
using Linux;

namespace Hull.Oci;

/// <summary>The control group that a bundle wants.</summary>
internal static class OciResources
{
    public static void Apply(Cgroup cgroup, BundleConfig config)
    {
        cgroup.Create();
        cgroup.Apply(Asked(config.Limits));
        // As with every runtime, the devices that each container has may be used whatever the bundle says.
        if (cgroup.ControlsDevices)
            cgroup.SetDevices([.. config.Devices, .. DefaultBundle.UsualDevices]);
    }

    /// <summary>Engines write 0 and "" where nothing is asked for; to the kernel that would be a limit of nothing at all.</summary>
    public static CgroupLimits Asked(CgroupLimits limits) => limits with
    {
        Memory = NotZero(limits.Memory),
        MemoryAndSwap = NotZero(limits.MemoryAndSwap),
        MemoryReservation = NotZero(limits.MemoryReservation),
        CpuShares = limits.CpuShares is 0 ? null : limits.CpuShares,
        CpuPeriod = limits.CpuPeriod is 0 ? null : limits.CpuPeriod,
        CpuQuota = NotZero(limits.CpuQuota),
        Cpus = limits.Cpus is "" ? null : limits.Cpus,
        MemoryNodes = limits.MemoryNodes is "" ? null : limits.MemoryNodes,
        Pids = NotZero(limits.Pids),
        BlockWeight = limits.BlockWeight is 0 ? null : limits.BlockWeight,
        OomKillDisable = limits.OomKillDisable is false ? null : limits.OomKillDisable,
    };

    static long? NotZero(long? number) => number is 0 ? null : number;
}
