using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl link, addr and route against ip: the same words and the same JSON.</summary>
public class NetctlShowTests
{
    [Theory]
    [InlineData("link")]
    [InlineData("link show")]
    [InlineData("link show p0")]
    [InlineData("link show dev v0")]
    [InlineData("addr")]
    [InlineData("addr show br0")]
    [InlineData("address show dev p0")]
    [InlineData("-4 addr")]
    [InlineData("route")]
    [InlineData("route show dev br0")]
    [InlineData("-6 route")]
    [InlineData("-n pod link")]
    [InlineData("-n pod addr")]
    [InlineData("-n pod route")]
    [InlineData("-n empty addr")]
    public void Netctl_prints_what_ip_prints(string command) => Lab.Run(lab =>
    {
        BuildNetwork(lab);

        var text = Both(lab, command);
        Assert.Equal(Trimmed(text.Theirs), Trimmed(text.Ours));
        var json = Both(lab, $"-j {command}");
        Json.AssertSame(json.Theirs, json.Ours);
    });

    [Fact]
    public void Ports_of_a_bridge_and_ends_in_other_namespaces_are_told() => Lab.Run(lab =>
    {
        BuildNetwork(lab);

        Assert.Matches("v0@if[0-9]+: .* master br0 ", lab.Tool($"{Netctl} link"));
        Assert.Contains("link-netns pod", lab.Tool($"{Netctl} link"));
        Assert.Contains("alias an alias", lab.Tool($"{Netctl} link"));
        Assert.Contains("p1@p0: ", lab.Tool($"{Netctl} link"));
    });

    [Fact]
    public void A_namespace_can_be_a_path_and_the_option_can_come_last() => Lab.Run(lab =>
    {
        BuildNetwork(lab);

        string expected = lab.Tool($"{Netctl} -n pod link");
        Assert.Equal(expected, lab.Tool($"{Netctl} link show -n /run/netns/pod"));
        Assert.Equal(expected, lab.Tool($"{Netctl} exec pod {Netctl} link"));
    });

    [Fact]
    public void A_new_namespace_has_one_link() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue");
        Assert.Equal("1", lab.Tool($"{Netctl} -n blue link | grep -c '^[0-9]'"));
        Assert.Contains("lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN", lab.Tool($"{Netctl} -n blue link"));
    });

    [Theory]
    [InlineData("link show nobody", 1, "Device \"nobody\" does not exist.")]
    [InlineData("route show dev nobody", 1, "Cannot find device \"nobody\"")]
    [InlineData("-n nowhere link", 255, "Cannot open network namespace \"nowhere\": No such file or directory")]
    [InlineData("-n .. link", 255, "Invalid netns name \"..\"")]
    [InlineData("link show lo and more", 255, "\"and\" is not understood here: expected one of up, master, nomaster, group, type.")]
    public void What_is_not_there_is_said_in_a_sentence(string command, int exitCode, string sentence) => Lab.Run(lab =>
        Assert.Equal(new Outcome(exitCode, "", sentence), lab.Try($"{Netctl} {command}")));

    [Fact]
    public void A_file_that_is_no_namespace_is_said_to_be_none() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} add blue; umount /run/netns/blue");
        Assert.Equal(new Outcome(1, "", "enter namespace /run/netns/blue, on which no namespace is mounted (any more): Invalid argument"), lab.Try($"{Netctl} -n blue link"));
    });

    [Fact]
    public void Output_that_cannot_be_written_is_an_error() => Lab.Run(lab =>
        Assert.Equal(new Outcome(1, "", "write standard output: No space left on device"), lab.Try($"{Netctl} link >/dev/full")));

    static void BuildNetwork(Lab lab)
    {
        lab.Tool("ip netns add pod; ip netns add empty");
        lab.Tool("ip link add br0 type bridge; ip link set br0 up");
        lab.Tool("ip link add v0 mtu 1400 type veth peer name eth0 netns pod; ip link set v0 master br0 up");
        lab.Tool("ip -n pod link set eth0 up; ip -n pod link set lo up; ip -n pod addr add 10.1.0.5/16 dev eth0; ip -n pod route add default via 10.1.0.1");
        lab.Tool("ip link add p0 type veth peer name p1; ip link set p0 alias 'an alias'; ip link set p0 promisc on up");
        lab.Tool("ip addr add 10.1.0.1/16 brd + dev br0; ip addr add 10.1.0.2/16 dev br0");
        lab.Tool("ip addr add 10.9.0.1 peer 10.9.0.2/32 dev p0");
        lab.Tool("ip addr add 10.5.0.1/24 dev v0 label v0:one noprefixroute valid_lft 100000 preferred_lft 50000");
        lab.Tool("ip addr add fd00::1/64 dev br0 nodad; ip addr add fd00::2/128 dev lo nodad");
        lab.Tool("ip route add default via 10.1.0.9; ip route add 10.7.0.0/16 via 10.1.0.8 metric 5 mtu 1300 advmss 1200");
        lab.Tool("ip route add blackhole 10.8.0.0/16; ip route add unreachable 10.8.1.0/24 metric 7; ip route add 10.3.0.1 dev br0 proto static src 10.1.0.2");
        lab.Tool("ip route add 10.77.0.0/16 nexthop via 10.1.0.8 weight 2 nexthop via 10.1.0.9; ip route add 10.66.0.1 via 10.66.0.9 dev br0 onlink");
        lab.Tool("ip -6 route add default via fd00::9; ip -6 route add fd01::/64 via fd00::9 metric 3 mtu 1300 pref high");
    }

    // Lifetimes run down and links come up by themselves: ours is compared when ip said the same before and after.
    static (string Theirs, string Ours) Both(Lab lab, string command)
    {
        string theirs = "", ours = "";
        lab.Until("nothing changes while both are asked", () =>
        {
            theirs = lab.Tool($"ip {command}");
            ours = lab.Tool($"{Netctl} {command}");
            return theirs == lab.Tool($"ip {command}");
        });
        return (theirs, ours);
    }

    // iproute2 leaves blanks at the ends of lines.
    static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd(' ')));
}
