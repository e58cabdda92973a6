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

    internal static Connection Parse(ReadOnlySpan<byte> body)
    {
        var connection = new Connection(0, Direction.None, Direction.None);
        foreach (var a in new AttributeReader(body))
            connection = a.Type switch
            {
                CTA.TUPLE_ORIG => connection with { Original = Direction.Parse(a.Nested), Protocol = ProtocolOf(a.Nested) },
                CTA.TUPLE_REPLY => connection with { Reply = Direction.Parse(a.Nested) },
                CTA.STATUS => connection with { IsSnat = (BigEndian(a.Bytes) & IPS.SRC_NAT) != 0, IsDnat = (BigEndian(a.Bytes) & IPS.DST_NAT) != 0 },
                CTA.ID => connection with { Id = BigEndian(a.Bytes) },
                CTA.ZONE => connection with { Zone = BinaryPrimitives.ReadUInt16BigEndian(a.Bytes) },
                _ => connection,
            };
        return connection;
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
        _ => this,
    };

    public override string ToString() => $"src={Source} dst={Destination} sport={SourcePort} dport={DestinationPort}";
}
