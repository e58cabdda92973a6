using System.Net;
using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>Gives a container's link the addresses and routes of a result, and sets it up.</summary>
internal static class ContainerAddresses
{
    /// <summary>In one send to the kernel; in two when duplicates are to be detected, because routes come after that.</summary>
    public static void Apply(RouteSocket pod, NetNamespace ns, Link link, CniResult result, bool detectDuplicates)
    {
        using var batch = pod.Batch();
        batch.Change(new LinkChange(link) { Up = true });
        foreach (var ip in result.Ips)
            batch.Add(AddressOf(ip.Address, link, detectDuplicates));
        if (!detectDuplicates)
        {
            AddRoutes(batch, link, result);
            batch.Commit();
            return;
        }
        using var monitor = AddressMonitor.Open(ns);
        batch.Commit();
        DuplicateDetection.Await(pod, monitor, link);
        using var routes = pod.Batch();
        AddRoutes(routes, link, result);
        routes.Commit();
    }

    public static void AddRoutes(RouteBatch batch, Link link, CniResult result)
    {
        foreach (var route in result.Routes)
            batch.AddBeside(RouteOf(route, link, result.Ips));
    }

    /// <summary>An address of ours is nobody else's: IPAM says so. Waiting two seconds for the network to say it too is left to those who ask for it.</summary>
    public static Address AddressOf(Cidr address, Link link, bool detectDuplicates = false) => new(address.Address, address.PrefixLength, link)
    {
        Flags = address.IsIPv4 || detectDuplicates ? AddressFlags.None : AddressFlags.NoDad,
        Broadcast = BroadcastOf(address),
    };

    static IPAddress? BroadcastOf(Cidr address)
    {
        if (!address.IsIPv4 || address.PrefixLength > 30)
            return null;
        var bytes = address.Address.GetAddressBytes();
        for (int bit = address.PrefixLength; bit < 32; bit++)
            bytes[bit / 8] |= (byte)(0x80 >> bit % 8);
        return new IPAddress(bytes);
    }

    /// <summary>
    /// A route of a result as the kernel takes it. Without a gateway it goes by that of the first address of its family that has one; with the gateway
    /// 0.0.0.0, as DHCP has it for a network on the link, by none.
    /// </summary>
    public static Route RouteOf(CniRoute route, Link link, IReadOnlyList<CniAddress> ips)
    {
        var gateway = route.Gateway ?? FirstGateway(ips, route.Destination.IsIPv4);
        var to = route.Destination.Network;
        return new Route
        {
            Family = to.IsIPv4 ? Netlink.Family.Ipv4 : Netlink.Family.Ipv6,
            To = to.PrefixLength == 0 ? null : new IPNetwork(to.Address, to.PrefixLength),
            Gateway = IPAddress.Any.Equals(gateway) || IPAddress.IPv6Any.Equals(gateway) ? null : gateway, LinkIndex = link.Index, LinkName = link.Name,
            Table = (uint?)route.Table ?? Route.MainTable, Priority = (uint)(route.Priority ?? 0), Scope = (Scope?)route.Scope,
            Mtu = (uint)(route.Mtu ?? 0), AdvertisedMss = (uint)(route.AdvMss ?? 0),
        };
    }

    static IPAddress? FirstGateway(IReadOnlyList<CniAddress> ips, bool isIPv4)
    {
        foreach (var ip in ips)
            if (ip.Gateway is not null && ip.Address.IsIPv4 == isIPv4)
                return ip.Gateway;
        return null;
    }
}
