namespace Packets.Protocols;

/// <summary>IPv4 (RFC 791).</summary>
internal static class Ipv4
{
    const int SmallestHeader = 20, FragmentOffset = 0x1fff;

    public static void Describe(ReadOnlySpan<byte> packet, int length, TcpConversations conversations, Line to)
    {
        int header = packet.Length < SmallestHeader ? 0 : (packet[0] & 15) * 4;
        if (header < SmallestHeader || packet.Length < header)
        {
            to.CutOff("ip"u8);
            return;
        }
        int total = packet.UInt16(2);
        if (total == 0) total = length;   // left to the network card, as for segments that it will cut (TSO)
        if (total > length) to.Add("truncated-ip - "u8).Add(total - length).Add(" bytes missing! "u8);
        // A frame is padded to the least that Ethernet sends.
        if (packet.Length > total && total >= header)
            packet = packet[..total];
        var ip = new IpPacket(packet[12..16], packet[16..20], packet[9], packet[header..], Math.Max(total - header, 0));
        if ((packet.UInt16(6) & FragmentOffset) != 0)
            to.Ip(ip.Source).Add(" > "u8).Ip(ip.Destination).Add(": ip-proto-"u8).Add(ip.Protocol);
        else
        {
            ip.PutParties(to);
            IpProtocol.Describe(ip, conversations, to);
        }
    }
}
