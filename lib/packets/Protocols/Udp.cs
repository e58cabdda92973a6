namespace Packets.Protocols;

/// <summary>UDP (RFC 768).</summary>
internal static class Udp
{
    const int HeaderSize = 8;
    const ushort DnsPort = 53, MulticastDnsPort = 5353, DhcpServer = 67, DhcpClient = 68, Vxlan = 4789, LinuxVxlan = 8472;

    public static void Describe(in IpPacket ip, TcpConversations conversations, Line to)
    {
        var datagram = ip.Payload;
        if (datagram.Length < HeaderSize)
        {
            to.CutOff("udp"u8);
            return;
        }
        int length = datagram.UInt16(4) - HeaderSize;
        if (length < 0) length = ip.Length - HeaderSize;   // left to the network card
        if (length > ip.Length - HeaderSize)
        {
            to.Add("UDP, bad length "u8).Add(length).Add(" > "u8).Add(ip.Length - HeaderSize);
            return;
        }
        var data = datagram[HeaderSize..];
        if (data.Length > length) data = data[..length];
        ushort from = datagram.UInt16(0), towards = datagram.UInt16(2);
        if (from is DnsPort or MulticastDnsPort || towards is DnsPort or MulticastDnsPort)
            Dns.Describe(data, length, isMulticast: from == MulticastDnsPort || towards == MulticastDnsPort, to);
        else if (from is DhcpServer or DhcpClient || towards is DhcpServer or DhcpClient)
            Dhcp.Describe(data, length, to);
        else if (towards is Vxlan or LinuxVxlan && data.Length >= Protocols.Vxlan.HeaderSize)
            Protocols.Vxlan.Describe(data, length, conversations, to);
        else
            to.Add("UDP, length "u8).Add(length);
    }
}
