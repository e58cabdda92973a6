namespace Packets.Protocols;

/// <summary>What an IP packet carries, by number.</summary>
internal static class IpProtocol
{
    public const byte Icmp = 1, Igmp = 2, Ipv4 = 4, Tcp = 6, Udp = 17, Ipv6 = 41, Gre = 47, Esp = 50, Icmpv6 = 58, Sctp = 132;

    public static bool HasPorts(byte protocol) => protocol is Tcp or Udp or Sctp;

    public static void Describe(in IpPacket ip, TcpConversations conversations, Line to)
    {
        switch (ip.Protocol)
        {
            case Tcp: Protocols.Tcp.Describe(ip, conversations, to); break;
            case Udp: Protocols.Udp.Describe(ip, conversations, to); break;
            case Icmp: Protocols.Icmp.Describe(ip, to); break;
            case Icmpv6: Protocols.Icmpv6.Describe(ip, to); break;
            case Igmp: Protocols.Igmp.Describe(ip, to); break;
            case Sctp: to.Add("sctp"u8); break;
            case Ipv4: EtherType.Describe(EtherType.Ipv4, ip.Payload, ip.Length, named: true, conversations, to); break;
            case Ipv6: EtherType.Describe(EtherType.Ipv6, ip.Payload, ip.Length, named: true, conversations, to); break;
            case Gre: Protocols.Gre.Describe(ip, conversations, to); break;
            case Esp when ip.Payload.Length >= 8:
                to.Add("ESP(spi=0x"u8).Hex(ip.Payload.UInt32(0), 8).Add(",seq=0x"u8).Hex(ip.Payload.UInt32(4)).Add("), length "u8).Add(ip.Length);
                break;
            default: to.Add(" ip-proto-"u8).Add(ip.Protocol).Add(" "u8).Add(ip.Length); break;
        }
    }

    /// <summary>The words that a report about a packet has for its protocol and port.</summary>
    public static void PutPort(byte protocol, int port, Line to)
    {
        if (protocol == Tcp) to.Add("tcp"u8);
        else if (protocol == Udp) to.Add("udp"u8);
        else to.Add("protocol "u8).Add(protocol);
        to.Add(" port "u8).Add(port);
    }
}
