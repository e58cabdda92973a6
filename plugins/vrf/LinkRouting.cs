using Linux;
using Netlink;
using Netlink.Routing;

namespace Plugins.Vrf;

/// <summary>
/// A link's IPv6 addresses and its routes. The kernel takes a link down and up again when it joins a VRF or leaves it; what is lost by that is put back,
/// into the table that the link is routed by then.
/// </summary>
internal sealed class LinkRouting
{
    readonly List<Address> _addresses;
    readonly List<Route> _routes;

    LinkRouting(List<Address> addresses, List<Route> routes) => (_addresses, _routes) = (addresses, routes);

    /// <summary>What a link has now, in the main table or in its VRF's.</summary>
    public static LinkRouting Of(RouteSocket pod, Link link, uint table = Route.MainTable)
    {
        var addresses = pod.Addresses.List(link, Family.Ipv6).FindAll(address => address.Scope != Scope.Link);
        var routes = pod.Routes.List(table: table).FindAll(route => route.LinkIndex == link.Index && route.Type == RouteType.Unicast
            && route.To?.BaseAddress is not ({ IsIPv6LinkLocal: true } or { IsIPv6Multicast: true }));
        routes.Sort((a, b) => (a.Gateway is null ? 0 : 1) - (b.Gateway is null ? 0 : 1));   // a gateway is found by the route to its network
        return new(addresses, routes);
    }

    /// <summary>Puts the link into a VRF, or, with null, out of the one that it is in.</summary>
    public void MoveTo(RouteSocket pod, Link link, Link? vrf)
    {
        pod.Links.Change(new(link) { Master = vrf?.Index ?? 0 });
        using (var back = pod.Batch())
        {
            foreach (var address in _addresses)
                back.Add(new Address(address.Ip, address.PrefixLength, link) { Flags = (address.Flags & ~AddressFlags.Tentative) | AddressFlags.NoDad });
            back.Commit(ignore: Errno.Exists);
        }
        using var batch = pod.Batch();
        foreach (var route in _routes)
            batch.Add(route with { Table = vrf?.VrfTable ?? Route.MainTable, Flags = RouteFlags.None });
        batch.Commit(ignore: Errno.Exists);
    }
}
