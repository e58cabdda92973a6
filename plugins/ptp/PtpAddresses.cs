using System.Net;
using Cni;
using Netlink;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Ptp;

/// <summary>
/// Both ends' addresses and routes. The container has its address with the network's prefix, but reaches the network, as everything else, through
/// the gateway; the host's end has the gateway's address, and a route to the one container that is behind it.
/// </summary>
internal static class PtpAddresses
{
    /// <summary>Every address with a gateway, the first of its network when the address plugin named none.</summary>
    public static CniResult WithGateways(CniResult leased)
    {
        var completed = Gateways.Complete(leased, isGateway: true, isDefaultGateway: false);
        foreach (var (ip, asLeased) in completed.Ips.Zip(leased.Ips))
            if (asLeased.Gateway is null && (ip.Address.PrefixLength == FullLength(ip.Address) || ip.Address.Address.Equals(ip.Gateway)))
                throw new CniError(CniErrorCode.InvalidConfig, $"the address {ip.Address} has no gateway, and its network has no other address that could be it",
                    "have the address plugin name one");
        return completed;
    }

    /// <summary>
    /// Up, addresses, gateways, the result's routes, and then, in place of the kernel's own route to each network, one that goes through its gateway:
    /// until then the kernel finds every gateway that the routes name on the link.
    /// </summary>
    public static void ApplyToContainer(RouteSocket pod, Link link, CniResult result)
    {
        using var batch = pod.Batch();
        batch.Change(new LinkChange(link) { Up = true });
        foreach (var ip in result.Ips)
            batch.Add(ContainerAddresses.AddressOf(ip.Address, link));
        foreach (var ip in result.Ips.DistinctBy(ip => ip.Gateway))
            batch.AddBeside(ToGateway(ip, link));
        ContainerAddresses.AddRoutes(batch, link, result);
        foreach (var ip in NetworksOf(result))
        {
            batch.Delete(Direct(ip, link));
            if (!result.Routes.Any(route => route.Destination.Network == ip.Address.Network))
                batch.AddBeside(ThroughGateway(ip, link));
        }
        batch.Commit();
    }

    /// <summary>One address of each network, of those that are networks.</summary>
    public static IEnumerable<CniAddress> NetworksOf(CniResult result) =>
        result.Ips.Where(ip => ip.Address.PrefixLength < FullLength(ip.Address)).DistinctBy(ip => ip.Address.Network);

    static Route ToGateway(CniAddress ip, Link link) => To(new Cidr(ip.Gateway!, FullLength(ip.Address)), link) with { PreferredSource = ip.Address.Address };

    /// <summary>The container's route to its own network.</summary>
    public static Route ThroughGateway(CniAddress ip, Link link) =>
        To(ip.Address.Network, link) with { Gateway = ip.Gateway, PreferredSource = ip.Address.Address };

    // What the kernel adds with an address.
    static Route Direct(CniAddress ip, Link link) => To(ip.Address.Network, link) with { Protocol = RouteProtocol.Kernel };

    /// <summary>The host's way to the container. An older one to the same address is of a container that is gone, or the address would not have been given out.</summary>
    public static void ApplyToHost(RouteSocket host, Link link, CniResult result)
    {
        using var batch = host.Batch();
        foreach (var ip in result.Ips.DistinctBy(ip => ip.Gateway))
            batch.Add(ContainerAddresses.AddressOf(HostAddress(ip), link));
        foreach (var ip in result.Ips)
            batch.Replace(ToContainer(ip, link));
        batch.Commit();
    }

    /// <summary>What the host's end has: the gateway, and no network around it.</summary>
    public static Cidr HostAddress(CniAddress ip) => new(ip.Gateway!, FullLength(ip.Address));

    public static Route ToContainer(CniAddress ip, Link link) =>
        To(new Cidr(ip.Address.Address, FullLength(ip.Address)), link) with { Scope = ip.Address.IsIPv4 ? Scope.Host : Scope.Global };

    static Route To(Cidr network, Link link) => new()
    {
        Family = network.IsIPv4 ? Family.Ipv4 : Family.Ipv6, To = new IPNetwork(network.Address, network.PrefixLength), LinkIndex = link.Index, LinkName = link.Name,
    };

    static int FullLength(Cidr address) => address.IsIPv4 ? 32 : 128;
}
