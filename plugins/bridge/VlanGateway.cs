using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Plugins.Bridge;

/// <summary>
/// The gateway of a VLAN: a veth from the host to a port of the bridge that is in that VLAN only. Named BRIDGE.VLAN; made by the VLAN's first container and
/// removed after its last.
/// </summary>
internal static class VlanGateway
{
    public static string NameOf(BridgeConfig config) => $"{config.Bridge}.{config.Vlan}";

    /// <summary>The host's end, up. Many ADDs may do this at once.</summary>
    public static Link Ensure(RouteSocket host, Link bridge, BridgeConfig config)
    {
        var link = host.Links.Find(NameOf(config)) ?? Make(host, bridge, config);
        // Set again even when it was there: who made it may have been killed before.
        if (host.Links.Find(link.ParentIndex) is { } port && port.MasterIndex == bridge.Index)
            AccessVlans.ApplyUntagged(host, bridge, port, config);
        host.Links.SetUp(link);
        return link;
    }

    static Link Make(RouteSocket host, Link bridge, BridgeConfig config)
    {
        string name = NameOf(config), portName = $"veth{KernelRandom.Hex(4)}";
        try
        {
            host.Add(new VethLink(portName, new LinkEnd(name) { Mtu = config.Mtu }) { Master = bridge.Index, Mtu = config.Mtu, Up = true });
            Sysctl.SetIfThere($"net/ipv6/conf/{portName}/accept_ra", "0");
            Sysctl.SetIfThere($"net/ipv6/conf/{name}/accept_ra", "0");
        }
        catch (NetlinkException e) when (e.Errno == Errno.Exists && host.Links.Find(name) is not null) { }   // another ADD was quicker
        return host.Links.Get(name);
    }

    /// <summary>Removes it when none but its own port is in its VLAN any more.</summary>
    public static void RemoveIfUnused(RouteSocket host, BridgeConfig config)
    {
        if (host.Links.Find(config.Bridge) is not { Kind: "bridge" } bridge || host.Links.Find(NameOf(config)) is not { Kind: "veth" } gateway)
            return;
        var ports = host.Links.ListMembers(bridge);
        bool IsPort(int index) => ports.Exists(port => port.Index == index);
        if (IsPort(gateway.ParentIndex) && !host.Links.ListVlans().Any(port =>
                IsPort(port.LinkIndex) && port.LinkIndex != gateway.ParentIndex && port.Vlans.Any(vlan => vlan.Id == config.Vlan)))
            host.Links.DeleteIfThere(gateway.Name);
    }
}
