namespace Netfilter.Nft.Listing;

/// <summary>nft's types beside those that our own sets have; the numbers are nft's (include/datatype.h).</summary>
internal static class KnownTypes
{
    public static readonly DataType Verdict = new("verdict", 1, 0), Nfproto = new("nf_proto", 2, 1), Integer = new("integer", 4, 0), EtherAddress = new("ether_addr", 9, 6),
        EtherType = new("ether_type", 10, 2), ArpOperation = new("arp_op", 11, 2), IcmpType = new("icmp_type", 14, 1), TcpFlag = new("tcp_flag", 15, 1),
        Time = new("time", 18, 8), Mark = new("mark", 19, 4), InterfaceIndex = new("iface_index", 20, 4), InterfaceType = new("iface_type", 21, 2), Realm = new("realm", 22, 4),
        Uid = new("uid", 24, 4), Gid = new("gid", 25, 4), CtState = new("ct_state", 26, 4), CtDirection = new("ct_dir", 27, 1), CtStatus = new("ct_status", 28, 4),
        Icmpv6Type = new("icmpv6_type", 29, 1), PacketType = new("pkt_type", 31, 1), IcmpCode = new("icmp_code", 32, 1), Icmpv6Code = new("icmpv6_code", 33, 1),
        IcmpxCode = new("icmpx_code", 34, 1), DeviceGroup = new("devgroup", 35, 4), Dscp = new("dscp", 36, 1), FibAddress = new("fib_addrtype", 38, 4),
        Boolean = new("boolean", 39, 1), CgroupId = new("cgroupsv2", 46, 8);

    static readonly DataType[] s_all =
    [
        DataType.Ipv4Address, DataType.Ipv6Address, DataType.Protocol, DataType.Port, DataType.InterfaceName, Verdict, Nfproto, Integer, EtherAddress, EtherType, ArpOperation,
        IcmpType, TcpFlag, Time, Mark, InterfaceIndex, InterfaceType, Realm, Uid, Gid, CtState, CtDirection, CtStatus, Icmpv6Type, PacketType, IcmpCode, Icmpv6Code, IcmpxCode,
        DeviceGroup, Dscp, FibAddress, Boolean, CgroupId,
    ];

    const int BitsPerPart = 6;
    const uint VerdictData = 0xffffff00;   // NFT_DATA_VERDICT

    /// <summary>The types that a number packs, first to last: several make a concatenation. One that is not known has its number for a name.</summary>
    public static DataType[] Parts(uint number, int size)
    {
        if (number == VerdictData) return [Verdict];
        var parts = new List<DataType>();
        for (uint rest = number; rest != 0; rest >>= BitsPerPart)
            parts.Insert(0, Array.Find(s_all, type => type.Number == (rest & (1 << BitsPerPart) - 1)) ?? new($"type {rest & 0x3f}", rest & 0x3f, size));
        return parts.Count == 0 ? [Integer with { Size = size }] : parts.Count == 1 && parts[0].Size == 0 ? [parts[0] with { Size = size }] : [.. parts];
    }

    /// <summary>Its bytes are in the machine's own order, the lowest first: so nft sorts by them.</summary>
    public static bool IsHostOrder(DataType type) => type.Number is 5 or 19 or 20 or 21 or 22 or 24 or 25 or 26 or 28 or 35 or 38 or 41 or 46;

    /// <summary>Its value is a sum of bits that have words.</summary>
    public static bool IsBits(DataType type) => type.Number is 15 or 26 or 28;
}
