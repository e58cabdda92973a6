using System.Buffers.Binary;
using System.Net;

namespace Tests.Bytes;

/// <summary>Ethernet frames of every protocol that lib/packets has words for, put together byte by byte.</summary>
internal static class PacketCorpus
{
    static readonly byte[] s_macs = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
    static readonly byte[] s_a = [10, 0, 0, 1], s_b = [10, 0, 0, 2];
    static readonly byte[] s_a6 = IPAddress.Parse("fe80::1").GetAddressBytes(), s_b6 = IPAddress.Parse("fe80::2").GetAddressBytes();
    static readonly byte[] s_synOptions = Hex("020405b40402080a000000010000000001030307");

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));

    public static byte[] Ethernet(ushort type, byte[] payload) => [.. s_macs, .. Big(type), .. payload];

    static byte[] Big(int number) => [(byte)(number >> 8), (byte)number];
    static byte[] Big32(uint number) => [.. Big((int)(number >> 16)), .. Big((int)(number & 0xffff))];

    public static byte[] Ip(byte protocol, byte[] payload, bool back = false, ushort fragment = 0) => Ethernet(0x0800, IpPacket(protocol, payload, back, fragment));

    static byte[] IpPacket(byte protocol, byte[] payload, bool back = false, ushort fragment = 0)
    {
        byte[] header = [0x45, 0, .. Big(20 + payload.Length), 0, 5, .. Big(fragment), 64, protocol, 0, 0, .. back ? s_b : s_a, .. back ? s_a : s_b];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return [.. header, .. payload];
    }

    public static byte[] Ip6(byte next, byte[] payload) => Ethernet(0x86dd, Ip6Packet(next, payload));

    static byte[] Ip6Packet(byte next, byte[] payload) => [0x60, 0, 0, 0, .. Big(payload.Length), next, 64, .. s_a6, .. s_b6, .. payload];

    static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i += 2)
            sum += (uint)(bytes[i] << 8 | (i + 1 < bytes.Length ? bytes[i + 1] : 0));
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    static byte[] Icmp(byte type, byte code, byte[] rest, byte[] payload)
    {
        byte[] message = [type, code, 0, 0, .. rest, .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        return message;
    }

    static byte[] UdpHeader(int from, int to, int size) => [.. Big(from), .. Big(to), .. Big(8 + size), 0, 0];

    public static byte[] Udp(int from, int to, byte[] data) => Ip(17, [.. UdpHeader(from, to, data.Length), .. data]);

    public static byte[] Tcp(byte flags, uint seq, uint ack, byte[]? data = null, byte[]? options = null, int from = 40000, int to = 81, int urgent = 0) =>
    [
        .. Big(from), .. Big(to), .. Big32(seq), .. Big32(ack), (byte)((5 + (options?.Length ?? 0) / 4) << 4), flags, .. Big(64240), 0, 0, .. Big(urgent),
        .. options ?? [], .. data ?? [],
    ];

    static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. label.Select(c => (byte)c)]), 0];

    static byte[] Dns(int id, int flags, string name, int type, byte[]? rest = null, int answers = 0, int authorities = 0, int more = 0, int @class = 1) =>
        [.. Big(id), .. Big(flags), 0, 1, .. Big(answers), .. Big(authorities), .. Big(more), .. Name(name), .. Big(type), .. Big(@class), .. rest ?? []];

    // A record about the name in the question, which stands at byte 12.
    static byte[] Record(int type, byte[] value) => [0xc0, 12, .. Big(type), 0, 1, 0, 0, 0, 60, .. Big(value.Length), .. value];

    public static List<byte[]> All() => [.. Arps(), .. Icmps(), .. Tcps(), .. Udps(), .. Names(), .. Others(), .. Icmp6s(), .. Ip6s(), .. CutOff()];

    static IEnumerable<byte[]> Arps()
    {
        string mac = "020000000001", other = "020000000002", none = "000000000000";
        foreach (string body in (string[])[$"0001{mac}0a000001{none}0a000002", $"0002{mac}0a000001{other}0a000002", $"0001{mac}0a000001{other}0a000002",
            $"0001{mac}00000000{none}0a000001", $"0003{mac}0a000001{mac}0a000001"])
            yield return Ethernet(0x0806, Hex($"0001080006 04{body}"));
    }

    static IEnumerable<byte[]> Icmps()
    {
        byte[] quoted = IpPacket(17, [.. UdpHeader(1234, 53, 4), 1, 2, 3, 4]), tcp = IpPacket(6, Tcp(2, 1, 0, to: 80));
        byte[] echo = [0, 7, 0, 1], data = new byte[56];
        yield return Ip(1, Icmp(8, 0, echo, data));
        yield return Ip(1, Icmp(0, 0, echo, data), back: true);
        for (byte code = 0; code < 16; code++)
            yield return Ip(1, Icmp(3, code, [0, 0, .. Big(code == 4 ? 1400 : 0)], quoted));
        yield return Ip(1, Icmp(3, 3, new byte[4], tcp));
        yield return Ip(1, Icmp(3, 4, new byte[4], tcp));
        foreach (byte code in (byte[])[0, 1, 2, 3])
            yield return Ip(1, Icmp(5, code, [10, 0, 0, 9], quoted));
        foreach (var (type, code) in ((byte, byte)[])[(4, 0), (10, 0), (11, 0), (11, 1), (12, 0), (42, 3)])
            yield return Ip(1, Icmp(type, code, new byte[4], quoted));
    }

    static IEnumerable<byte[]> Tcps()
    {
        yield return Ip(6, Tcp(0x02, 1000, 0, options: s_synOptions));
        yield return Ip(6, Tcp(0x12, 5000, 1001, options: s_synOptions, from: 81, to: 40000), back: true);
        yield return Ip(6, Tcp(0x10, 1001, 5001, options: Hex("0101080a0000000100000000")));
        yield return Ip(6, Tcp(0x18, 1001, 5001, data: [1, 2, 3, 4, 5]));
        yield return Ip(6, Tcp(0x18, 5001, 1006, data: new byte[7], from: 81, to: 40000), back: true);
        yield return Ip(6, Tcp(0x10, 1006, 5001, options: Hex("0101050a0000138900001390")));
        yield return Ip(6, Tcp(0x11, 1006, 5008));
        yield return Ip(6, Tcp(0x14, 5008, 1007, from: 81, to: 40000), back: true);
        yield return Ip(6, Tcp(0x04, 9, 0));
        yield return Ip(6, Tcp(0x38, 1007, 5008, data: [1], urgent: 1));
        yield return Ip(6, Tcp(0xc2, 9, 1, from: 3));
        yield return Ip(6, Tcp(0x00, 9, 1, from: 4));
        yield return Ip(6, Tcp(0x10, 77, 88, options: Hex("fd04000101010000"), from: 6));
        yield return Ip(6, Tcp(0x10, 77, 88, options: Hex("2206010203040101"), from: 6));
        yield return Ip(6, Tcp(0x18, 77, 88, data: [.. "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n"u8], from: 5, to: 80));
        yield return Ip(6, Tcp(0x18, 88, 107, data: [.. "HTTP/1.1 404 Not Found\r\n\r\n"u8], from: 80, to: 5), back: true);
        yield return Ip6(6, Tcp(0x02, 1000, 0, options: s_synOptions));
    }

    static IEnumerable<byte[]> Udps()
    {
        byte[] datagram = [.. UdpHeader(1000, 2000, 4), 1, 2, 3, 4];
        yield return Ip(17, datagram);
        yield return Ip(17, datagram, fragment: 0x2000);
        yield return Ip(17, new byte[8], fragment: 1);
        yield return Ip(17, [.. UdpHeader(1000, 2000, 192), 1, 2, 3, 4]);
        yield return [.. Ip(17, datagram), .. new byte[14]];   // padded to the least that Ethernet sends
        yield return Udp(67, 68, [2, 1, 6, 0, .. new byte[240]]);
        yield return Udp(68, 67, [1, 1, 6, 0, .. new byte[24], 2, 0, 0, 0, 0, 1, .. new byte[206]]);
    }

    static IEnumerable<byte[]> Names()
    {
        const string name = "example.org";
        yield return Udp(40000, 53, Dns(4660, 0x0100, name, 1));
        yield return Udp(40000, 53, Dns(4661, 0x0120, name, 28, Hex("00 0029 04d0 00000000 0000"), more: 1));
        yield return Udp(40000, 53, Dns(4661, 0x0110, ".", 2));
        yield return Udp(40000, 53, Dns(4661, 0x0100, "version.bind", 16, @class: 3));
        yield return Udp(53, 40000, Dns(4660, 0x8180, name, 1, Record(1, [1, 2, 3, 4]), 1));
        yield return Udp(53, 40000, Dns(4660, 0x8580, name, 28, [.. Record(5, [3, .. "www"u8, 0xc0, 12]), .. Record(28, [.. Hex("2001"), .. new byte[13], 1])], 2));
        foreach (int flags in (int[])[0x8183, 0x8182, 0x8105, 0x8380, 0x81a0])
            yield return Udp(53, 40000, Dns(4660, flags, name, 1));
        yield return Udp(53, 40000, Dns(1, 0x8180, "1.0.0.10.in-addr.arpa", 12, Record(12, Name("a.b")), 1));
        yield return Udp(53, 40000, Dns(1, 0x8180, name, 15, Record(15, [0, 10, .. Name("mx.b")]), 1));
        yield return Udp(53, 40000, Dns(1, 0x8180, name, 16, Record(16, [5, .. "hello"u8]), 1));
        yield return Udp(53, 40000, Dns(1, 0x8180, name, 33, Record(33, [0, 1, 0, 2, 0, 80, .. Name("s.b")]), 1));
        yield return Udp(53, 40000, Dns(1, 0x8180, name, 6, Record(6, [.. Name("s.b"), 0xc0, 12, .. new byte[20]]), authorities: 1));
        yield return Udp(5353, 5353, Dns(0, 0, "x.local", 255));
        yield return Udp(40000, 53, [0, 1, 2]);
    }

    static IEnumerable<byte[]> Others()
    {
        byte[] inner = IpPacket(17, [.. UdpHeader(1234, 99, 4), 1, 2, 3, 4]), echo = Ip(1, Icmp(8, 0, [0, 7, 0, 1], new byte[56]));
        foreach (string igmp in (string[])["2200000000000001 04000000e00000fb", "11000000e00000fb", "16000000e00000fb", "17000000e00000fb"])
            yield return Ip(2, Hex(igmp));
        yield return Ip(47, [0, 0, 8, 0, .. inner]);
        yield return Ip(4, inner);
        yield return Ip(41, Ip6Packet(17, [.. UdpHeader(1234, 99, 4), 1, 2, 3, 4]));
        yield return Ip(50, new byte[20]);
        yield return Ip(253, new byte[12]);
        yield return [.. echo[..12], .. Hex("81000005"), .. echo[12..]];
        yield return [.. echo[..12], .. Hex("8100b005"), .. echo[12..]];
        yield return [.. echo[..12], .. Hex("88a8000781000005"), .. echo[12..]];
        yield return [.. s_macs, 0, 38, .. Hex("424203 0000 00 00 00"), .. Hex("8000020000000009 00000000 8000020000000009 8001 0000 1400 0200 0f00"), .. new byte[8]];
        yield return Ethernet(0x88cc, [2, 7, 4, .. new byte[30]]);
    }

    static IEnumerable<byte[]> Icmp6s()
    {
        byte[] quoted = Ip6Packet(17, [.. UdpHeader(1234, 53, 4), 1, 2, 3, 4]), tcp = Ip6Packet(6, Tcp(2, 1, 0)), none = new byte[4], source = [1, 1, 2, 0, 0, 0, 0, 1];
        byte[] hopByHop = Hex("3a00050200000100");
        foreach (byte type in (byte[])[128, 129])
            yield return Ip6(58, Icmp(type, 0, [0, 7, 0, 1], new byte[56]));
        yield return Ip6(58, Icmp(133, 0, none, source));
        yield return Ip6(58, Icmp(134, 0, [64, 0, 7, 8], [.. new byte[8], 3, 4, 64, 0xc0, .. new byte[28]]));
        yield return Ip6(58, Icmp(135, 0, none, [.. s_b6, .. source]));
        yield return Ip6(58, Icmp(136, 0, [0x60, 0, 0, 0], [.. s_b6, .. source]));
        yield return Ip6(58, Icmp(137, 0, none, [.. s_b6, .. s_a6]));
        yield return Ip6(0, [.. hopByHop, .. Icmp(143, 0, [0, 0, 0, 1], [4, 0, 0, 0, .. IPAddress.Parse("ff02::fb").GetAddressBytes()])]);
        foreach (byte type in (byte[])[130, 131, 132])
            yield return Ip6(0, [.. hopByHop, .. Icmp(type, 0, none, s_b6)]);
        for (byte code = 0; code < 6; code++)
            yield return Ip6(58, Icmp(1, code, none, quoted));
        yield return Ip6(58, Icmp(1, 4, none, tcp));
        yield return Ip6(58, Icmp(2, 0, Big32(1280), quoted));
        foreach (var (type, code) in ((byte, byte)[])[(3, 0), (3, 1), (4, 0), (4, 1)])
            yield return Ip6(58, Icmp(type, code, none, quoted));
    }

    static IEnumerable<byte[]> Ip6s()
    {
        byte[] datagram = [.. UdpHeader(1000, 2000, 4), 1, 2, 3, 4];
        yield return Ip6(17, datagram);
        yield return Ip6(44, [17, 0, 0, 1, 0, 0, 0, 5, .. datagram]);
        yield return Ip6(44, [17, 0, 0, 8, 0, 0, 0, 5, .. new byte[8]]);
        yield return Ip6(59, []);
        yield return Ip6(60, [17, 0, 1, 4, 0, 0, 0, 0, .. datagram]);
        yield return Ip6(253, new byte[4]);
        yield return Ip6(50, new byte[20]);
        yield return Ip6(4, IpPacket(17, datagram));
        yield return Ip6(41, Ip6Packet(17, datagram));
    }

    static IEnumerable<byte[]> CutOff()
    {
        yield return [2, 0, 0, 0];
        yield return Ethernet(0x0800, []);
        yield return Ethernet(0x0800, [0x45, 0, 0, 20]);
        yield return Ethernet(0x86dd, [0x60, 0]);
        yield return Ethernet(0x0806, [0, 1]);
        yield return Ip(6, Tcp(2, 1, 0)[..10]);
        yield return Ip(17, [0, 1, 0]);
        yield return Ip(1, [8]);
        yield return Ip6(58, [128]);
        yield return Ip(6, Tcp(2, 1, 0, options: s_synOptions)[..24]);
    }
}
