using System.CommandLine;
using Netctl.Listings;
using Netlink;

namespace Netctl.Commands;

/// <summary>netctl addr: the links of a namespace with their addresses, as ip addr prints them.</summary>
internal static class AddrCommand
{
    public static Command Create() => ShowVerb.Create("addr", "Shows links with their addresses.", Show);

    static int Show(ParseResult parsed, string? name)
    {
        var family = parsed.Family();
        using var socket = parsed.OpenSocket();
        var links = new LinkListing(socket);
        var addresses = socket.Addresses.List(family: family).ToLookup(address => address.LinkIndex);
        var to = new Listing(parsed.Modes());
        // With one family asked for, ip leaves out the links that have none of it, and the hardware.
        foreach (var link in links.Asked(name).Where(link => family == Family.Any || addresses.Contains(link.Index)))
            using (to.Item())
            {
                links.PutHead(to, link, withMode: false);
                if (family == Family.Any) LinkListing.PutHardware(to, link);
                links.PutParentNamespace(to, link);
                to.EndLine();
                using (to.List("addr_info"))
                    foreach (var address in addresses[link.Index])
                        AddressListing.Put(to, address);
            }
        return to.Print();
    }
}
