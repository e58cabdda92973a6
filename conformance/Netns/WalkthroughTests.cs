using Tests;
using Xunit;
using static Tests.Binaries;

namespace Conformance.Netns;

/// <summary>
/// Two namespaces, a veth between them, addresses without a prefix, a default route by one's own address, and packets to see: the walk that people learn
/// namespaces by, with netctl in the place of ip, and with both, each taking over from the other at every step.
/// </summary>
public class WalkthroughTests
{
    public static TheoryData<string, string[]> Hands => new()
    {
        { "netctl alone", [Netctl] },
        { "ip and netctl in turn, ip first", ["ip", Netctl] },
        { "ip and netctl in turn, netctl first", [Netctl, "ip"] },
    };

    [Theory, MemberData(nameof(Hands))]
    public void Two_namespaces_talk_over_a_veth(string hands, string[] tools) => Lab.Run(lab =>
    {
        int step = 0;
        bool alone = tools is [var only] && only == Netctl;
        string ping = alone ? $"{Netctl} -n nsa ping" : $"{Netctl} exec nsa ping";
        string Tool() => tools[step++ % tools.Length];
        Outcome Try(string words) => lab.Try($"{Tool()} {words}");
        void Do(string words) => Assert.Equal((words, new Outcome(0, "", "")), (words, Try(words)));

        Assert.Equal("", lab.Tool($"{Tool()} netns list"));
        Do("netns add nsa");
        Do("netns add nsb");
        Assert.Equal("nsa\nnsb", lab.Tool($"{Tool()} netns list | sort"));
        Assert.Equal("1", lab.Tool($"{Tool()} netns exec nsa {Tool()} link | grep -c '^[0-9]'"));

        Do("link add veth0 type veth peer name veth1");
        Do("link set veth0 netns nsa");
        Do("link set veth1 netns nsb");
        Do($"netns exec nsa {Tool()} addr add 10.99.0.1 dev veth0");
        Do("-n nsb addr add 10.99.0.2 dev veth1");
        Assert.Contains("inet 10.99.0.1/32 scope global veth0", lab.Tool($"{Tool()} -n nsa addr show veth0"));
        Do("-n nsa link set veth0 up");
        Do($"netns exec nsb {Tool()} link set veth1 up");
        lab.Until("both ends are up", () => lab.Tool("ip -n nsa link show veth0; ip -n nsb link show veth1").Split("LOWER_UP").Length == 3);

        Assert.Contains("Network is unreachable", lab.Try($"{ping} -c 1 10.99.0.2").Err);
        Do($"netns exec nsa {Tool()} route add default via 10.99.0.1");
        Do("-n nsb route add default via 10.99.0.2");
        Assert.Equal("default via 10.99.0.1 dev veth0", lab.Tool($"{Tool()} -n nsa route show").Trim());

        var capture = lab.Start(alone ? $"{Netctl} -n nsb capture veth1 -c 4 icmp" : $"{Netctl} exec nsb tcpdump -ni veth1 -c 4 icmp");
        capture.AwaitWord("listening on");
        Assert.Contains(" 0% packet loss", lab.Tool($"{ping} -c 20 -i 0.01 10.99.0.2"));
        string[] seen = capture.Wait().Out.Split('\n');
        Assert.Equal(4, seen.Length);
        for (int i = 0; i < 4; i++)
            Assert.Matches($"{(i % 2 == 0 ? "10.99.0.1 > 10.99.0.2: ICMP echo request" : "10.99.0.2 > 10.99.0.1: ICMP echo reply")}, id [0-9]+, seq {1 + (i / 2)}, length 64", seen[i]);

        Assert.Equal("0", lab.Tool($"{Tool()} link | grep -ci veth || :"));
        Assert.Equal("0", lab.Tool($"{Netctl} exec nsb sysctl -n net.ipv4.ip_forward"));
        Do("netns delete nsa");
        lab.Until("the other end went with it", () => !lab.Tool("ip -n nsb link").Contains("veth1"));
        Do("netns delete nsb");
        Assert.Equal("", lab.Tool($"{Tool()} netns list"));
        Assert.True(step > 20, hands);
    });
}
