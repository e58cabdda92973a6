namespace Netfilter.Nft.Listing;

/// <summary>A field of a protocol's header: where it is, what nft calls it, and of what type it is.</summary>
internal sealed record PayloadField(string Protocol, string Name, int Offset, int Size, DataType Type)
{
    public const uint LinkHeader = 0, NetworkHeader = 1, TransportHeader = 2;

    public string Text => $"{Protocol} {Name}";

    static PayloadField Number(string protocol, string name, int offset, int size) => new(protocol, name, offset, size, KnownTypes.Integer with { Size = size });

    static readonly PayloadField[] s_all =
    [
        new("ether", "daddr", 0, 6, KnownTypes.EtherAddress), new("ether", "saddr", 6, 6, KnownTypes.EtherAddress), new("ether", "type", 12, 2, KnownTypes.EtherType),
        Number("ip", "length", 2, 2), Number("ip", "id", 4, 2), Number("ip", "frag-off", 6, 2), Number("ip", "ttl", 8, 1), new("ip", "protocol", 9, 1, DataType.Protocol),
        Number("ip", "checksum", 10, 2), new("ip", "saddr", 12, 4, DataType.Ipv4Address), new("ip", "daddr", 16, 4, DataType.Ipv4Address),
        Number("ip6", "length", 4, 2), new("ip6", "nexthdr", 6, 1, DataType.Protocol), Number("ip6", "hoplimit", 7, 1),
        new("ip6", "saddr", 8, 16, DataType.Ipv6Address), new("ip6", "daddr", 24, 16, DataType.Ipv6Address),
        Number("arp", "htype", 0, 2), new("arp", "ptype", 2, 2, KnownTypes.EtherType), Number("arp", "hlen", 4, 1), Number("arp", "plen", 5, 1),
        new("arp", "operation", 6, 2, KnownTypes.ArpOperation), new("arp", "saddr ether", 8, 6, KnownTypes.EtherAddress), new("arp", "saddr ip", 14, 4, DataType.Ipv4Address),
        new("arp", "daddr ether", 18, 6, KnownTypes.EtherAddress), new("arp", "daddr ip", 24, 4, DataType.Ipv4Address),
        new("th", "sport", 0, 2, DataType.Port), new("th", "dport", 2, 2, DataType.Port),
        new("tcp", "sport", 0, 2, DataType.Port), new("tcp", "dport", 2, 2, DataType.Port), Number("tcp", "sequence", 4, 4), Number("tcp", "ackseq", 8, 4),
        new("tcp", "flags", 13, 1, KnownTypes.TcpFlag), Number("tcp", "window", 14, 2), Number("tcp", "checksum", 16, 2),
        new("udp", "sport", 0, 2, DataType.Port), new("udp", "dport", 2, 2, DataType.Port), Number("udp", "length", 4, 2), Number("udp", "checksum", 6, 2),
        new("sctp", "sport", 0, 2, DataType.Port), new("sctp", "dport", 2, 2, DataType.Port), Number("sctp", "vtag", 4, 4),
        new("dccp", "sport", 0, 2, DataType.Port), new("dccp", "dport", 2, 2, DataType.Port),
        new("icmp", "type", 0, 1, KnownTypes.IcmpType), new("icmp", "code", 1, 1, KnownTypes.IcmpCode), Number("icmp", "id", 4, 2), Number("icmp", "sequence", 6, 2),
        new("icmpv6", "type", 0, 1, KnownTypes.Icmpv6Type), new("icmpv6", "code", 1, 1, KnownTypes.Icmpv6Code), Number("icmpv6", "id", 4, 2),
    ];

    /// <summary>The field that is at an offset, or that begins there when not all of it is looked at; null when none is known.</summary>
    public static PayloadField? Find(string protocol, uint offset, uint size) =>
        Array.Find(s_all, field => field.Protocol == protocol && field.Offset == offset && field.Size >= size);
}
