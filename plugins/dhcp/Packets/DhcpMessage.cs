using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Plugins.Dhcp.Packets;

/// <summary>The kinds of messages (RFC 2132, option 53).</summary>
internal enum DhcpMessageType : byte { Discover = 1, Offer, Request, Decline, Ack, Nak, Release, Inform }

/// <summary>A message between client and server (RFC 2131, section 2).</summary>
internal sealed class DhcpMessage
{
    const byte BootRequest = 1, BootReply = 2, Ethernet = 1;
    const int FixedLength = 236, ShortestLength = 300;   // some relays drop what is shorter than BOOTP's own message
    const uint MagicCookie = 0x63825363;
    const ushort BroadcastFlag = 0x8000;

    // Where the fields are.
    const int AtXid = 4, AtSecs = 8, AtFlags = 10, AtCiaddr = 12, AtYiaddr = 16, AtChaddr = 28, AtSname = 44, AtFile = 108;

    public bool IsReply { get; private init; }

    /// <summary>Chosen by the client; the answer bears the same.</summary>
    public uint Xid { get; init; }

    /// <summary>How long the client has been asking.</summary>
    public ushort Secs { get; init; }

    /// <summary>Whether the client wants its answers to be broadcast.</summary>
    public bool Broadcast { get; init; }

    /// <summary>The address that the client has, and answers to.</summary>
    public IPAddress Ciaddr { get; init; } = IPAddress.Any;

    /// <summary>The address that the server gives.</summary>
    public IPAddress Yiaddr { get; private init; } = IPAddress.Any;

    /// <summary>The client's hardware address.</summary>
    public byte[] Chaddr { get; init; } = [];

    public DhcpOptions Options { get; init; } = new();

    /// <summary>Null for what is no message of DHCP, but of its ancestor.</summary>
    public DhcpMessageType? Type
    {
        get => Options[DhcpOptions.MessageType] is [var type] ? (DhcpMessageType)type : null;
        init => Options[DhcpOptions.MessageType] = [(byte)value!];
    }

    public byte[] Write()
    {
        var options = Options.Write();
        var message = new byte[Math.Max(ShortestLength, FixedLength + 4 + options.Length)];
        message[0] = BootRequest;
        message[1] = Ethernet;
        message[2] = (byte)Chaddr.Length;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(AtXid), Xid);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(AtSecs), Secs);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(AtFlags), Broadcast ? BroadcastFlag : (ushort)0);
        Ciaddr.TryWriteBytes(message.AsSpan(AtCiaddr), out _);
        Chaddr.CopyTo(message.AsSpan(AtChaddr));
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(FixedLength), MagicCookie);
        options.CopyTo(message.AsSpan(FixedLength + 4));
        return message;
    }

    /// <summary>Null for what is no message.</summary>
    public static DhcpMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength + 4 || BinaryPrimitives.ReadUInt32BigEndian(bytes[FixedLength..]) != MagicCookie || bytes[2] > 16)
            return null;
        var message = new DhcpMessage
        {
            IsReply = bytes[0] == BootReply,
            Xid = BinaryPrimitives.ReadUInt32BigEndian(bytes[AtXid..]),
            Ciaddr = new IPAddress(bytes.Slice(AtCiaddr, 4)),
            Yiaddr = new IPAddress(bytes.Slice(AtYiaddr, 4)),
            Chaddr = bytes.Slice(AtChaddr, bytes[2]).ToArray(),
        };
        message.Options.Read(bytes[(FixedLength + 4)..]);
        // Options that did not fit may go on where a boot file and a server were to be named.
        byte overload = message.Options[DhcpOptions.Overload] is [var fields] ? fields : (byte)0;
        if ((overload & 1) != 0)
            message.Options.Read(bytes[AtFile..FixedLength]);
        if ((overload & 2) != 0)
            message.Options.Read(bytes[AtSname..AtFile]);
        return message;
    }

    public override string ToString() => $"DHCP{Type?.ToString().ToUpperInvariant()} {(IsReply ? Yiaddr : Ciaddr)}";

    /// <summary>An IPv4 address as an option's value.</summary>
    public static byte[] Bytes(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes() : throw new ArgumentException($"{address} is no IPv4 address");
}
