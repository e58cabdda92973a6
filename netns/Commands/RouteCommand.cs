using System.CommandLine;
using Netctl.Listings;
using Netlink;

namespace Netctl.Commands;

/// <summary>netctl route: the main table of a namespace, as ip route prints it; IPv4 unless IPv6 is asked for.</summary>
internal static class RouteCommand
{
    public static Command Create() => ShowVerb.Create("route", "Shows the routes of the main table.", Show);

    static int Show(ParseResult parsed, string? name)
    {
        using var socket = parsed.OpenSocket();
        var links = new LinkListing(socket);
        var only = name is null ? null : links.Asked(name).First();
        var listing = new RouteListing(links, only);
        var to = new Listing(parsed.Modes());
        foreach (var route in socket.Routes.List(parsed.Family() == Family.Ipv6 ? Family.Ipv6 : Family.Ipv4))
            if (only is null || route.LinkIndex == only.Index)
                listing.Put(to, route);
        return to.Print();
    }
}
