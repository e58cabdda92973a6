namespace Packets.Protocols;

/// <summary>Who listens to multicasts of IPv4 (RFC 3376).</summary>
internal static class Igmp
{
    const byte UsualDelay = 100;

    public static void Describe(in IpPacket ip, Line to)
    {
        var message = ip.Payload;
        if (message.Length < 8)
        {
            to.CutOff("igmp"u8);
            return;
        }
        to.Add("igmp "u8);
        switch (message[0])
        {
            case 0x11: PutQuery(message, ip.Length, to); break;
            case 0x12: to.Add("v1 report "u8).Ip(message[4..8]); break;
            case 0x16: to.Add("v2 report "u8).Ip(message[4..8]); break;
            case 0x17: to.Add("leave "u8).Ip(message[4..8]); break;
            case 0x22: to.Add("v3 report, "u8).Add(message.UInt16(6)).Add(" group record(s)"u8); break;
            case var other: to.Add("[0x"u8).Hex(other).Add("]"u8); break;
        }
    }

    static void PutQuery(ReadOnlySpan<byte> message, int length, Line to)
    {
        to.Add(length >= 12 ? "query v3"u8 : message[1] != 0 ? "query v2"u8 : "query v1"u8);
        if (length < 12 && message[1] is not (0 or UsualDelay)) to.Add(" [max resp time "u8).Add(message[1]).Add("]"u8);
        if (message.UInt32(4) != 0) to.Add(" [gaddr "u8).Ip(message[4..8]).Add("]"u8);
    }
}
