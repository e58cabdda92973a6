namespace Packets.Protocols;

/// <summary>IEEE 802.3 frames: two addresses, VLAN tags, and what kind of packet follows.</summary>
internal static class Ethernet
{
    const int HeaderSize = 14, TagSize = 4, SmallestType = 0x600;

    public static void Describe(ReadOnlySpan<byte> frame, int length, bool shown, TcpConversations conversations, Line to)
    {
        if (frame.Length < HeaderSize)
        {
            to.CutOff("ether"u8);
            return;
        }
        ushort type = frame.UInt16(12);
        if (shown)
            PutHeader(frame, type, length, to);
        var rest = frame[HeaderSize..];
        length -= HeaderSize;
        while (EtherType.IsTag(type))
        {
            if (rest.Length < TagSize)
            {
                to.CutOff("vlan"u8);
                return;
            }
            if (shown) PutTag(rest, to);
            type = rest.UInt16(2);
            rest = rest[TagSize..];
            length -= TagSize;
        }
        if (type < SmallestType)
            Llc.Describe(rest, length, shown, to);
        else if (!EtherType.Describe(type, rest, length, named: !shown, conversations, to) && !shown)
            PutHeader(frame, type, length + HeaderSize, to);
    }

    static void PutHeader(ReadOnlySpan<byte> frame, ushort type, int length, Line to)
    {
        to.Mac(frame[6..12]).Add(" > "u8).Mac(frame[..6]);
        if (type < SmallestType) to.Add(", 802.3"u8);   // what would be a kind is the length
        else to.Add(", ethertype "u8).Add(EtherType.Name(type)).Add(" (0x"u8).Hex(type, 4).Add(")"u8);
        to.Add(", length "u8).Add(type < SmallestType ? type : length).Add(": "u8);
    }

    static void PutTag(ReadOnlySpan<byte> tag, Line to)
    {
        int control = tag.UInt16(0);
        to.Add("vlan "u8).Add(control & 0xfff).Add(", p "u8).Add(control >> 13).Add((control & 0x1000) != 0 ? ", DEI, "u8 : ", "u8);
        if (tag.UInt16(2) is >= SmallestType and var type)
            to.Add("ethertype "u8).Add(EtherType.Name(type)).Add(" (0x"u8).Hex(type, 4).Add("), "u8);
    }
}
