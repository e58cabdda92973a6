namespace Netfilter.Nft.Listing;

/// <summary>Expressions that put something into a register.</summary>
internal sealed partial class RuleReader
{
    static readonly DataType s_packets = KnownTypes.Integer with { Size = 8 };

    bool Load(string name, ListedAttributes data) => name switch
    {
        "meta" when data.Has(NFTA_META.DREG) => Put(data, NFTA_META.DREG, MetaOf(data.Number(NFTA_META.KEY))),
        "ct" when data.Has(NFTA_CT.DREG) => Put(data, NFTA_CT.DREG, CtOf(data)),
        "payload" when data.Has(NFTA_PAYLOAD.DREG) => Put(data, NFTA_PAYLOAD.DREG, FieldOf(data)),
        "fib" => Put(data, NFTA_FIB.DREG, FibOf(data)),
        "immediate" when data.Number(NFTA_IMMEDIATE.DREG) != 0 => Put(data, NFTA_IMMEDIATE.DREG, ConstantOf(data.Data(NFTA_IMMEDIATE.DATA))),
        "bitwise" => Put(data, NFTA_BITWISE.DREG, MaskedOf(data)),
        "byteorder" => true,   // the same value
        _ => false,
    };

    bool Put(ListedAttributes data, ushort register, Operand? operand)
    {
        if (operand is not null) _registers[Register(data, register)] = operand;
        return operand is not null;
    }

    static Operand ConstantOf(byte[] bytes) => new("", KnownTypes.Integer, bytes.Length) { Constant = bytes };

    Operand? MaskedOf(ListedAttributes data)
    {
        var operand = At(Register(data, NFTA_BITWISE.SREG));
        byte[] mask = data.Data(NFTA_BITWISE.MASK), turned = data.Data(NFTA_BITWISE.XOR);
        if (mask.Length == 0) return null;   // a shift
        if (operand is { Text: "ip dscp" or "ip6 dscp" }) return operand with { Shift = operand.Text == "ip dscp" ? 2 : 6 };
        return operand with { Mask = mask, Turned = turned };
    }

    Operand? FieldOf(ListedAttributes data)
    {
        uint header = data.Number(NFTA_PAYLOAD.BASE), offset = data.Number(NFTA_PAYLOAD.OFFSET), size = data.Number(NFTA_PAYLOAD.LEN);
        string? protocol = header switch
        {
            PayloadField.LinkHeader => "ether",
            PayloadField.NetworkHeader => _statements.Network,
            PayloadField.TransportHeader => _statements.Transport ?? "th",
            _ => null,
        };
        if (protocol is null) return null;
        bool isDscp = (protocol, offset, size) is ("ip", 1, 1) or ("ip6", 0, 2);
        var field = isDscp ? new(protocol, "dscp", (int)offset, (int)size, KnownTypes.Dscp) : PayloadField.Find(protocol, offset, size);
        if (field is null) return null;
        if (header == PayloadField.LinkHeader) _statements.LinkGoesWithoutSaying();
        if (header == PayloadField.NetworkHeader) _statements.NetworkGoesWithoutSaying();
        if (header == PayloadField.TransportHeader) _statements.TransportGoesWithoutSaying();
        return new(field.Text, field.Type, (int)size) { Protocol = protocol };
    }

    static Operand? FibOf(ListedAttributes data)
    {
        string[] names = ["saddr", "daddr", "mark", "iif", "oif"];
        uint flags = data.Number(NFTA_FIB.FLAGS);
        string key = string.Join(" . ", names.Where((_, bit) => (flags & 1u << bit) != 0));
        return data.Number(NFTA_FIB.RESULT) switch
        {
            1 => new($"fib {key} oif", KnownTypes.InterfaceIndex, 4),
            2 => new($"fib {key} oifname", DataType.InterfaceName, 16),
            3 => new($"fib {key} type", KnownTypes.FibAddress, 4),
            _ => null,
        };
    }

    static Operand? MetaOf(uint key) => s_meta.TryGetValue(key, out var known) ? new(known.Text, known.Type, known.Type.Size) : null;

    // By NFT_META_*.
    static readonly Dictionary<uint, (string Text, DataType Type)> s_meta = new()
    {
        [0] = ("meta length", KnownTypes.Integer with { Size = 4 }), [1] = ("meta protocol", KnownTypes.EtherType), [2] = ("meta priority", KnownTypes.Realm),
        [3] = ("meta mark", KnownTypes.Mark), [4] = ("iif", KnownTypes.InterfaceIndex), [5] = ("oif", KnownTypes.InterfaceIndex), [6] = ("iifname", DataType.InterfaceName),
        [7] = ("oifname", DataType.InterfaceName), [8] = ("meta iiftype", KnownTypes.InterfaceType), [9] = ("meta oiftype", KnownTypes.InterfaceType),
        [10] = ("meta skuid", KnownTypes.Uid), [11] = ("meta skgid", KnownTypes.Gid), [12] = ("meta nftrace", KnownTypes.Integer with { Size = 1 }),
        [13] = ("meta rtclassid", KnownTypes.Realm), [15] = ("meta nfproto", KnownTypes.Nfproto), [16] = ("meta l4proto", DataType.Protocol),
        [17] = ("meta ibrname", DataType.InterfaceName), [18] = ("meta obrname", DataType.InterfaceName), [19] = ("meta pkttype", KnownTypes.PacketType),
        [20] = ("meta cpu", KnownTypes.Uid), [21] = ("iifgroup", KnownTypes.DeviceGroup), [22] = ("oifgroup", KnownTypes.DeviceGroup), [23] = ("meta cgroup", KnownTypes.Uid),
        [26] = ("meta iifkind", DataType.InterfaceName), [27] = ("meta oifkind", DataType.InterfaceName),
    };

    static Operand? CtOf(ListedAttributes data)
    {
        if (!s_ct.TryGetValue(data.Number(NFTA_CT.KEY), out var known)) return null;
        string direction = !data.Has(NFTA_CT.DIRECTION) ? "" : data.Bytes(NFTA_CT.DIRECTION) is [0, ..] ? "original " : "reply ";
        return new($"ct {direction}{known.Text}", known.Type, known.Type.Size);
    }

    // By NFT_CT_*.
    static readonly Dictionary<uint, (string Text, DataType Type)> s_ct = new()
    {
        [0] = ("state", KnownTypes.CtState), [1] = ("direction", KnownTypes.CtDirection), [2] = ("status", KnownTypes.CtStatus), [3] = ("mark", KnownTypes.Mark),
        [7] = ("l3proto", KnownTypes.Nfproto), [10] = ("protocol", DataType.Protocol), [11] = ("proto-src", DataType.Port), [12] = ("proto-dst", DataType.Port),
        [14] = ("packets", s_packets), [15] = ("bytes", s_packets), [16] = ("avgpkt", s_packets), [17] = ("zone", KnownTypes.Integer with { Size = 2 }),
        [19] = ("ip saddr", DataType.Ipv4Address), [20] = ("ip daddr", DataType.Ipv4Address), [21] = ("ip6 saddr", DataType.Ipv6Address), [22] = ("ip6 daddr", DataType.Ipv6Address),
    };
}
