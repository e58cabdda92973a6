namespace Packets.Protocols;

/// <summary>TCP (RFC 9293).</summary>
internal static class Tcp
{
    const int SmallestHeader = 20;
    const byte Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16, Urg = 32, Ece = 64, Cwr = 128;

    public static void Describe(in IpPacket ip, TcpConversations conversations, Line to)
    {
        var segment = ip.Payload;
        if (segment.Length < SmallestHeader)
        {
            to.CutOff("tcp"u8);
            return;
        }
        byte flags = segment[13];
        int header = (segment[12] >> 4) * 4, length = ip.Length - header;
        to.Add("Flags ["u8);
        PutFlags(flags, to);
        to.Add("]"u8);
        if (header < SmallestHeader || length < 0)
        {
            to.Add(" [bad hdr length "u8).Add(header).Add(header < SmallestHeader ? " - too short, < 20]"u8 : " - too long, > "u8);
            if (header >= SmallestHeader) to.Add(ip.Length).Add("]"u8);
            return;
        }
        PutNumbers(ip, flags, length, conversations, to);
        if (header > SmallestHeader)
            TcpOptions.Describe(segment[SmallestHeader..Math.Min(header, segment.Length)], header - SmallestHeader, OffsetOfSacks(ip, flags, conversations), to);
        to.Add(", length "u8).Add(length);
        if (length > 0 && segment.Length > header)
            Application(segment[header..], segment.UInt16(0), segment.UInt16(2), to);
    }

    static void PutFlags(byte flags, Line to)
    {
        if (flags == 0) to.Add("none"u8);
        if ((flags & Fin) != 0) to.Add("F"u8);
        if ((flags & Syn) != 0) to.Add("S"u8);
        if ((flags & Rst) != 0) to.Add("R"u8);
        if ((flags & Psh) != 0) to.Add("P"u8);
        if ((flags & Ack) != 0) to.Add("."u8);
        if ((flags & Urg) != 0) to.Add("U"u8);
        if ((flags & Ece) != 0) to.Add("E"u8);
        if ((flags & Cwr) != 0) to.Add("W"u8);
    }

    static void PutNumbers(in IpPacket ip, byte flags, int length, TcpConversations conversations, Line to)
    {
        var segment = ip.Payload;
        uint seq = segment.UInt32(4), ack = segment.UInt32(8);
        if ((flags & Ack) != 0)
        {
            var start = conversations.Offsets(ip, seq, ack, (flags & Syn) != 0);
            (seq, ack) = (seq - start.Seq, ack - start.Ack);
        }
        if (length > 0 || (flags & (Syn | Fin | Rst)) != 0)
        {
            to.Add(", seq "u8).Add(seq);
            if (length > 0) to.Add(":"u8).Add(seq + (uint)length);
        }
        if ((flags & Ack) != 0) to.Add(", ack "u8).Add(ack);
        to.Add(", win "u8).Add(segment.UInt16(14));
        if ((flags & Urg) != 0) to.Add(", urg "u8).Add(segment.UInt16(18));
    }

    // What was received out of order is told in the other side's numbers.
    static uint OffsetOfSacks(in IpPacket ip, byte flags, TcpConversations conversations) =>
        (flags & (Ack | Syn)) == Ack ? conversations.Offsets(ip, 0, 0, isSyn: false).Ack : 0;

    static void Application(ReadOnlySpan<byte> data, ushort from, ushort towards, Line to)
    {
        if (Http.IsPort(from) || Http.IsPort(towards))
            Http.Describe(data, to);
    }
}
