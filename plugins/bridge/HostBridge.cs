using System.Net.NetworkInformation;
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
    public static Link Ensure(RouteSocket host, BridgeConfig config, Undo undo)
    {
        try
        {
            return EnsureAsConfigured(host, config, undo);
        }
        catch (NetlinkException e) when (e.Errno == Errno.NotSupported && config.UsesVlans)
        {
            throw new CniError(CniErrorCode.NotAvailable, "this kernel's bridges do not filter by VLAN, as vlan and vlanTrunk need it", e.Message);
        }
    }

    static Link EnsureAsConfigured(RouteSocket host, BridgeConfig config, Undo undo)
    {
        var bridge = host.Links.Find(config.Bridge) ?? Make(host, config, undo);
        if (bridge.Kind != "bridge")
            throw new CniError(CniErrorCode.InvalidConfig, $"\"{config.Bridge}\" already exists but is not a bridge",
                bridge.Kind == "" ? "name another one" : $"it is a {bridge.Kind}: name another one");
        bool mustListen = config.PromiscMode && !bridge.Flags.HasFlag(LinkFlags.Promiscuous), mustFilter = config.UsesVlans && !bridge.VlanFiltering;
        if (!bridge.IsUp || mustListen || mustFilter)
            host.Links.Change(new LinkChange(bridge) { Up = true, Promiscuous = mustListen ? true : null, VlanFiltering = mustFilter ? true : null });
        return bridge;
    }

    static Link Make(RouteSocket host, BridgeConfig config, Undo undo)
    {
        try
        {
            // Without a MAC address of its own, a bridge has the lowest of its ports': the gateway's would change as containers come and go.
            host.Add(new BridgeLink(config.Bridge) { Mtu = config.Mtu, Mac = RandomMac(), VlanFiltering = config.UsesVlans ? true : null, Up = true });
            undo.Add(() => RemoveIfUnused(host, config.Bridge));
            // A container must not be able to tell the host where its gateway is (CVE-2020-10749).
            Sysctl.SetIfThere($"net/ipv6/conf/{config.Bridge}/accept_ra", "0");
            // Until its own address is settled, the host passes nothing on to containers.
            if (!config.EnableDad)
                Sysctl.SetIfThere($"net/ipv6/conf/{config.Bridge}/accept_dad", "0");
        }
        catch (NetlinkException e) when (e.Errno == Errno.Exists) { }   // another ADD was quicker, and its bridge is as good
        return host.Links.Get(config.Bridge);
    }

    // An ADD that came in between finds out at its end that the bridge is gone, and says so.
    static void RemoveIfUnused(RouteSocket host, string name)
    {
        if (host.Links.Find(name) is { Kind: "bridge" } bridge && host.Links.ListMembers(bridge).Count == 0)
            host.Links.DeleteIfThere(name);
    }

    // Of nobody's making (the second bit), for one receiver (not the first).
    static PhysicalAddress RandomMac()
    {
        var bytes = new byte[6];
        KernelRandom.Fill(bytes);
        bytes[0] = (byte)(bytes[0] & 0xfc | 0x02);
        return new PhysicalAddress(bytes);
    }

    /// <summary>
    /// Gives the host's link in the network, the bridge or its VLAN's gateway, the gateways' addresses, and lets the host pass on what is sent to them.
    /// </summary>
    public static void ActAsGateway(RouteSocket host, Link link, IReadOnlyList<CniAddress> ips, BridgeConfig config)
    {
        foreach (var ip in ips)
            if (ip.Gateway is { } gateway)
                EnsureAddress(host, link, new Cidr(gateway, ip.Address.PrefixLength), ips, config);
        Forwarding.Enable(ips);
    }

    /// <summary>Whether the link has the address.</summary>
    public static bool Has(RouteSocket host, Link link, Cidr wanted) =>
        host.Addresses.List(link).Exists(there => there.Ip.Equals(wanted.Address) && there.PrefixLength == wanted.PrefixLength);

    static void EnsureAddress(RouteSocket host, Link link, Cidr wanted, IReadOnlyList<CniAddress> ips, BridgeConfig config)
    {
        var all = host.Addresses.List(link, wanted.IsIPv4 ? Family.Ipv4 : Family.Ipv6);
        if (all.Exists(there => there.Ip.Equals(wanted.Address) && there.PrefixLength == wanted.PrefixLength))
            return;
        using var batch = host.Batch();
        foreach (var there in all)
            if (IsInTheWay(there, wanted, ips))
                batch.Delete(config.ForceAddress ? new Address(there.Ip, there.PrefixLength, link) : throw new CniError(CniErrorCode.InvalidConfig,
                    $"\"{link.Name}\" already has an IP address different from {wanted}",
                    $"it has {there.Ip}/{there.PrefixLength}: set forceAddress to have it replaced, or use a bridge of its own"));
        batch.Add(ContainerAddresses.AddressOf(wanted, link, config.EnableDad));
        // From now on containers know the gateway by this MAC address: once it is set, it stays when ports come and go. A bridge without ports may have none.
        batch.Change(new LinkChange(link) { Mac = link.Mac.GetAddressBytes().AsSpan().ContainsAnyExcept((byte)0) ? link.Mac : RandomMac() });
        try
        {
            batch.Commit();
        }
        catch (NetlinkException e) when (e is { Errno: Errno.Exists, Intent.Subject: Address }) { }   // another ADD was quicker, with the same address
    }

    // A bridge is one IPv4 network, unless this very network has several; of IPv6 it may be many that do not overlap.
    static bool IsInTheWay(Address there, Cidr wanted, IReadOnlyList<CniAddress> ips)
    {
        if (there.Scope == Scope.Link || ips.Any(ip => there.Ip.Equals(ip.Gateway) && there.PrefixLength == ip.Address.PrefixLength))
            return false;
        return wanted.IsIPv4 || wanted.Contains(there.Ip) || new Cidr(there.Ip, there.PrefixLength).Contains(wanted.Address);
    }
}
