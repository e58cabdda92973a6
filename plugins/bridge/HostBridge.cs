using System.Net;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>The bridge on the host that the containers of a network share. The first ADD makes it; it stays.</summary>
internal static class HostBridge
{
    /// <summary>The bridge, up, made if it is missing. Many ADDs may do this at once.</summary>
    public static Link Ensure(RouteSocket host, BridgeConfig config)
    {
        var bridge = host.Links.Find(config.Bridge) ?? Make(host, config);
        if (bridge.Kind != "bridge")
            throw new CniError(CniErrorCode.InvalidConfig, $"\"{config.Bridge}\" already exists but is not a bridge",
                bridge.Kind == "" ? "name another one" : $"it is a {bridge.Kind}: name another one");
        if (!bridge.IsUp || config.PromiscMode && bridge.Promiscuity == 0)
            host.Links.Change(new LinkChange(bridge) { Up = true, Promiscuous = config.PromiscMode ? true : null });
        return bridge;
    }

    static Link Make(RouteSocket host, BridgeConfig config)
    {
        try
        {
            host.Add(new BridgeLink(config.Bridge) { Mtu = config.Mtu, Up = true });
            // A container must not be able to tell the host where its gateway is (CVE-2020-10749).
            if (Sysctl.Find($"net/ipv6/conf/{config.Bridge}/accept_ra") is not null)
                Sysctl.Set($"net/ipv6/conf/{config.Bridge}/accept_ra", "0");
        }
        catch (NetlinkException e) when (e.Errno == Errno.Exists) { }   // another ADD was quicker, and its bridge is as good
        return host.Links.Get(config.Bridge);
    }

    /// <summary>Gives the bridge the gateways' addresses, and lets the host pass on what is sent to them.</summary>
    public static void ActAsGateway(RouteSocket host, Link bridge, IReadOnlyList<CniAddress> ips, BridgeConfig config)
    {
        foreach (var ip in ips)
            if (ip.Gateway is { } gateway)
                EnsureAddress(host, bridge, new Cidr(gateway, ip.Address.PrefixLength), config);
        Forwarding.Enable(ips);
    }

    static void EnsureAddress(RouteSocket host, Link bridge, Cidr wanted, BridgeConfig config)
    {
        var family = wanted.IsIPv4 ? Family.Ipv4 : Family.Ipv6;
        foreach (var there in host.Addresses.List(bridge, family))
        {
            if (there.Ip.Equals(wanted.Address) && there.PrefixLength == wanted.PrefixLength)
                return;
            if (there.Scope == Scope.Link || !Overlaps(there, wanted))
                continue;
            if (!config.ForceAddress)
                throw new CniError(CniErrorCode.InvalidConfig, $"\"{bridge.Name}\" already has an IP address different from {wanted}",
                    $"it has {there.Ip}/{there.PrefixLength}: set forceAddress to have it replaced, or use a bridge of its own");
            host.Delete(new Address(there.Ip, there.PrefixLength, bridge));
        }
        try
        {
            host.Add(ContainerAddresses.AddressOf(wanted, bridge, waitForDuplicates: config.EnableDad));
        }
        catch (NetlinkException e) when (e.Errno == Errno.Exists) { }   // another ADD was quicker, with the same address
    }

    static bool Overlaps(Address there, Cidr wanted) =>
        wanted.Contains(there.Ip) || new Cidr(there.Ip, there.PrefixLength).Contains(wanted.Address);
}
