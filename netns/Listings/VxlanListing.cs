using System.Buffers.Binary;
using System.Net;
using Cni;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Listings;

/// <summary>A VXLAN's settings, of which ip leaves out what is as usual.</summary>
internal static class VxlanListing
{
    public static void Put(Listing to, LinkListing links, LinkDetails details)
    {
        PutIfOn(to, details, VxlanOptions.External);
        if (details.Find(VxlanOptions.Id) is { } id) to.Put("id", id.Number, $"id {id.Number} ");
        PutEnds(to, details);
        if (details.Find(VxlanOptions.Link) is { Number: not 0 } link) to.Put("link", links.NameOf((int)link.Number), $"dev {links.NameOf((int)link.Number)} ");
        if (details.Find(VxlanOptions.PortRange) is { } range) PutRange(to, range.Bytes.Span);
        if (details.Find(VxlanOptions.Port) is { } port) to.Put("port", port.Number, $"dstport {port.Number} ");
        if (details.Find(VxlanOptions.Learning) is { } learning) to.Put("learning", learning.IsOn, learning.IsOn ? "" : "nolearning ");
        foreach (var flag in (LinkOption[])[VxlanOptions.Proxy, VxlanOptions.Rsc, VxlanOptions.L2Miss, VxlanOptions.L3Miss]) PutIfOn(to, details, flag);
        PutHeader(to, details);
        if (details.Find(VxlanOptions.Ageing) is { } age) to.Put("ageing", age.Number, age.Number == 0 ? "ageing none " : $"ageing {age.Number} ");
        if (details.Find(VxlanOptions.Limit) is { Number: not 0 } limit) to.Put("limit", limit.Number, $"maxaddr {limit.Number} ");
        PutChecksums(to, details);
    }

    static void PutEnds(Listing to, LinkDetails details)
    {
        PutAddress(to, details.Find(VxlanOptions.Group), "remote", "group", "");
        PutAddress(to, details.Find(VxlanOptions.Group6), "remote", "group", "6");
        PutAddress(to, details.Find(VxlanOptions.Local), "local", "local", "");
        PutAddress(to, details.Find(VxlanOptions.Local6), "local", "local", "6");
    }

    static void PutAddress(Listing to, OptionValue? told, string one, string many, string family)
    {
        if (told is not { } value) return;
        var address = new IPAddress(value.Bytes.Span);
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return;
        bool isGroup = family == "6" ? address.IsIPv6Multicast : value.Bytes.Span[0] is >= 224 and < 240;
        string word = isGroup ? many : one, text = IpText.Format(address);
        to.Put(word + family, text, $"{word} {text} ");
    }

    static void PutRange(Listing to, ReadOnlySpan<byte> range)
    {
        int low = BinaryPrimitives.ReadUInt16BigEndian(range), high = BinaryPrimitives.ReadUInt16BigEndian(range[2..]);
        using var item = to.Object("port_range");
        to.Put("low", low, $"srcport {low} ");
        to.Put("high", high, $"{high} ");
    }

    static void PutHeader(Listing to, LinkDetails details)
    {
        if (details.Find(VxlanOptions.Tos) is { Number: not 0 } tos) to.Put("tos", $"0x{tos.Number:x}", tos.Number == 1 ? "tos inherit " : $"tos 0x{tos.Number:x} ");
        ulong ttl = details.Find(VxlanOptions.Ttl)?.Number ?? 0;
        if (details.Find(VxlanOptions.TtlInherit) is { IsOn: true }) to.Put("ttl", "inherit", "ttl inherit ");
        else to.Put("ttl", ttl, ttl == 0 ? "ttl auto " : $"ttl {ttl} ");
        if (details.Find(VxlanOptions.Df) is { } df) to.Put("df", df.Choice, df.Number == 0 ? "" : $"df {df.Choice} ");
        if (details.Find(VxlanOptions.Label) is { Number: not 0 } label) to.Put("label", $"0x{label.Number:x}", $"flowlabel 0x{label.Number:x} ");
    }

    static void PutChecksums(Listing to, LinkDetails details)
    {
        foreach (var option in (LinkOption[])[VxlanOptions.UdpChecksum, VxlanOptions.UdpZeroChecksum6Tx, VxlanOptions.UdpZeroChecksum6Rx])
            if (details.Find(option) is { } value)
                to.Put(option.Key, value.IsOn, $"{(value.IsOn ? "" : "no")}{option.Word} ");
        foreach (var option in (LinkOption[])[VxlanOptions.RemoteChecksumTx, VxlanOptions.RemoteChecksumRx, VxlanOptions.Gbp, VxlanOptions.Gpe])
            PutIfOn(to, details, option);
    }

    static void PutIfOn(Listing to, LinkDetails details, LinkOption option)
    {
        if (details.Find(option) is { IsOn: true }) to.Put(option.Key, true, $"{option.Word} ");
    }
}
