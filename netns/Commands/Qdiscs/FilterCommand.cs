using System.CommandLine;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl filter: where packets that come in by a link, or leave by it, are sent instead, as tc filter shows it.</summary>
internal static class FilterCommand
{
    public static Command Create() => WordVerb.Object("filter", "Shows filters: where packets that come in by a link, or leave by it, are sent instead.", [],
    [
        WordVerb.Verb("show", "Shows the filters of a link.\n\nfilter show dev NAME [ingress|egress|root]", ["list", "lst", "ls"], Show,
            "netctl filter show dev lo ingress"),
    ]);

    static int Show(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        Link? link = null;
        var place = FilterPlace.Root;
        while (words.Any)
            if (words.Take("dev")) link = socket.LinkNamed(words.Value());
            else if (words.Take("ingress")) place = FilterPlace.Ingress;
            else if (words.Take("egress")) place = FilterPlace.Egress;
            else if (words.Take("root")) place = FilterPlace.Root;
            else throw words.NotUnderstood();
        if (link is null) throw Words.Wrong("whose filters to show is missing: dev NAME");
        var links = new LinkListing(socket);
        var to = new Listing(parsed.Modes());
        foreach (var filter in socket.Filters.List(link, place))
            using (to.Item())
                FilterListing.Put(to, links, filter);
        return to.Print();
    }
}
