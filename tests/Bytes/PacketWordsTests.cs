using System.Text;
using System.Text.RegularExpressions;
using Packets;
using Xunit;

namespace Tests.Bytes;

/// <summary>lib/packets puts packets into tcpdump's words. tcpdump reads the same packets from a file, which takes no privilege.</summary>
public partial class PacketWordsTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("-e", true)]
    public void A_packet_is_described_as_tcpdump_describes_it(string option, bool showsLink)
    {
        // With -e tcpdump does not say either what kind of packet is within another; we do.
        var frames = PacketCorpus.All().FindAll(frame => !showsLink || !CarriesPacket().IsMatch(Describe(LinkType.Ethernet, frame)));

        var theirs = Tcpdump(frames, option);

        var decoder = new PacketDecoder { ShowsLink = showsLink };
        var ours = frames.ConvertAll(frame => Encoding.UTF8.GetString(decoder.Describe(LinkType.Ethernet, frame, frame.Length)));
        Assert.Equal(theirs.Count, ours.Count);
        Assert.All(theirs.Zip(ours), pair => Assert.Equal(pair.First, pair.Second));
        Assert.True(frames.Count > 100, $"only {frames.Count} packets");
    }

    [Fact]
    public void A_packet_without_a_link_header_is_described_too()
    {
        var frame = PacketCorpus.Udp(1000, 2000, [1, 2, 3, 4]);
        Assert.Equal("IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 4", Describe(LinkType.Raw, frame.AsSpan(14)));
    }

    [Fact]
    public void A_frame_in_an_overlay_network_is_shown_within_its_carrier()
    {
        var inner = PacketCorpus.Udp(1000, 2000, [1, 2, 3, 4]);
        Assert.Equal("IP 10.0.0.1.40000 > 10.0.0.2.4789: VXLAN, flags [I] (0x08), vni 42: IP 10.0.0.1.1000 > 10.0.0.2.2000: UDP, length 4",
            Describe(LinkType.Ethernet, PacketCorpus.Udp(40000, 4789, [8, 0, 0, 0, 0, 0, 42, 0, .. inner])));
    }

    [Fact]
    public void What_a_packet_says_cannot_command_a_terminal()
    {
        byte[] evil = [.. "GET /\e[2J\u009b HTTP/1.1\r\n"u8];
        string line = Describe(LinkType.Ethernet, PacketCorpus.Ip(6, PacketCorpus.Tcp(0x18, 1, 1, data: evil, to: 80)));
        Assert.EndsWith(@"HTTP: GET /\033[2J\302\233 HTTP/1.1", line);
    }

    [Fact]
    public void Whatever_bytes_come_in_a_line_comes_out()
    {
        var random = new Random(1995);
        var decoder = new PacketDecoder { ShowsLink = true };
        foreach (var frame in PacketCorpus.All())
            for (int i = 0; i < 300; i++)
            {
                var bytes = frame[..random.Next(frame.Length + 1)];
                for (int changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                var line = decoder.Describe(random.Next(8) == 0 ? LinkType.Raw : LinkType.Ethernet, bytes, frame.Length);
                Assert.True(line.Length > 0 && line.IndexOf((byte)'\n') < 0, Convert.ToHexString(bytes));
            }
    }

    [GeneratedRegex(": (GREv0, length [0-9]+: )?IP6? ")]
    private static partial Regex CarriesPacket();

    static string Describe(LinkType type, ReadOnlySpan<byte> frame) => Encoding.UTF8.GetString(new PacketDecoder().Describe(type, frame, frame.Length));

    static List<string> Tcpdump(List<byte[]> frames, string option)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, Pcap(frames));
            var outcome = Shell.Run($"tcpdump -n -t {option} -r {file}");
            Assert.True(outcome.ExitCode == 0, outcome.Err);
            return [.. outcome.Out.Split('\n').Where(line => !line.StartsWith("\t0x"))];
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The older format, of libpcap: a header of 24 bytes, then for each packet its time, what was captured and what was there.
    static byte[] Pcap(List<byte[]> frames) =>
    [
        .. PacketCorpus.Hex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"),
        .. frames.SelectMany((frame, i) => (byte[])[0, 0, 0, 0, .. BitConverter.GetBytes(i), .. BitConverter.GetBytes(frame.Length), .. BitConverter.GetBytes(frame.Length), .. frame]),
    ];
}
