using System.CommandLine;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl link show: links, as ip link shows them.</summary>
internal static class LinkShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        var modes = parsed.Modes();
        var asked = LinkFilter.Read(words, socket);
        var query = asked.Query with { Statistics = modes.Statistics > 0, Details = modes.Details };
        var links = new LinkListing(socket, query);
        var to = new Listing(modes);
        foreach (var link in links.Asked(asked.Name))
            if (asked.Lets(link))
                using (to.Item())
                    if (modes.Brief) PutBrief(to, links, link);
                    else Put(to, links, link);
        return to.Print();
    }

    static void PutBrief(Listing to, LinkListing links, Link link)
    {
        links.PutBrief(to, link);
        links.PutBriefHardware(to, link);
    }

    static void Put(Listing to, LinkListing links, Link link)
    {
        links.PutHead(to, link, withMode: true);
        LinkListing.PutHardware(to, link);
        links.PutParentNamespace(to, link);
        if (to.Modes.Details) DetailsListing.Put(to, links, link, withQueues: true);
        LinkListing.PutAlias(to, link);
        if (to.Modes.Statistics > 0) StatisticsListing.Put(to, link);
        LinkListing.PutAlternatives(to, link);
        to.EndLine();
    }
}
