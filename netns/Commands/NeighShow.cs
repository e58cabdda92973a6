using System.CommandLine;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl neigh show and get.</summary>
internal static class NeighShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        var filter = NeighbourFilter.Read(words, parsed.Family(), socket, otherwise: NeighbourFilter.Shown);
        return Print(parsed, socket, filter.List(socket), filter.Link);
    }

    public static int RunGet(ParseResult parsed, Words words)
    {
        var wish = NeighbourWish.Read(words, parsed.Family());
        using var socket = parsed.OpenSocket();
        return Print(parsed, socket, [socket.Neighbours.Get(wish.Neighbour(socket))], null);
    }

    static int Print(ParseResult parsed, RouteSocket socket, List<Neighbour> neighbours, Link? only)
    {
        var links = new LinkListing(socket);
        var to = new Listing(parsed.Modes());
        foreach (var neighbour in neighbours)
            NeighbourListing.Put(to, neighbour, only is null ? links.NameOf(neighbour.LinkIndex) : "");
        return to.Print();
    }
}
