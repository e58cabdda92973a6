using System.Buffers.Binary;
using System.Net;

namespace Plugins.Dhcp.Packets;

/// <summary>A UDP datagram in an IPv4 packet, as it is on the wire: nobody else puts the headers on when the kernel's own network stack is gone by.</summary>
internal static class UdpPacket
{
    const int IpHeader = 20, UdpHeader = 8;
    const byte Version4And5Words = 0x45, Udp = 17, TimeToLive = 64, InternetworkControl = 0xc0;

    public static byte[] Write(IPAddress from, ushort fromPort, IPAddress to, ushort toPort, ReadOnlySpan<byte> content)
    {
        var packet = new byte[IpHeader + UdpHeader + content.Length];
        Span<byte> ip = packet.AsSpan(0, IpHeader), udp = packet.AsSpan(IpHeader);
        ip[0] = Version4And5Words;
        ip[1] = InternetworkControl;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)packet.Length);
        ip[8] = TimeToLive;
        ip[9] = Udp;
        from.TryWriteBytes(ip[12..], out _);
        to.TryWriteBytes(ip[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(Sum(ip)));

        BinaryPrimitives.WriteUInt16BigEndian(udp, fromPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], toPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        content.CopyTo(udp[UdpHeader..]);
        ushort checksum = Checksum(Sum(udp) + Sum(ip[12..]) + Udp + (uint)udp.Length);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);   // 0 would say that there is none
        return packet;
    }

    /// <summary>
    /// The datagram's content; empty when the packet is damaged or something else. UDP's own checksum is not looked at: what was sent on this machine
    /// bears none that is right, it was left to hardware that it never met.
    /// </summary>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < IpHeader || packet[0] >> 4 != 4 || packet[9] != Udp)
            return [];
        int header = (packet[0] & 0xf) * 4, total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < IpHeader || total > packet.Length || total < header + UdpHeader || Checksum(Sum(packet[..header])) != 0)
            return [];
        var udp = packet[header..total];
        int length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        return length >= UdpHeader && length <= udp.Length ? udp[UdpHeader..length] : [];
    }

    // RFC 1071: 16-bit words in network byte order; an odd last byte is the high one of its word.
    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.Length == 1 ? sum + (uint)(bytes[0] << 8) : sum;
    }

    static ushort Checksum(uint sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
