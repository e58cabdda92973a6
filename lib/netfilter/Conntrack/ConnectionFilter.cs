using System.Net;
using Netfilter.Nft;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Conntrack;

/// <summary>
/// Which connections are meant: all that is set must hold. Either where they were sent to or who answers them has to be set, so that no filter
/// can mean everything.
/// </summary>
public sealed record ConnectionFilter
{
    // Bits of the kernel's own, not in its headers for users (nf_internals.h): which parts of a tuple count.
    const uint SourceAddress = 1 << 0, DestinationAddress = 1 << 1, ProtocolNumber = 1 << 3, DestinationPortNumber = 1 << 5;
    const byte Tcp = 6, Udp = 17;

    ConnectionFilter(Family family) => Family = family;

    public Family Family { get; }

    /// <summary>The protocol and the port that the connection asked for; 0 for any.</summary>
    public byte Protocol { get; private init; }
    public ushort DestinationPort { get; private init; }

    /// <summary>The address that the connection asked for; null for any.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>The address that answers come from: with <see cref="Dnat"/>, where it was sent instead. Null for any.</summary>
    public IPAddress? AnsweredBy { get; private init; }

    /// <summary>Whether its destination, its source, was translated; null for either.</summary>
    public bool? Dnat { get; init; }

    /// <inheritdoc cref="Dnat"/>
    public bool? Snat { get; init; }

    /// <summary>What was sent to a port of this number.</summary>
    public static ConnectionFilter To(Family family, byte protocol, ushort port) => new(family) { Protocol = protocol, DestinationPort = port };

    /// <summary>What an address answers.</summary>
    public static ConnectionFilter By(IPAddress address) => new(address.Family()) { AnsweredBy = address };

    /// <summary>
    /// Whether the kernel can be trusted to find exactly these. It takes an IPv6 address in a filter for "any but this one" (ctnetlink_filter_match_tuple), and
    /// looks at the ports of TCP and UDP alone.
    /// </summary>
    internal bool IsExactInKernel =>
        (Family == Family.Ipv4 || Destination is null && AnsweredBy is null) && (DestinationPort == 0 || Protocol is Tcp or Udp);

    /// <summary>Our own look, for kernels that do not filter, or not by all of this.</summary>
    internal bool Matches(Connection connection) =>
        (Protocol == 0 || connection.Protocol == Protocol)
        && (DestinationPort == 0 || connection.Original.DestinationPort == DestinationPort)
        && (Destination is null || connection.Original.Destination.Equals(Destination))
        && (AnsweredBy is null || connection.Reply.Source.Equals(AnsweredBy))
        && (Dnat ?? connection.IsDnat) == connection.IsDnat
        && (Snat ?? connection.IsSnat) == connection.IsSnat;

    internal void WriteTo(MessageWriter to)
    {
        to.Body(new NfGenMsg { Family = (byte)Family });
        uint original = WriteOriginal(to), reply = WriteReply(to);
        using (to.Nest(CTA.FILTER))
        {
            if (original != 0) to.Put(CTA_FILTER.ORIG_FLAGS, original);
            if (reply != 0) to.Put(CTA_FILTER.REPLY_FLAGS, reply);
        }
        uint mask = (Dnat is null ? 0 : IPS.DST_NAT) | (Snat is null ? 0 : IPS.SRC_NAT);
        if (mask == 0)
            return;
        to.PutBigEndian(CTA.STATUS, (Dnat is true ? IPS.DST_NAT : 0) | (Snat is true ? IPS.SRC_NAT : 0));
        to.PutBigEndian(CTA.STATUS_MASK, mask);
    }

    // Returns the parts that count. An IPv6 address is never among them: see above.
    uint WriteOriginal(MessageWriter to)
    {
        if (Protocol == 0)
            return 0;
        uint parts = ProtocolNumber | (Protocol is Tcp or Udp ? DestinationPortNumber : 0);
        using var tuple = to.Nest(CTA.TUPLE_ORIG);
        if (Destination is not null && Family == Family.Ipv4)
        {
            parts |= DestinationAddress;
            using var addresses = to.Nest(CTA_TUPLE.IP);
            to.Put(CTA_IP.V4_DST, Destination);
        }
        using var protocol = to.Nest(CTA_TUPLE.PROTO);
        to.Put(CTA_PROTO.NUM, Protocol);
        to.Put(CTA_PROTO.DST_PORT, Value.Port(DestinationPort).Bytes);
        return parts;
    }

    uint WriteReply(MessageWriter to)
    {
        if (AnsweredBy is null || Family != Family.Ipv4)
            return 0;
        using var tuple = to.Nest(CTA.TUPLE_REPLY);
        using var addresses = to.Nest(CTA_TUPLE.IP);
        to.Put(CTA_IP.V4_SRC, AnsweredBy);
        return SourceAddress;
    }

    /// <summary>As options of conntrack(8).</summary>
    public override string ToString() => $"connections -f {(Family == Family.Ipv4 ? "ipv4" : "ipv6")}"
        + (Protocol == 0 ? "" : $" -p {Meta.ProtocolName(Protocol)} --dport {DestinationPort}")
        + (Destination is null ? "" : $" -d {Destination}") + (AnsweredBy is null ? "" : $" -r {AnsweredBy}")
        + Status(Dnat, "DST_NAT") + Status(Snat, "SRC_NAT");

    static string Status(bool? wanted, string name) => wanted is null ? "" : wanted.Value ? $" --status {name}" : $" ! --status {name}";
}
