using System.Net.NetworkInformation;
using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Commands;

/// <summary>What follows <c>type KIND</c>.</summary>
internal static class KindWords
{
    public static KindSettings Read(string kind, Words words, LinkWords link) => kind switch
    {
        "veth" => new(kind, []) { Peer = words.Take("peer") ? link.ReadPeer() : null },
        "vxlan" => new(kind, new VxlanWords(words, link.Socket).Read()),
        "vlan" => new(kind, VlanWords.Read(words)),
        "macvlan" or "macvtap" => new(kind, Options(MacvlanOptions.All, words)),
        "ipvlan" or "ipvtap" => new(kind, IpvlanWords(words)),
        "vrf" => new(kind, Options(VrfOptions.All, words)),
        "bridge" => new(kind, BridgeWords(words)),
        "bridge_slave" => new("bridge", PortWords(words), IsOfPort: true),
        _ => new(kind, []),   // what has no words, and what the kernel may know and we do not
    };

    static List<OptionValue> BridgeWords(Words words)
    {
        var values = new List<OptionValue>();
        while (words.Any)
            values.Add(words.Take("fdb_flush") ? BridgeOptions.Flush.With(1) : One(BridgeOptions.All, words));
        return values;
    }

    static List<OptionValue> PortWords(Words words)
    {
        var values = new List<OptionValue>();
        while (words.Any)
            values.Add(words.Take("fdb_flush") ? BridgePortOptions.Flush.With(1) : One(BridgePortOptions.All, words));
        return values;
    }

    // The flag stands alone: mode l2 private.
    static List<OptionValue> IpvlanWords(Words words)
    {
        var values = new List<OptionValue>();
        var (mode, flag) = (IpvlanOptions.All[0], IpvlanOptions.All[1]);
        while (words.Any)
            values.Add(TakeChoice(words, flag) ?? One([mode], words));
        return values;
    }

    static OptionValue? TakeChoice(Words words, LinkOption option)
    {
        foreach (var (word, number) in option.Choices)
            if (words.Take(word))
                return option.With(number);
        return null;
    }

    static List<OptionValue> Options(IReadOnlyList<LinkOption> known, Words words)
    {
        var values = new List<OptionValue>();
        while (words.Any) values.Add(One(known, words));
        return values;
    }

    /// <summary>An option and its value.</summary>
    public static OptionValue One(IReadOnlyList<LinkOption> known, Words words)
    {
        foreach (var option in known)
            if (option.IsSettable && words.Take(option.Word))
                return option.Form switch
                {
                    OptionForm.Flag8 => option.With(words.OnOff() ? 1u : 0),
                    OptionForm.UInt8 => option.With(words.Number<byte>()),
                    OptionForm.Bit => option.With(words.Number<byte>(1)),
                    OptionForm.UInt16 or OptionForm.Hex16 => option.With(words.Number<ushort>()),
                    OptionForm.UInt64 => option.With(words.Number<ulong>()),
                    OptionForm.Choice8 or OptionForm.Choice16 or OptionForm.Choice32 => option.With(Choice(option, words)),
                    OptionForm.Protocol => option.With((ulong)VlanWords.Protocol(words)),
                    OptionForm.Mac => new(option, Mac(words).GetAddressBytes()),
                    _ => option.With(words.Number<uint>()),
                };
        throw words.NotUnderstood();
    }

    // By its word or by its number.
    static uint Choice(LinkOption option, Words words)
    {
        string word = words.Value();
        foreach (var (choice, number) in option.Choices)
            if (choice == word || $"{number}" == word)
                return number;
        throw Words.Wrong($"\"{option.Word}\" is one of {string.Join(", ", option.Choices.Select(choice => choice.Word))}, not \"{word}\"");
    }

    static PhysicalAddress Mac(Words words)
    {
        string text = words.Value();
        return MacText.Parse(text) ?? throw Words.Wrong($"\"{words.Keyword}\" takes a MAC address, and \"{text}\" is none");
    }
}
