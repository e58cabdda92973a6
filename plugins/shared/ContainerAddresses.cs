using System.Net;
using Cni;
using Linux;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>Gives a container's link the addresses and routes of a result, and sets it up, in one send to the kernel.</summary>
internal static class ContainerAddresses
{
    public static void Apply(RouteSocket pod, NetNamespace ns, Link link, CniResult result, bool waitForDuplicates)
    {
        if (result.Ips.Any(ip => !ip.Address.IsIPv4))
            ns.Visit(() => AllowIPv6(link.Name));

        using var batch = pod.Batch();
        batch.Change(new LinkChange(link) { Up = true });
        foreach (var ip in result.Ips)
            batch.Add(AddressOf(ip.Address, link, waitForDuplicates));
        foreach (var route in result.Routes)
            batch.AddBeside(RouteOf(route, link, result.Ips));
        batch.Commit();
    }

    /// <summary>An address of ours is nobody else's: IPAM says so. Waiting two seconds for the network to say it too is left to those who ask for it.</summary>
    public static Address AddressOf(Cidr address, Link link, bool waitForDuplicates) => new(address.Address, address.PrefixLength, link)
    {
        Flags = address.IsIPv4 || waitForDuplicates ? AddressFlags.None : AddressFlags.NoDad,
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

    static Route RouteOf(CniRoute route, Link link, IReadOnlyList<CniAddress> ips)
    {
        var to = route.Destination.Network;
        var gateway = route.Gateway ?? ips.FirstOrDefault(ip => ip.Gateway is not null && ip.Address.IsIPv4 == to.IsIPv4)?.Gateway;
        return new Route
        {
            Family = to.IsIPv4 ? Netlink.Family.Ipv4 : Netlink.Family.Ipv6,
            To = to.PrefixLength == 0 ? null : new IPNetwork(to.Address, to.PrefixLength),
            Gateway = gateway, LinkIndex = link.Index, LinkName = link.Name,
            Table = (uint?)route.Table ?? Route.MainTable, Priority = (uint)(route.Priority ?? 0), Scope = (Scope?)route.Scope,
            Mtu = (uint)(route.Mtu ?? 0), AdvertisedMss = (uint)(route.AdvMss ?? 0),
        };
    }

    // Runtimes make namespaces with IPv6 off; an address of it was asked for. It is to stay when the link goes down for a while.
    static bool AllowIPv6(string name)
    {
        foreach (string conf in (string[])["lo", name])
            if (Sysctl.Find($"net/ipv6/conf/{conf}/disable_ipv6") is "1")
                Sysctl.Set($"net/ipv6/conf/{conf}/disable_ipv6", "0");
        Sysctl.Ensure($"net/ipv6/conf/{name}/keep_addr_on_down", "1");
        return true;
    }
}
