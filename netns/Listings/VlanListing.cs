using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Listings;

/// <summary>A VLAN's settings: protocol 802.1Q id 5 &lt;REORDER_HDR&gt;.</summary>
internal static class VlanListing
{
    public static void Put(Listing to, LinkDetails details)
    {
        string protocol = details.Find(VlanOptions.Protocol) is { } told ? OptionListing.Protocol(told.Number) : "802.1Q";
        to.Put("protocol", protocol, $"protocol {protocol} ");
        if (details.Find(VlanOptions.Id) is { } id) to.Put("id", id.Number, $"id {id.Number} ");
        if (details.Find(VlanOptions.Flags) is not { } flags) return;
        var names = new List<string>();
        foreach (var (_, shown, number) in VlanOptions.FlagWords)
            if (((uint)flags.Number & number) != 0)
                names.Add(shown);
        to.Put("flags", names, $"<{string.Join(',', names)}> ");
    }
}
