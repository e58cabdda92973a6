using System.CommandLine;
using Netctl.Listings;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Commands;

/// <summary>netctl bridge link show: ports of bridges, each with its state, priority and cost.</summary>
internal static class BridgeLinkShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        string? name = null;
        int? master = null;
        while (words.Any)
            if (words.Take("master")) master = socket.LinkInWords(words).Index;
            else name = words.Device(name);
        if (name is not null) socket.LinkNamed(name);
        var links = new LinkListing(socket, new() { Details = true, Master = master });
        var to = new Listing(parsed.Modes());
        foreach (var link in links.Asked(name))
            if (link is { PortKind: "bridge", Details: { } details } && (master is null || link.MasterIndex == master))
                using (to.Item())
                    Put(to, links, link, details);
        return to.Print();
    }

    static void Put(Listing to, LinkListing links, Link link, LinkDetails details)
    {
        links.PutName(to, link);
        to.Put("mtu", link.Mtu, $"mtu {link.Mtu} ");
        to.Put("master", links.NameOf(link.MasterIndex), $"master {links.NameOf(link.MasterIndex)} ");
        PutOptions(to, details, "state", "priority", "cost");
        if (to.Modes.Details)
        {
            to.Text("\n    ");
            PutOptions(to, details, "hairpin", "guard", "root_block", "fastleave", "learning", "flood", "mcast_flood", "bcast_flood", "mcast_router",
                "mcast_to_unicast", "neigh_suppress", "vlan_tunnel", "isolated", "locked");
        }
        to.EndLine();
    }

    static void PutOptions(Listing to, LinkDetails details, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
            foreach (var option in BridgePortOptions.All)
                if (option.Word == word && details.FindOfPort(option) is { } value)
                    OptionListing.Put(to, value with { Option = option with { Key = word } });
    }
}
