using System.CommandLine;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl qdisc show: queueing disciplines, as tc qdisc shows them.</summary>
internal static class QdiscShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        Link? only = null;
        uint? parent = null;
        while (words.Any)
            if (words.Take("dev")) only = socket.LinkNamed(words.Value());
            else if (words.Take("root")) parent = ListedQdisc.AtRoot;
            else if (words.Take("ingress", "clsact")) parent = ListedQdisc.AtIngress;
            else throw words.NotUnderstood();
        var links = new LinkListing(socket);
        var to = new Listing(parsed.Modes());
        foreach (var qdisc in socket.Qdiscs.List(only))
            if (parent is null || qdisc.Parent == parent)
                using (to.Item())
                    QdiscListing.Put(to, qdisc, only is null ? links.NameOf(qdisc.LinkIndex) : null);
        return to.Print();
    }
}
