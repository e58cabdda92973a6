using System.Buffers.Binary;
using System.Net;
using Netfilter.Nft;
using Netlink.Wire;
using Attribute = Netlink.Wire.Attribute;

namespace Netfilter.Conntrack;

/// <summary>One connection that the kernel keeps track of, written as conntrack(8) writes it: what was asked for, and where the answers come from.</summary>
public sealed record Connection(byte Protocol, Direction Original, Direction Reply)
{
    /// <summary>Its source was translated, by masquerading for one.</summary>
    public bool IsSnat { get; private init; }

    /// <summary>Its destination was translated: whoever answers is not whom it asked.</summary>
    public bool IsDnat { get; private init; }

    /// <summary>The kernel's number for it, so that another that has taken its place is left alone.</summary>
    internal uint Id { get; private init; }

    internal ushort Zone { get; private init; }

    /// <summary>IPS_* of linux/netfilter/nf_conntrack_common.h: whether it was answered, is assured, was translated.</summary>
    public ConnectionStatus Status { get; private init; }

    /// <summary>In seconds: how long it is kept when nothing more comes.</summary>
    public uint Timeout { get; private init; }

    /// <summary>The state of a protocol that has states, as conntrack(8) calls it: ESTABLISHED; "" for others.</summary>
    public string State { get; private init; } = "";
    public uint Mark { get; private init; }
    public uint Uses { get; private init; }

    /// <summary>When it began, in nanoseconds since 1970; 0 when the kernel does not keep it (net.netfilter.nf_conntrack_timestamp).</summary>
    public ulong Start { get; private init; }

    /// <summary>What went each way; null when the kernel does not count (net.netfilter.nf_conntrack_acct).</summary>
    public (ulong Packets, ulong Bytes)? OriginalTraffic { get; private init; }

    /// <inheritdoc cref="OriginalTraffic"/>
    public (ulong Packets, ulong Bytes)? ReplyTraffic { get; private init; }

    /// <summary>Its protocol's name, or the number of one that has none here.</summary>
    public string ProtocolName => Protocol switch
    {
        1 => "icmp", 6 => "tcp", 17 => "udp", 33 => "dccp", 47 => "gre", 58 => "icmpv6", 132 => "sctp", 136 => "udplite", _ => "unknown",
    };

    /// <summary>The kernel's number for it, as conntrack -o id shows it.</summary>
    public uint Number => Id;

    /// <inheritdoc cref="Zone"/>
    public ushort ZoneNumber => Zone;

    internal static Connection Parse(ReadOnlySpan<byte> body)
    {
        var connection = new Connection(0, Direction.None, Direction.None);
        foreach (var a in new AttributeReader(body))
            connection = a.Type switch
            {
                CTA.TUPLE_ORIG => connection with { Original = Direction.Parse(a.Nested), Protocol = ProtocolOf(a.Nested) },
                CTA.TUPLE_REPLY => connection with { Reply = Direction.Parse(a.Nested) },
                CTA.STATUS => connection with
                {
                    IsSnat = (BigEndian(a.Bytes) & IPS.SRC_NAT) != 0, IsDnat = (BigEndian(a.Bytes) & IPS.DST_NAT) != 0, Status = (ConnectionStatus)BigEndian(a.Bytes),
                },
                CTA.TIMEOUT => connection with { Timeout = BigEndian(a.Bytes) },
                CTA.MARK => connection with { Mark = BigEndian(a.Bytes) },
                CTA.USE => connection with { Uses = BigEndian(a.Bytes) },
                CTA.PROTOINFO => connection with { State = ConnectionState.Parse(a.Nested) },
                CTA.COUNTERS_ORIG => connection with { OriginalTraffic = Traffic(a.Nested) },
                CTA.COUNTERS_REPLY => connection with { ReplyTraffic = Traffic(a.Nested) },
                CTA.TIMESTAMP => connection with { Start = StartOf(a.Nested) },
                CTA.ID => connection with { Id = BigEndian(a.Bytes) },
                CTA.ZONE => connection with { Zone = BinaryPrimitives.ReadUInt16BigEndian(a.Bytes) },
                _ => connection,
            };
        return connection;
    }

