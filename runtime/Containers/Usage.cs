using System.Diagnostics;
using Linux;
using Netlink.Routing;

namespace Hull.Containers;

/// <summary>What a container uses, measured at one moment.</summary>
internal sealed record Usage(CgroupStatistics Group, ulong Received, ulong Sent, long Moment)
{
    /// <summary>Null when it does not run.</summary>
    public static Usage? Measure(Container container)
    {
        if (!ContainerStatus.Of(container).HasProcesses || Cgroup.Named(container.CgroupName).Statistics() is not { } group)
            return null;
        long moment = Stopwatch.GetTimestamp();
        var (received, sent) = Traffic(container);
        return new(group, received, sent, moment);
    }

    /// <summary>How much of one processor it has used since an earlier measurement: 2 is two processors all the time.</summary>
    public double ProcessorsSince(Usage earlier)
    {
        var time = Stopwatch.GetElapsedTime(earlier.Moment, Moment);
        return time <= TimeSpan.Zero ? 0 : Math.Max(0, (Group.CpuTime - earlier.Group.CpuTime) / time);
    }

    /// <summary>The memory that it can have: its limit, or all there is.</summary>
    public ulong MostMemory => Math.Min(Group.MemoryLimit ?? ulong.MaxValue, Machine.Memory);

    // The host's own traffic is nobody's in particular.
    static (ulong Received, ulong Sent) Traffic(Container container)
    {
        if (container.NamespaceName is not { } name || NetNamespace.Find(NamedNamespaces.PathOf(name)) is not { } found)
            return (0, 0);
        using var ns = found;
        using var socket = RouteSocket.Open(ns);
        (ulong received, ulong sent) = (0, 0);
        foreach (var link in socket.Links.List(new() { Statistics = true }))
            if (!link.Flags.HasFlag(LinkFlags.Loopback) && link.Statistics is { } counted)
            {
                received += counted.RxBytes;
                sent += counted.TxBytes;
            }
        return (received, sent);
    }
}
