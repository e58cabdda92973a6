using System.CommandLine;
using Netctl.Listings;

namespace Netctl.Commands;

/// <summary>netctl link: the links of a namespace, as ip link prints them.</summary>
internal static class LinkCommand
{
    public static Command Create() => ShowVerb.Create("link", "Shows links.", Show);

    static int Show(ParseResult parsed, string? name)
    {
        using var socket = parsed.OpenSocket();
        var links = new LinkListing(socket);
        var to = new Listing(parsed.Modes());
        foreach (var link in links.Asked(name))
            using (to.Item())
            {
                links.PutHead(to, link, withMode: true);
                LinkListing.PutHardware(to, link);
                links.PutParentNamespace(to, link);
                LinkListing.PutAlias(to, link);
            }
        return to.Print();
    }
}
