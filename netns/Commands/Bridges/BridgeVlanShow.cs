using System.CommandLine;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl bridge vlan show: which VLANs each port takes part in.</summary>
internal static class BridgeVlanShow
{
    const int NameColumn = 16;

    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        Link? only = null;
        ushort? vid = null;
        while (words.Any)
            if (words.Take("dev")) only = socket.LinkNamed(words.Value());
            else if (words.Take("vid")) vid = words.Number<ushort>(4095);
            else throw words.NotUnderstood();
        var links = new LinkListing(socket);
        var to = new Listing(parsed.Modes());
        to.Text($"{"port",-NameColumn}  vlan-id\n");
        foreach (var port in socket.Links.ListVlans())
        {
            var vlans = port.Vlans.Where(vlan => vid is null || vlan.Id == vid).ToList();
            if (vlans.Count == 0 || (only is not null && port.LinkIndex != only.Index)) continue;
            using (to.Item())
                Put(to, links.NameOf(port.LinkIndex), vlans);
        }
        return to.Print();
    }

    static void Put(Listing to, string name, List<PortVlan> vlans)
    {
        to.Put("ifname", name, $"{name,-NameColumn}  ", Tone.Name);
        using var list = to.List("vlans");
        foreach (var vlan in vlans)
            using (to.Item())
            {
                if (vlan != vlans[0]) to.Text(new string(' ', NameColumn + 2));
                to.Put("vlan", vlan.Id, $"{vlan.Id}");
                if (vlan.Pvid || vlan.Untagged) to.Put("flags", FlagsOf(vlan), string.Concat(FlagsOf(vlan).Select(flag => $" {flag}")));
                to.EndLine();
            }
    }

    static IEnumerable<string> FlagsOf(PortVlan vlan) => (vlan.Pvid, vlan.Untagged) switch
    {
        (true, true) => ["PVID", "Egress Untagged"],
        (true, false) => ["PVID"],
        (false, true) => ["Egress Untagged"],
        _ => [],
    };
}
