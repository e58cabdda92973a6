using System.CommandLine;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl route show: routes as ip route prints them; IPv4 unless IPv6 is asked for.</summary>
internal static class RouteShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        var filter = RouteFilter.Read(words, parsed.Family(), socket);
        var listing = new RouteListing(new LinkListing(socket), filter);
        var to = new Listing(parsed.Modes());
        foreach (var route in socket.Routes.List(filter.Family, filter.Table))
            if (filter.Means(route))
                listing.Put(to, route);
        return to.Print();
    }
}
