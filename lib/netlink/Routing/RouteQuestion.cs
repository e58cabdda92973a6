using System.Net;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A packet, as far as routing looks at it: which way would it go? As <c>ip route get</c> asks.</summary>
public sealed record RouteQuestion(IPAddress To)
{
    /// <summary>Its source; null before one is chosen.</summary>
    public IPAddress? From { get; init; }

    /// <summary>The number of the link that it came in by; 0 when it is sent from here.</summary>
    public int IncomingIndex { get; init; }

    /// <summary>The number of the link that it is to leave by; 0 for any.</summary>
    public int OutgoingIndex { get; init; }
    public uint Mark { get; init; }
    public byte Tos { get; init; }

    /// <summary>Whose socket sends it; null for our own.</summary>
    public uint? Uid { get; init; }

    /// <summary>0 for none in particular, else ports count too.</summary>
    public byte Protocol { get; init; }
    public ushort SourcePort { get; init; }
    public ushort DestinationPort { get; init; }

    /// <summary>Ask for the route of the table as it stands there, rather than for what becomes of it for this packet.</summary>
    public bool AsInTable { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        to.Body(new RtMsg
        {
            Family = (byte)To.Family(), DstLength = (byte)To.FullPrefix(), SrcLength = (byte)(From?.FullPrefix() ?? 0), Tos = Tos,
            Flags = (To.Family() == Family.Ipv4 ? RTM_F.LOOKUP_TABLE : 0) | (AsInTable ? RTM_F.FIB_MATCH : 0),   // of IPv6 the kernel tells the table unasked
        });
        to.Put(RTA.DST, To);
        if (From is not null) to.Put(RTA.SRC, From);
        if (IncomingIndex != 0) to.Put(RTA.IIF, IncomingIndex);
        if (OutgoingIndex != 0) to.Put(RTA.OIF, OutgoingIndex);
        if (Mark != 0) to.Put(RTA.MARK, Mark);
        if (Uid is { } uid) to.Put(RTA.UID, uid);
        if (Protocol != 0) to.Put(RTA.IP_PROTO, Protocol);
        if (SourcePort != 0) to.Put(RTA.SPORT, BigEndian(SourcePort));
        if (DestinationPort != 0) to.Put(RTA.DPORT, BigEndian(DestinationPort));
    }

    static byte[] BigEndian(ushort port) => [(byte)(port >> 8), (byte)port];

    public override string ToString() => $"{To}" + (From is null ? "" : $" from {From}") + (IncomingIndex == 0 ? "" : $" iif number {IncomingIndex}")
        + (OutgoingIndex == 0 ? "" : $" oif number {OutgoingIndex}") + (Mark == 0 ? "" : $" mark {Mark}");
}
