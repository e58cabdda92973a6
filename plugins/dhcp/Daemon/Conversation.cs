using System.Net;
using Linux;
using Netlink.Routing;
using Plugins.Dhcp.Packets;

namespace Plugins.Dhcp.Daemon;

/// <summary>Messages to and from DHCP servers over one link, for as long as an answer is waited for.</summary>
internal sealed class Conversation : IDisposable
{
    const ushort ClientPort = 68, ServerPort = 67;

    static readonly byte[] s_everybody = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    readonly PacketSocket _socket;

    public Conversation(PacketSocket socket, Link link)
    {
        _socket = socket;
        HardwareAddress = link.Mac.GetAddressBytes();
        Span<byte> random = stackalloc byte[4];
        KernelRandom.Fill(random);
        Xid = BitConverter.ToUInt32(random);
    }

    public FileDescriptor Descriptor => _socket.Descriptor;

    /// <summary>What our messages bear, and the answers to them.</summary>
    public uint Xid { get; }

    public byte[] HardwareAddress { get; }

    /// <summary>Sends to every server on the link, or relay; from the client's address, once it has one.</summary>
    public void Broadcast(DhcpMessage message) =>
        _socket.Send(UdpPacket.Write(message.Ciaddr, ClientPort, IPAddress.Broadcast, ServerPort, message.Write()), s_everybody);

    /// <summary>Sends to one server, by the hardware address that its last answer came from: its own, or its relay's.</summary>
    public void Send(DhcpMessage message, IPAddress server, byte[] hardwareAddress) =>
        _socket.Send(UdpPacket.Write(message.Ciaddr, ClientPort, server, ServerPort, message.Write()), hardwareAddress);

    /// <summary>The next answer to us; null when there is none yet.</summary>
    public (DhcpMessage Message, byte[] From)? Receive()
    {
        while (_socket.TryReceive(out var packet, out byte[] from))
            if (DhcpMessage.Read(UdpPacket.Read(packet)) is { IsReply: true } message && message.Xid == Xid && message.Chaddr.AsSpan().SequenceEqual(HardwareAddress))
                return (message, from);
        return null;
    }

    public void Dispose() => _socket.Dispose();
}
