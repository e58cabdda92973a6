using Linux;
using Netlink;
using Netlink.Routing;

namespace Plugins.HostDevice;

/// <summary>What a link has on the host and loses when it is moved: its name, its alias, being up, its addresses and routes.</summary>
internal sealed record DeviceState(Link Link, IReadOnlyList<Address> Addresses, IReadOnlyList<Route> Routes)
{
    public static DeviceState Of(RouteSocket host, Link link) => new(link,
        host.Addresses.List(link).FindAll(address => address.Scope != Scope.Link),
        host.Routes.List(table: null).FindAll(route => route.LinkIndex == link.Index && route.Protocol != RouteProtocol.Kernel));

    /// <summary>Gives the link, which is back under its name, all of it again.</summary>
    public void Restore(RouteSocket host)
    {
        var back = host.Links.Get(Link.Name);
        using var batch = host.Batch();
        batch.Change(new LinkChange(back) { Alias = Link.Alias, Up = Link.IsUp });
        foreach (var address in Addresses)
            batch.Add(new Address(address.Ip, address.PrefixLength, back)
            {
                Broadcast = address.Broadcast, Scope = address.Scope, Flags = address.Ip.Family() == Family.Ipv6 ? AddressFlags.NoDad : AddressFlags.None,
            });
        if (Link.IsUp)
            foreach (var route in Routes)
                batch.AddBeside(route with { LinkIndex = back.Index });
        batch.Commit(ignore: Errno.Exists);   // it may not have been moved at all
    }
}
