using Cni;
using Netlink;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>The link that containers' links are stacked upon: the one that a network names, or the one that the default route goes by.</summary>
internal static class MasterLink
{
    /// <summary>Finds it in a socket's network; that there is none is an error of the code given.</summary>
    public static Link Find(RouteSocket where, string named, CniErrorCode otherwise = CniErrorCode.InvalidConfig)
    {
        if (named != "")
            return where.Links.Find(named) ?? throw new CniError(otherwise, $"failed to lookup master \"{named}\": there is no link of that name");
        return OfDefaultRoute(where) ?? throw new CniError(otherwise, "no default route interface found", "name the link to stack upon as master");
    }

    // IPv4 before IPv6, and of several the lowest metric: so the kernel lists them.
    static Link? OfDefaultRoute(RouteSocket where)
    {
        foreach (var family in (Family[])[Family.Ipv4, Family.Ipv6])
            foreach (var route in where.Routes.List(family))
                if (route is { To: null, Type: RouteType.Unicast } && where.Links.Find(ExitOf(route)) is { } link)
                    return link;
        return null;
    }

    static int ExitOf(Route route) => route.LinkIndex != 0 || route.NextHops.Count == 0 ? route.LinkIndex : route.NextHops[0].LinkIndex;
}
