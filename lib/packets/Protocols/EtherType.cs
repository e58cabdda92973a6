namespace Packets.Protocols;

/// <summary>What a frame carries, by number (IEEE's registry; the names are tcpdump's).</summary>
internal static class EtherType
{
    public const ushort Ipv4 = 0x0800, Arp = 0x0806, Ipv6 = 0x86dd;
    const ushort Vlan = 0x8100, ServiceVlan = 0x88a8, Lldp = 0x88cc;

    public static bool IsTag(ushort type) => type is Vlan or ServiceVlan or 0x9100;

    public static ReadOnlySpan<byte> Name(ushort type) => type switch
    {
        Ipv4 => "IPv4"u8, Arp => "ARP"u8, Ipv6 => "IPv6"u8, Vlan => "802.1Q"u8, ServiceVlan => "802.1Q-QinQ"u8, 0x9100 => "802.1Q-9100"u8,
        Lldp => "LLDP"u8, 0x8847 => "MPLS unicast"u8, 0x8863 => "PPPoE D"u8, 0x8864 => "PPPoE S"u8, 0x888e => "EAPOL"u8, 0x88e5 => "802.1AE MACsec"u8,
        _ => "Unknown"u8,
    };

    /// <summary>Puts a packet into words; false when nothing is known of its kind.</summary>
    /// <param name="named">Whether the line has to say which kind it is.</param>
    public static bool Describe(ushort type, ReadOnlySpan<byte> packet, int length, bool named, TcpConversations conversations, Line to)
    {
        switch (type)
        {
            case Ipv4:
                if (named && !packet.IsEmpty) to.Add("IP "u8);
                Protocols.Ipv4.Describe(packet, length, conversations, to);
                return true;
            case Ipv6:
                if (named && packet.Length >= Protocols.Ipv6.HeaderSize) to.Add("IP6 "u8);
                Protocols.Ipv6.Describe(packet, length, conversations, to);
                return true;
            case Arp:
                if (named && packet.Length >= Protocols.Arp.Size) to.Add("ARP, "u8);
                Protocols.Arp.Describe(packet, length, to);
                return true;
            case Lldp:
                to.Add("LLDP, length "u8).Add(length);
                return true;
            default:
                return false;
        }
    }
}
