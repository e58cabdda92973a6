using System.CommandLine;
using Netctl.Listings;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl addr show: links with their addresses, as ip addr prints them.</summary>
internal static class AddrShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        var modes = parsed.Modes();
        var filter = AddressFilter.Read(words, parsed.Family(), socket);
        var links = new LinkListing(socket, filter.Links.Query with { Details = modes.Details, Statistics = modes.Statistics > 0 });
        var byLink = socket.Addresses.List(family: filter.Family).ToLookup(address => address.LinkIndex);
        var to = new Listing(modes);
        foreach (var link in links.Asked(filter.Device))
        {
            if (!filter.Links.Lets(link)) continue;
            var asked = byLink[link.Index].Where(address => filter.Means(address, link.Name)).ToList();
            // As ip: a link without any address is shown when no family was asked for, one whose addresses are all filtered out is not.
            if (asked.Count > 0 || filter.Family == Family.Any && !byLink.Contains(link.Index))
                Put(to, links, link, asked, filter);
        }
        return to.Print();
    }

    static void Put(Listing to, LinkListing links, Link link, List<Address> addresses, AddressFilter filter)
    {
        if (to.Modes is { OneLine: true, Json: false, Brief: false })
        {
            foreach (var address in addresses) AddressListing.Put(to, address, link.Name);
            return;
        }
        using var item = to.Item();
        if (to.Modes.Brief) links.PutBrief(to, link);
        else if (!to.Modes.OneLine && !filter.IsByLabel) PutLink(to, links, link, filter.Family);
        using (to.List("addr_info"))
            foreach (var address in addresses)
                if (to.Modes.Brief) AddressListing.PutBrief(to, address);
                else AddressListing.Put(to, address, link.Name);
        if (to.Modes.Brief) to.EndLine();
        else if (to.Modes is { Statistics: > 0, OneLine: false }) StatisticsListing.Put(to, link, isOnNewLine: true);
    }

    // With one family asked for, ip leaves out the hardware, unless it is to show everything.
    static void PutLink(Listing to, LinkListing links, Link link, Family family)
    {
        links.PutHead(to, link, withMode: false);
        if (family == Family.Any || to.Modes.Details) LinkListing.PutHardware(to, link);
        links.PutParentNamespace(to, link);
        if (to.Modes.Details) DetailsListing.Put(to, links, link, withQueues: true);
        to.EndLine();
    }
}
