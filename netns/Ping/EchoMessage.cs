using System.Buffers.Binary;
using System.Net.Sockets;

namespace Netctl.Ping;

/// <summary>ICMP messages as ping writes and reads them: a request for an echo, the echo, and the network's word that a request was not delivered.</summary>
internal static class EchoMessage
{
    public const int HeaderSize = 8;
    const int Ipv4Header = 20, Ipv6Header = 40;

    public static byte[] Request(AddressFamily family, ushort id, ushort sequence, int size)
    {
        var message = new byte[HeaderSize + size];
        message[0] = family == AddressFamily.InterNetworkV6 ? (byte)128 : (byte)8;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), sequence);
        for (int i = HeaderSize; i < message.Length; i++)
            message[i] = (byte)(i - HeaderSize);
        if (family == AddressFamily.InterNetwork)
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        return message;
    }

    /// <summary>The sum that the receiver wants (RFC 1071).</summary>
    public static ushort Checksum(ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        for (int i = 0; i + 1 < message.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(message[i..]);
        if (message.Length % 2 == 1)
            sum += (uint)message[^1] << 8;
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The sequence number of an echo of ours; null for anything else.</summary>
    public static ushort? SequenceOfEcho(AddressFamily family, ReadOnlySpan<byte> message, ushort id) =>
        message.Length >= HeaderSize && message[0] == (family == AddressFamily.InterNetworkV6 ? 129 : 0) && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == id
            ? BinaryPrimitives.ReadUInt16BigEndian(message[6..])
            : null;

    /// <summary>What the network says of a request of ours that it did not deliver, and which one that was; null for anything else.</summary>
    public static (ushort Sequence, string Words)? Complaint(AddressFamily family, ReadOnlySpan<byte> message, ushort id)
    {
        if (message.Length < HeaderSize || Words(family, message) is not { } words)
            return null;
        var about = message[HeaderSize..];
        int header = family == AddressFamily.InterNetworkV6 ? Ipv6Header : about.Length < Ipv4Header ? Ipv4Header : (about[0] & 15) * 4;
        if (about.Length < header + HeaderSize || BinaryPrimitives.ReadUInt16BigEndian(about[(header + 4)..]) != id)
            return null;
        return (BinaryPrimitives.ReadUInt16BigEndian(about[(header + 6)..]), words);
    }

    // In ping's words.
    static string? Words(AddressFamily family, ReadOnlySpan<byte> message)
    {
        var (type, code) = (message[0], message[1]);
        return family == AddressFamily.InterNetworkV6
            ? (type, code) switch
            {
                (1, 0) => "Destination unreachable: No route",
                (1, 1) => "Destination unreachable: Administratively prohibited",
                (1, 2) => "Destination unreachable: Beyond scope of source address",
                (1, 3) => "Destination unreachable: Address unreachable",
                (1, 4) => "Destination unreachable: Port unreachable",
                (1, _) => $"Destination unreachable: Unknown code {code}",
                (2, _) => $"Packet too big: mtu={BinaryPrimitives.ReadUInt32BigEndian(message[4..])}",
                (3, 0) => "Time exceeded: Hop limit",
                (3, _) => "Time exceeded: Defragmentation failure",
                (4, _) => "Parameter problem",
                _ => null,
            }
            : (type, code) switch
            {
                (3, 0) => "Destination Net Unreachable",
                (3, 1) => "Destination Host Unreachable",
                (3, 2) => "Destination Protocol Unreachable",
                (3, 3) => "Destination Port Unreachable",
                (3, 4) => $"Frag needed and DF set (mtu = {BinaryPrimitives.ReadUInt16BigEndian(message[6..])})",
                (3, 9 or 10 or 13) => "Packet filtered",
                (3, _) => $"Dest Unreachable, Bad Code: {code}",
                (5, _) => null,
                (11, 0) => "Time to live exceeded",
                (11, _) => "Frag reassembly time exceeded",
                (12, _) => "Parameter problem",
                _ => null,
            };
    }
}
