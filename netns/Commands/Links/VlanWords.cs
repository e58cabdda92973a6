using Netlink.Routing;
using Netlink.Routing.Kinds;

namespace Netctl.Commands;

/// <summary>type vlan [protocol 802.1Q|802.1ad] id NUMBER [reorder_hdr on|off] …</summary>
internal static class VlanWords
{
    public static List<OptionValue> Read(Words words)
    {
        var values = new List<OptionValue>();
        uint flags = 0, told = 0;
        while (words.Any)
            if (words.Take("protocol", "proto")) values.Add(VlanOptions.Protocol.With((ulong)Protocol(words)));
            else if (words.Take("id")) values.Add(VlanOptions.Id.With(words.Number<ushort>(4095)));
            else if (TakeFlag(words) is { } flag) (flags, told) = (flags | (words.OnOff() ? flag : 0), told | flag);
            else throw words.NotUnderstood();
        if (told != 0) values.Add(VlanOptions.Flags.With(flags | (ulong)told << 32));
        return values;
    }

    static uint? TakeFlag(Words words)
    {
        foreach (var (word, _, number) in VlanOptions.FlagWords)
            if (words.Take(word))
                return number;
        return null;
    }

    public static VlanProtocol Protocol(Words words) => words.OneOf(
        ("802.1Q", VlanProtocol.Customer), ("802.1q", VlanProtocol.Customer), ("802.1ad", VlanProtocol.Service));
}