    static (ulong, ulong) Traffic(AttributeReader counters)
    {
        (ulong packets, ulong bytes) = (0, 0);
        foreach (var a in counters)
            if (a.Type == CTA_COUNTERS.PACKETS)
                packets = a.BigEndianUInt64;
            else if (a.Type == CTA_COUNTERS.BYTES)
                bytes = a.BigEndianUInt64;
        return (packets, bytes);
    }

    static ulong StartOf(AttributeReader times)
    {
        foreach (var a in times)
            if (a.Type == CTA_TIMESTAMP.START)
                return a.BigEndianUInt64;
        return 0;
    }

    static uint BigEndian(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    static byte ProtocolOf(AttributeReader tuple)
    {
        foreach (var a in tuple)
            if (a.Type == CTA_TUPLE.PROTO)
                foreach (var part in a.Nested)
                    if (part.Type == CTA_PROTO.NUM)
                        return part.UInt8;
        return 0;
    }

    public override string ToString() => $"{Meta.ProtocolName(Protocol)} {Original} {Reply}";
}

/// <summary>From where to where packets of one direction go. The ports are 0 for protocols that have none.</summary>
public sealed record Direction(IPAddress Source, IPAddress Destination, ushort SourcePort, ushort DestinationPort)
{
    /// <summary>Of ICMP and ICMPv6: what is asked, and by whom; null for others.</summary>
    public (byte Type, byte Code, ushort Id)? Icmp { get; private init; }

    internal static readonly Direction None = new(IPAddress.Any, IPAddress.Any, 0, 0);

    internal static Direction Parse(AttributeReader tuple)
    {
        var direction = None;
        foreach (var part in tuple)
            if (part.Type is CTA_TUPLE.IP or CTA_TUPLE.PROTO)
                foreach (var a in part.Nested)
                    direction = part.Type == CTA_TUPLE.IP ? direction.WithAddress(a) : direction.WithPort(a);
        return direction;
    }

    Direction WithAddress(Attribute a) => a.Type switch
    {
        CTA_IP.V4_SRC or CTA_IP.V6_SRC => this with { Source = a.IPAddress },
        CTA_IP.V4_DST or CTA_IP.V6_DST => this with { Destination = a.IPAddress },
        _ => this,
    };

    Direction WithPort(Attribute a) => a.Type switch
    {
        CTA_PROTO.SRC_PORT => this with { SourcePort = BinaryPrimitives.ReadUInt16BigEndian(a.Bytes) },
        CTA_PROTO.DST_PORT => this with { DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(a.Bytes) },
        CTA_PROTO.ICMP_TYPE or CTA_PROTO.ICMPV6_TYPE => this with { Icmp = Icmp.GetValueOrDefault() with { Type = a.UInt8 } },
        CTA_PROTO.ICMP_CODE or CTA_PROTO.ICMPV6_CODE => this with { Icmp = Icmp.GetValueOrDefault() with { Code = a.UInt8 } },
        CTA_PROTO.ICMP_ID or CTA_PROTO.ICMPV6_ID => this with { Icmp = Icmp.GetValueOrDefault() with { Id = BinaryPrimitives.ReadUInt16BigEndian(a.Bytes) } },
        _ => this,
    };

    public override string ToString() => $"src={Source} dst={Destination} sport={SourcePort} dport={DestinationPort}";
}

/// <summary>IPS_*: what has come to be of a connection.</summary>
[Flags]
public enum ConnectionStatus : uint
{
    None = 0, Expected = 1, SeenReply = 2, Assured = 4, Confirmed = 8, SourceNat = 16, DestinationNat = 32, SequenceAdjusted = 64, SourceNatDone = 128, DestinationNatDone = 256,
    Dying = 512, FixedTimeout = 1024, Offload = 1 << 14,
}
