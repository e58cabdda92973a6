using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>What netctl link does that ip link does not, or that no comparison of networks shows.</summary>
public class NetctlLinkTests
{
    [Theory]
    [InlineData("link add waytoolongforalink type veth", "IFLA.IFNAME")]
    [InlineData("link add v0 type veth peer name waytoolongforalink", "IFLA.LINKINFO > IFLA_INFO.DATA > VETH_INFO.PEER > IFLA.IFNAME")]
    public void A_refusal_names_what_the_kernel_minds(string command, string attribute) => Lab.Run(lab =>
    {
        var answer = lab.Try($"{Netctl} {command}");
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains($"Attribute failed policy validation: at {attribute}", answer.Err);
    });

    [Theory]
    [InlineData("lo", "The interface netns is immutable")]
    [InlineData("br0", "The interface netns is immutable")]
    [InlineData("v0", "An interface with the same name exists in the target netns")]
    public void What_cannot_move_stays_in_its_namespace(string link, string reason) => Lab.Run(lab =>
    {
        lab.Tool("ip netns add blue; ip link add br0 type bridge; ip link add v0 type veth peer name v1; ip -n blue link add v0 type veth peer name v1");

        var answer = lab.Try($"{Netctl} link set {link} netns blue");

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains($"change link {link} netns /run/netns/blue: {reason}", answer.Err);
        lab.Tool($"ip link show dev {link}");
    });

    [Fact]
    public void Nothing_is_changed_when_any_word_is_wrong() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth");
        Assert.Equal(255, lab.Try($"{Netctl} link set v0 mtu 1300 up address nonsense").ExitCode);
        Assert.Contains("mtu 1500", lab.Tool("ip link show v0"));
        Assert.DoesNotContain("UP", lab.Tool("ip link show v0"));
    });

    [Fact]
    public void A_link_may_be_called_what_ip_takes_for_a_keyword() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} link add b type bridge; {Netctl} link set b up; {Netctl} link set dev b mtu 1400");
        Assert.Contains("b: <", lab.Tool("ip link show dev b"));
        Assert.Contains("mtu 1400", lab.Tool("ip link show dev b"));
    });

    [Fact]
    public void Colours_are_for_terminals_unless_told_otherwise() => Lab.Run(lab =>
    {
        Assert.DoesNotContain("\e", lab.Tool($"{Netctl} link show lo"));
        Assert.Contains("\e[36mlo:\e[0m", lab.Tool($"{Netctl} -c link show lo"));
        Assert.Contains("\e[36mlo:\e[0m", lab.Tool($"script -qec '{Netctl} link show lo' /dev/null"));
        Assert.DoesNotContain("\e", lab.Tool($"NO_COLOR=1 script -qec '{Netctl} link show lo' /dev/null"));
        Assert.DoesNotContain("\e", lab.Tool($"script -qec '{Netctl} -c=never link show lo' /dev/null"));
    });

    [Fact]
    public void Three_thousand_VLANs_of_a_port_are_one_message() => Lab.Run(lab =>
    {
        lab.Needs("ip link add br0 type bridge vlan_filtering 1");
        lab.Tool("ip link add v0 type veth; ip link set v0 master br0");
        lab.Tool($"{Netctl} bridge vlan add dev v0 vid 2-3001 untagged");
        Assert.Equal("3001", lab.Tool("bridge -j vlan show dev v0 | grep -o '\"vlan\":' | wc -l"));
    });
}
