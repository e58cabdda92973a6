using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Listings;

/// <summary>Settings of a kind of link, each as <c>WORD VALUE</c>.</summary>
internal static class OptionListing
{
    public static void Put(Listing to, IReadOnlyList<LinkOption> options, Func<LinkOption, OptionValue?> find)
    {
        foreach (var option in options)
            if (find(option) is { } value)
                Put(to, value);
    }

    public static void Put(Listing to, OptionValue value)
    {
        var option = value.Option;
        string text = $"{option.Word} {Text(value)} ";
        if (option.Key == "") to.Text(text);
        else PutWithKey(to, option, value, text);
        if (option is { Form: OptionForm.Hex16, Word: "group_fwd_mask" } && option.AttributeName.StartsWith("IFLA_BRPORT"))
            to.Put("group_fwd_mask_str", Groups(value), $"group_fwd_mask_str {Groups(value)} ");
    }

    static void PutWithKey(Listing to, LinkOption option, OptionValue value, string text)
    {
        switch (option.Form)
        {
            case OptionForm.Flag8: to.Put(option.Key, value.IsOn, text); break;
            case OptionForm.Timer: to.Put(option.Key, Seconds(value), text); break;
            case OptionForm.Mac or OptionForm.BridgeId or OptionForm.Hex16 or OptionForm.Protocol: to.Put(option.Key, Text(value), text); break;
            case OptionForm.Choice8 or OptionForm.Choice16 or OptionForm.Choice32: to.Put(option.Key, value.Choice, text); break;
            default: to.Put(option.Key, value.Number, text); break;
        }
    }

    static string Text(OptionValue value) => value.Option.Form switch
    {
        OptionForm.Flag8 => value.IsOn ? "on" : "off",
        OptionForm.Timer => $"{Seconds(value),7}",
        OptionForm.Hex16 => value.Number == 0 ? "0" : $"0x{value.Number:x}",
        OptionForm.Mac => new System.Net.NetworkInformation.PhysicalAddress(value.Bytes.ToArray()).Text(),
        OptionForm.BridgeId => BridgeId(value.Bytes.Span),
        OptionForm.Protocol => Protocol(value.Number),
        OptionForm.Choice8 or OptionForm.Choice16 or OptionForm.Choice32 => value.Choice,
        _ => $"{value.Number}",
    };

    static decimal Seconds(OptionValue value) => new((int)value.Number, 0, 0, false, scale: 2);

    // The C library's ether_ntoa leaves leading zeros out, and so does ip here.
    static string BridgeId(ReadOnlySpan<byte> id)
    {
        string text = $"{id[0]:x2}{id[1]:x2}.{id[2]:x}";
        foreach (byte part in id[3..]) text += $":{part:x}";
        return text;
    }

    public static string Protocol(ulong number) => (VlanProtocol)number switch
    {
        VlanProtocol.Customer => "802.1Q",
        VlanProtocol.Service => "802.1ad",
        _ => $"[{number}]",
    };

    // Which groups of IEEE 802.1D a port lets through though a bridge should not.
    static string Groups(OptionValue value)
    {
        var names = new List<string>();
        for (int bit = 0; bit < 16; bit++)
            if ((value.Number >> bit & 1) != 0)
                names.Add(bit switch { 0 => "stp", 2 => "lacp", 14 => "lldp", _ => $"0x{1 << bit:x}" });
        return names.Count == 0 ? "0x0" : string.Join(',', names);
    }
}
