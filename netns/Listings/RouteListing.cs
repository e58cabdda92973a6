using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A route in the form of <c>ip route</c>, which does not repeat the one link that was asked for.</summary>
internal sealed class RouteListing(LinkListing links, Link? only)
{
    public void Put(Listing to, Route route)
    {
        using var item = to.Item();
        if (route.Type != RouteType.Unicast) to.Put("type", Word(route.Type), $"{Word(route.Type)} ");
        to.Put("dst", Destination(route), $"{Destination(route)} ");
        PutWay(to, route.Gateway, route.LinkIndex);
        if (route.Table != Route.MainTable) to.Put("table", TableOf(route), $"table {TableOf(route)} ");
        if (route.Protocol != RouteProtocol.Boot) to.Put("protocol", ProtocolOf(route), $"proto {ProtocolOf(route)} ");
        if (route.Scope is { } scope and not Scope.Global) to.Put("scope", ScopeName.Of(scope), $"scope {ScopeName.Of(scope)} ");
        if (route.PreferredSource is { } source) to.Put("prefsrc", $"{source}", $"src {source} ");
        if (route.Priority != 0 || route.Family == Family.Ipv6) to.Put("metric", route.Priority, $"metric {route.Priority} ");
        PutFlags(to, route.Flags);
        PutMetrics(to, route);
        if (route.Family == Family.Ipv6) to.Put("pref", Word(route.Preference), $"pref {Word(route.Preference)}");
        PutNextHops(to, route);
        to.EndLine();
    }

    void PutWay(Listing to, IPAddress? gateway, int linkIndex)
    {
        if (gateway is not null) to.Put("gateway", $"{gateway}", $"via {gateway} ");
        if (linkIndex != 0 && linkIndex != only?.Index) to.Put("dev", links.NameOf(linkIndex), $"dev {links.NameOf(linkIndex)} ");
    }

    static void PutFlags(Listing to, RouteFlags flags)
    {
        var names = s_flags.Where(flag => flags.HasFlag(flag.Flag)).Select(flag => flag.Name).ToList();
        to.Put("flags", names, string.Concat(names.Select(name => $"{name} ")));
    }

    static void PutMetrics(Listing to, Route route)
    {
        if (route.Mtu == 0 && route.AdvertisedMss == 0) return;
        using var list = to.List("metrics");
        using var item = to.Item();
        if (route.Mtu != 0) to.Put("mtu", route.Mtu, $"mtu {route.Mtu} ");
        if (route.AdvertisedMss != 0) to.Put("advmss", route.AdvertisedMss, $"advmss {route.AdvertisedMss} ");
    }

    void PutNextHops(Listing to, Route route)
    {
        if (route.NextHops.Count == 0) return;
        using var list = to.List("nexthops");
        foreach (var hop in route.NextHops)
            using (to.Item())
            {
                to.Text("\n\tnexthop ");
                PutWay(to, hop.Gateway, hop.LinkIndex);
                to.Put("weight", hop.Weight, $"weight {hop.Weight} ");
                PutFlags(to, hop.Flags);
            }
    }

    static readonly (RouteFlags Flag, string Name)[] s_flags =
        [(RouteFlags.Dead, "dead"), (RouteFlags.OnLink, "onlink"), (RouteFlags.Pervasive, "pervasive"), (RouteFlags.LinkDown, "linkdown")];

    static string Destination(Route route) =>
        route.To is not { } to ? "default" : to.PrefixLength == to.BaseAddress.FullPrefix() ? $"{to.BaseAddress}" : $"{to}";

    static string TableOf(Route route) => route.Table switch { 253 => "default", Route.LocalTable => "local", var other => $"{other}" };

    // The words of iproute2's rt_protos.
    static string ProtocolOf(Route route) => (int)route.Protocol switch
    {
        0 => "unspec", 1 => "redirect", 2 => "kernel", 4 => "static", 8 => "gated", 9 => "ra", 10 => "mrt", 11 => "zebra", 12 => "bird",
        13 => "dnrouted", 14 => "xorp", 15 => "ntk", 16 => "dhcp", 18 => "keepalived", 42 => "babel", 186 => "bgp", 187 => "isis",
        188 => "ospf", 189 => "rip", 192 => "eigrp", var other => $"{other}",
    };

    static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
