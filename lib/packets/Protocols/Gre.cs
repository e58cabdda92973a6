namespace Packets.Protocols;

/// <summary>Packets in packets (RFC 2784 and 2890).</summary>
internal static class Gre
{
    const int HasChecksum = 0x8000, HasKey = 0x2000, HasSequence = 0x1000;

    public static void Describe(in IpPacket ip, TcpConversations conversations, Line to)
    {
        var packet = ip.Payload;
        if (packet.Length < 4)
        {
            to.CutOff("gre"u8);
            return;
        }
        int flags = packet.UInt16(0);
        to.Add("GREv"u8).Add(flags & 7);
        int size = 4 + ((flags & HasChecksum) != 0 ? 4 : 0);
        if ((flags & HasKey) != 0 && packet.Length >= size + 4)
        {
            to.Add(", key=0x"u8).Hex(packet.UInt32(size));
            size += 4;
        }
        if ((flags & HasSequence) != 0) size += 4;
        to.Add(", length "u8).Add(ip.Length).Add(": "u8);
        if (packet.Length < size)
            to.CutOff("gre"u8);
        else if (!EtherType.Describe(packet.UInt16(2), packet[size..], ip.Length - size, named: true, conversations, to))
            to.Add("gre-proto-0x"u8).Hex(packet.UInt16(2), 4);
    }
}
