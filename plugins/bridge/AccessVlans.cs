using Netlink.Routing;

namespace Plugins.Bridge;

/// <summary>The VLANs of a container's port on the bridge.</summary>
internal static class AccessVlans
{
    /// <summary>Puts the configuration's VLANs on a port that has just joined the bridge, and takes the default one from it unless it is to stay.</summary>
    public static void Apply(RouteSocket host, Link bridge, Link port, BridgeConfig config) => Apply(host, bridge, port, config, Wanted(config));

    /// <summary>The same for a port of one VLAN, without tags.</summary>
    public static void ApplyUntagged(RouteSocket host, Link bridge, Link port, BridgeConfig config) => Apply(host, bridge, port, config, [Untagged(config.Vlan)]);

    static void Apply(RouteSocket host, Link bridge, Link port, BridgeConfig config, IReadOnlyList<PortVlan> wanted)
    {
        using var batch = host.Batch();
        if (!config.PreserveDefaultVlan && bridge.DefaultPvid != 0)
            batch.Delete(new PortVlans(port, [new(bridge.DefaultPvid)]));
        if (wanted.Count > 0)
            batch.Add(new PortVlans(port, wanted));
        batch.Commit();
    }

    /// <summary>The first difference between the port's VLANs and those that it should have; null when there is none.</summary>
    public static string? Difference(RouteSocket host, Link bridge, Link port, BridgeConfig config)
    {
        if (!bridge.VlanFiltering)
            return $"bridge {bridge.Name} does not filter by VLAN (vlan_filtering 0)";
        var there = host.Links.ListVlans().Find(found => found.LinkIndex == port.Index)?.Vlans ?? [];
        var wanted = Wanted(config);
        foreach (var vlan in wanted)
            if (!there.Contains(vlan))
                return $"{port.Name} is not in VLAN {vlan}";
        foreach (var vlan in there)
            if (!wanted.Any(one => one.Id == vlan.Id) && !(config.PreserveDefaultVlan && vlan.Id == bridge.DefaultPvid))
                return $"{port.Name} is in VLAN {vlan.Id}, which it should not be in";
        return null;
    }

    // A trunk alone leaves what is untagged in VLAN 1, as a switch does.
    static List<PortVlan> Wanted(BridgeConfig config)
    {
        const ushort UntaggedOfTrunk = 1;
        ushort untagged = config.Vlan != 0 ? config.Vlan : UntaggedOfTrunk;
        return [Untagged(untagged), .. config.Trunk.Where(id => id != untagged).Select(id => new PortVlan(id))];
    }

    static PortVlan Untagged(ushort id) => new(id, Untagged: true, Pvid: true);
}
