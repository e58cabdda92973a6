using System.Text.RegularExpressions;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl capture, judged by tcpdump on the same link, tshark and capinfos.</summary>
public class CaptureTests
{
    [Fact]
    public void It_shows_in_a_namespace_what_tcpdump_shows_there() => Lab.Run(lab =>
    {
        Pair(lab);
        // Not IPv6, of which a link that has just come up speaks by itself, before the one listens or the other.
        var theirs = lab.Start("tcpdump -lnn -i eth0 -c 10 arp or ip", "b");
        theirs.AwaitWord("listening on");
        var ours = Capture(lab, "b", "eth0 -c 10 arp or ip");

        lab.In("a", "ping -c 2 -i 0.2 10.99.0.2; curl -s --max-time 1 http://10.99.0.2:81/ || true; bash -c 'echo hi >/dev/udp/10.99.0.2/9'");

        // The kernel stamps each listener's copy anew: the times are a microsecond apart.
        Assert.Equal(theirs.Wait().Out.Split('\n').Select(WithoutTime), ours.Wait().Out.Split('\n').Select(WithoutTime));
    });

    [Fact]
    public void Requests_and_replies_of_ping_have_one_id_and_numbers_that_count() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "eth0 -c 4 icmp");

        lab.In("a", "ping -c 2 -i 0.2 10.99.0.2");

        string[] lines = capture.Wait().Out.Split('\n');
        string id = Regex.Match(lines[0], "id [0-9]+").Value;
        Assert.Equal(
        [
            $"IP 10.99.0.1 > 10.99.0.2: ICMP echo request, {id}, seq 1, length 64", $"IP 10.99.0.2 > 10.99.0.1: ICMP echo reply, {id}, seq 1, length 64",
            $"IP 10.99.0.1 > 10.99.0.2: ICMP echo request, {id}, seq 2, length 64", $"IP 10.99.0.2 > 10.99.0.1: ICMP echo reply, {id}, seq 2, length 64",
        ], lines.Select(WithoutTime));
    });

    [Fact]
    public void It_tells_at_the_end_how_many_there_were() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "eth0 icmp");
        lab.In("a", "ping -c 2 -i 0.2 10.99.0.2");
        lab.Tool($"kill -TERM {capture.Id}");

        var outcome = capture.Wait();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("4 packets captured\n4 packets received by filter\n0 packets dropped by kernel", outcome.Err);
        Assert.Equal(4, outcome.Out.Split('\n').Length);
    });

    [Fact]
    public void On_any_each_line_says_which_link_and_which_way() => Lab.Run(lab =>
    {
        Pair(lab);
        var theirs = lab.Start("tcpdump -lnn -i any -c 6 icmp", "b");
        theirs.AwaitWord("listening on");
        var ours = Capture(lab, "b", "any -c 6 icmp");

        lab.In("a", "ping -c 2 -i 0.2 10.99.0.2");
        lab.In("b", "ping -c 1 127.0.0.1");

        Assert.Equal(theirs.Wait().Out.Split('\n').Select(WithoutTime), ours.Wait().Out.Split('\n').Select(WithoutTime));
    });

    [Theory]
    [InlineData("tcp port 81", "Flags [S]")]
    [InlineData("udp and dst host 10.99.0.2", "UDP, length 3")]
    [InlineData("arp", "ARP, Request who-has 10.99.0.2")]
    public void An_expression_says_which_packets(string expression, string expected) => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", $"eth0 -c 1 {expression}");
        lab.In("a", "bash -c 'echo hi >/dev/udp/10.99.0.2/9'; curl -s --max-time 1 http://10.99.0.2:81/ || true");
        Assert.Contains(expected, capture.Wait().Out);
    });

    [Fact]
    public void A_vlan_is_seen_though_the_kernel_keeps_its_tag_aside() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "eth0 -c 1 -e vlan 5");
        SendTagged(lab);
        Assert.Contains(", ethertype 802.1Q (0x8100), length 46: vlan 5, p 0, ethertype ARP (0x0806), Request who-has 10.0.0.2 tell 10.0.0.1, length 28", capture.Wait().Out);
    });

    [Fact]
    public void A_file_opens_in_tshark_with_names_ways_times_and_drops() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "eth0 -w /run/one.pcapng");
        lab.In("a", "ping -c 2 -i 0.2 10.99.0.2");
        lab.Tool($"kill -TERM {capture.Id}");
        Assert.Equal(0, capture.Wait().ExitCode);

        const string fields = "-T fields -e frame.interface_name -e frame.packet_flags_direction -e _ws.col.Info -E separator=';'";
        string[] lines = lab.Tool($"tshark -r /run/one.pcapng -Y icmp {fields}").Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Matches("^eth0;0x0*1;Echo \\(ping\\) request", lines[0]);
        Assert.Matches("^eth0;0x0*2;Echo \\(ping\\) reply", lines[1]);
        string about = lab.Tool("capinfos -I -c -E /run/one.pcapng");
        Assert.Contains("Name = eth0", about);
        Assert.Contains("Time precision = nanoseconds (9)", about);
        Assert.Contains("Number of stat entries = 1", about);
    });

    [Fact]
    public void A_file_of_all_links_has_each_by_its_name() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "any -w - >/run/all.pcapng");
        lab.In("a", "ping -c 1 10.99.0.2");
        lab.In("b", "ping -c 1 127.0.0.1");
        lab.Tool($"kill -TERM {capture.Id}");
        capture.Wait();

        Assert.Equal("eth0\nlo", lab.Tool("tshark -r /run/all.pcapng -Y icmp -T fields -e frame.interface_name | sort -u"));
        Assert.Equal("4", lab.Tool("tshark -r /run/all.pcapng -Y icmp | wc -l"));
    });

    [Fact]
    public void Less_may_be_kept_of_each_packet() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "eth0 -c 1 -s 60 -w /run/short.pcapng icmp");
        lab.In("a", "ping -c 1 10.99.0.2");
        capture.Wait();
        Assert.Equal("98 60", lab.Tool("tshark -r /run/short.pcapng -T fields -e frame.len -e frame.cap_len -E separator=' '"));
    });

    [Fact]
    public void What_found_no_room_is_told_and_written_down() => Lab.Run(lab =>
    {
        Pair(lab);
        var capture = Capture(lab, "b", "eth0 -B 512 -w /run/full.pcapng");
        lab.Tool($"kill -STOP {capture.Id}");
        lab.In("a", "ping -q -f -c 3000 -s 1400 -l 50 10.99.0.2");
        lab.Tool($"kill -CONT {capture.Id}; kill -TERM {capture.Id}");

        var outcome = capture.Wait();
        long dropped = long.Parse(Regex.Match(outcome.Err, "([0-9]+) packets dropped by kernel").Groups[1].Value);
        Assert.True(dropped > 0, outcome.Err);
        Assert.Contains($"Number of packets = {Regex.Match(outcome.Err, "([0-9]+) packets captured").Groups[1].Value}", lab.Tool("capinfos -I /run/full.pcapng"));
        Assert.Equal(dropped, DropsIn(File.ReadAllBytes("/run/full.pcapng")));
    });

    [Theory]
    [InlineData("nowhere", 1, "nowhere: there is no such link here; netctl link lists those that are")]
    [InlineData("eth0 tcp port nonsense", 1, "the filter \"tcp port nonsense\" is not understood: unknown port 'nonsense'")]
    [InlineData("eth0 -c 0", 255, "-c 0: a number of packets is 1 or more")]
    [InlineData("eth0 -w /run/no/such", 1, "write /run/no/such: No such file or directory")]
    public void What_is_wrong_is_said_in_a_sentence(string words, int code, string sentence) => Lab.Run(lab =>
    {
        Pair(lab);
        Assert.Equal(new Outcome(code, "", sentence), lab.Try($"{Netctl} -n b capture {words}"));
    });

    [Fact]
    public void Without_libpcap_it_says_what_to_install_and_captures_all_the_same() => Lab.Run(lab =>
    {
        Pair(lab);
        lab.Tool("touch /run/nothing; mount --bind /run/nothing $(command -v tcpdump)");   // which is no program that could be run
        var outcome = lab.Try($"{Netctl} -n b capture eth0 icmp");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("apt-get install tcpdump", outcome.Err);

        var capture = Capture(lab, "b", "eth0 -c 1");
        lab.In("a", "busybox ping -c 1 10.99.0.2");
        Assert.Equal(0, capture.Wait().ExitCode);
    });

    internal static void Pair(Lab lab)
    {
        lab.Namespace("a");
        lab.Namespace("b");
        lab.Tool("ip link add eth0 netns a address 02:00:00:00:00:0a type veth peer name eth0 netns b address 02:00:00:00:00:0b");
        foreach (var (name, number) in ((string, int)[])[("a", 1), ("b", 2)])
        {
            lab.In(name, "sysctl -qw net.ipv6.conf.eth0.accept_dad=0 net.ipv6.conf.eth0.router_solicitations=0 net.ipv6.conf.eth0.addr_gen_mode=1; ip link set lo up");
            lab.In(name, $"ip addr add 10.99.0.{number}/24 dev eth0; ip addr add fd00::{number}/64 dev eth0 nodad; ip link set eth0 up");
        }
        lab.Until("the link carries packets", () => lab.TryIn("a", "ping -c 1 -W 1 10.99.0.2 && ping -c 1 -W 1 fd00::2").ExitCode == 0);
        lab.In("a", "ip neigh flush dev eth0");
        lab.In("b", "ip neigh flush dev eth0");
    }

    static Background Capture(Lab lab, string name, string words)
    {
        var capture = lab.Start($"{Netctl} -n {name} capture {words}");
        capture.AwaitWord("listening on");
        return capture;
    }

    static void SendTagged(Lab lab) => lab.In("a", """
        python3 -c 'import socket; s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(("eth0", 0)); s.send(bytes.fromhex(
            "02000000000b02000000000a8100000508060001080006040001" + "02000000000a0a0000010000000000000a000002"))'
        """);

    static string WithoutTime(string line) => line[(line.IndexOf(' ') + 1)..];

    // The option isb_ifdrop (5) of the interface statistics block (5), which tshark does not print.
    static long DropsIn(byte[] file)
    {
        for (int at = 0; at < file.Length; at += BitConverter.ToInt32(file, at + 4))
            if (BitConverter.ToInt32(file, at) == 5)
                for (int option = at + 20; BitConverter.ToUInt16(file, option) != 0; option += 4 + ((BitConverter.ToUInt16(file, option + 2) + 3) & ~3))
                    if (BitConverter.ToUInt16(file, option) == 5)
                        return BitConverter.ToInt64(file, option + 4);
        return -1;
    }
}
