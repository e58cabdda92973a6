using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Netfilter.Nft.Tracing;

/// <summary>The first packet of a connection, or one of its answers, as rules would see it: it is thought of, not sent.</summary>
public sealed record TracedPacket
{
    public required IPAddress Source { get; init; }
    public required IPAddress Destination { get; init; }

    /// <summary>By its number: 6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6.</summary>
    public required byte Protocol { get; init; }
    public ushort SourcePort { get; init; }
    public ushort DestinationPort { get; init; }

    /// <summary>The links that it came by and is to leave by; "" and 0 for none.</summary>
    public string IncomingName { get; init; } = "";
    public int IncomingIndex { get; init; }

    /// <inheritdoc cref="IncomingName"/>
    public string OutgoingName { get; init; } = "";

    /// <inheritdoc cref="IncomingName"/>
    public int OutgoingIndex { get; init; }
    public uint Mark { get; init; }

    /// <summary>It belongs to a connection that was let pass: it is no first packet.</summary>
    public bool IsEstablished { get; init; }

    /// <summary>The connection was sent to another destination than it asked for (ct status dnat).</summary>
    public bool HasNewDestination { get; init; }

    /// <summary>The connection shows another source than it has (ct status snat).</summary>
    public bool HasNewSource { get; init; }

    public bool IsIpv6 => Destination.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Its IP header, as far as rules look into it.</summary>
    internal byte[] NetworkHeader()
    {
        byte[] source = Source.GetAddressBytes(), destination = Destination.GetAddressBytes();
        return IsIpv6
            ? [0x60, 0, 0, 0, 0, 20, Protocol, 64, .. source, .. destination]
            : [0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, Protocol, 0, 0, .. source, .. destination];
    }

    /// <summary>The beginning of what follows: ports, or ICMP's request for an echo; of TCP a SYN, or an answer's SYN and ACK.</summary>
    internal byte[] TransportHeader()
    {
        if (Protocol is 1 or 58)
            return [Protocol == 1 ? (byte)8 : (byte)128, 0, 0, 0, 0, 1, 0, 1];
        byte flags = Protocol == 6 ? (byte)(IsEstablished ? 0x12 : 0x02) : (byte)0;
        return [(byte)(SourcePort >> 8), (byte)SourcePort, (byte)(DestinationPort >> 8), (byte)DestinationPort, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0];
    }

    public override string ToString() => $"{End(Source, SourcePort)} -> {End(Destination, DestinationPort)} {Meta.ProtocolName(Protocol)}";

    static string End(IPAddress address, ushort port) =>
        port == 0 ? $"{address}" : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{port}" : $"{address}:{port}";
}
