using System.Text.RegularExpressions;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl ping beside ping: the same lines, but for the times, and the same exit code.</summary>
public class PingTests
{
    [Theory]
    [InlineData("-c 2 -i 0.2 10.99.0.2")]
    [InlineData("-c 1 -s 100 10.99.0.2")]
    [InlineData("-q -c 2 -i 0.2 10.99.0.2")]
    [InlineData("-c 1 -I eth0 10.99.0.2")]
    [InlineData("-c 1 -I 10.99.0.1 10.99.0.2")]
    [InlineData("-c 1 10.99.0.2 -t 5")]
    [InlineData("-c 1 127.0.0.1")]
    [InlineData("-c 1 192.0.2.1")]
    [InlineData("-c 2 -i 0.2 -W 0.3 10.99.0.9")]
    public void It_prints_what_ping_prints_of_ipv4(string words) => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        Same(lab, words);
    });

    [Theory]
    [InlineData("-c 2 -i 0.2 fd00::2")]
    [InlineData("-6 -c 1 -s 1000 fd00::2")]
    [InlineData("-c 1 ::1")]
    [InlineData("-c 1 2001:db8::1")]
    public void It_prints_what_ping_prints_of_ipv6(string words) => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        Same(lab, words);
    });

    [Fact]
    public void A_router_that_says_no_is_named() => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        lab.In("a", "ip route add 198.51.100.0/24 via 10.99.0.2; ip route add 203.0.113.0/24 via 10.99.0.2");
        lab.In("b", "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratelimit=0; ip route add unreachable 198.51.100.0/24; ip route add prohibit 203.0.113.0/24");

        Same(lab, "-c 1 198.51.100.1");
        Same(lab, "-c 1 203.0.113.1");
        Same(lab, "-c 1 -t 1 10.99.0.2");
    });

    [Fact]
    public void A_neighbour_that_does_not_answer_is_unreachable() => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        var outcome = lab.Try($"{Netctl} -n a ping -c 1 -W 5 10.99.0.9");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("From 10.99.0.1 icmp_seq=1 Destination Host Unreachable", outcome.Out);
        Assert.Contains("1 packets transmitted, 0 received, +1 errors, 100% packet loss", outcome.Out);
    });

    [Fact]
    public void Names_are_those_of_the_namespaces_hosts_file_then_of_the_hosts() => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        lab.Tool("mkdir -p /etc/netns/a; echo 10.99.0.2 there other >/etc/netns/a/hosts; printf '10.99.0.1 there\\n10.99.0.1 elsewhere # not there\\n' >>/etc/hosts");

        Assert.StartsWith("PING there (10.99.0.2) 56", lab.Tool($"{Netctl} -n a ping -c 1 there"));
        Assert.StartsWith("PING elsewhere (10.99.0.1) 56", lab.Tool($"{Netctl} -n a ping -c 1 elsewhere"));
        Assert.Equal(new Outcome(2, "", "ping: nobody: Name or service not known: it is neither an address nor in /etc/hosts"), lab.Try($"{Netctl} -n a ping nobody"));
    });

    [Fact]
    public void Stopped_it_tells_what_there_was() => Lab.Run(lab =>
    {
        CaptureTests.Pair(lab);
        var ping = lab.Start($"{Netctl} -n a ping 10.99.0.2");
        ping.ReadLine();
        ping.ReadLine();
        lab.Tool($"kill -TERM {ping.Id}");
        var outcome = ping.Wait();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("packets transmitted, ", outcome.Out);
    });

    [Theory]
    [InlineData("-c 0 10.99.0.2", "-c 0: a number of requests is 1 or more")]
    [InlineData("-s 70000 10.99.0.2", "-s 70000: a request holds 0 to 65507 bytes")]
    [InlineData("-i soon 10.99.0.2", "--interval soon is no number of seconds, such as 0.2")]
    public void What_is_wrong_is_said_in_a_sentence(string words, string sentence) => Lab.Run(lab =>
        Assert.Equal(new Outcome(255, "", sentence), lab.Try($"{Netctl} ping {words}")));

    static void Same(Lab lab, string words)
    {
        var theirs = lab.TryIn("a", $"ping -n {words}");
        var ours = lab.Try($"{Netctl} -n a ping {words}");
        Assert.Equal((theirs.ExitCode, Timeless(theirs.Out), theirs.Err), (ours.ExitCode, Timeless(ours.Out), ours.Err));
    }

    // Nor do we say by which address or link it was told to go: the user has just said so.
    static string Timeless(string text) => Regex.Replace(Regex.Replace(text, "time[ =][0-9.]+ ?ms", "time"), " from [^ ]+ (eth0)?:|= [0-9./]+ ms", "");
}
