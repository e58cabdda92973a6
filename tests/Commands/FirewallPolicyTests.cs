using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>Who reaches a container, by packets.</summary>
public class FirewallPolicyTests
{
    public static TheoryData<string, string, bool, bool> Policies => new()
    {
        { "nftables", "open", true, true }, { "nftables", "same-bridge", true, false }, { "nftables", "isolated", false, false },
        { "iptables", "open", true, true }, { "iptables", "same-bridge", true, false }, { "iptables", "isolated", false, false },
    };

    [Theory, MemberData(nameof(Policies))]
    public void A_policy_says_which_containers_may_begin_a_conversation(string backend, string policy, bool onTheBridge, bool onAnother) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, $"\"backend\":\"{backend}\",\"ingressPolicy\":\"{policy}\",", "peer", "stranger");

        Assert.True(host.IsReachedFrom(null), "the host");
        Assert.True(host.IsReachedFrom("world"), "the world");
        Assert.True(host.IsReachedFrom("peer") == onTheBridge, "on the same bridge");
        Assert.True(host.IsReachedFrom("stranger") == onAnother, "on another bridge");
        host.ServeInTheWorld();
        Assert.True(host.Reaches("web", "192.0.2.2") && host.Reaches("web", "[fd00:2::2]"), "the world is reached, and its answers come back");
        Assert.Equal(0, host.Check("web").ExitCode);
    });

    [Fact]
    public void Under_published_nobody_comes_in_but_from_the_bridge_and_the_host() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, "\"backend\":\"nftables\",\"ingressPolicy\":\"published\",", "peer", "stranger");

        Assert.True(host.IsReachedFrom(null), "the host");
        Assert.True(host.IsReachedFrom("peer"), "on the same bridge");
        Assert.False(host.IsReachedFrom("world"), "the world");
        Assert.False(host.IsReachedFrom("stranger"), "on another bridge");
        host.ServeInTheWorld();
        Assert.True(host.Reaches("web", "192.0.2.2") && host.Reaches("web", "[fd00:2::2]"), "the world is reached, and its answers come back");
        Assert.Equal(0, host.Check("web").ExitCode);
    });

    [Fact]
    public void Only_nftables_know_published() => Lab.Run(lab =>
    {
        var refusal = Call("firewall", "web").Add(lab, With("""{"cniVersion":"1.1.0","name":"net","type":"firewall","backend":"iptables","ingressPolicy":"published"}""", """{"cniVersion":"1.1.0"}"""));

        Assert.Contains("ingress policy \\\"published\\\" needs", refusal.Out);
    });

    [Theory]
    [InlineData("same-bridge")]
    [InlineData("isolated")]
    [InlineData("published")]
    public void A_published_port_is_reached_from_everywhere_whatever_the_policy(string policy) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, $"\"backend\":\"nftables\",\"ingressPolicy\":\"{policy}\",", "peer", "stranger");
        Succeed(host.Net.Publish("web", Portmap(Tcp(8080))));

        foreach (string? from in (string?[])[null, "world", "peer", "stranger"])
            Assert.True(host.IsReachedFrom(from, "192.0.2.1:8080", "[fd00:2::1]:8080"), from ?? "the host");
    });

    [Fact]
    public void Iptables_let_a_container_past_a_policy_of_drop() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, "\"backend\":\"iptables\",");
        lab.Tool("iptables -P FORWARD DROP && ip6tables -P FORWARD DROP");
        host.ServeInTheWorld();

        Assert.True(host.Reaches("web", "192.0.2.2") && host.Reaches("web", "[fd00:2::2]"), "out, and back");
        Assert.False(host.IsReachedFrom("world"));

        Succeed(host.Del("web"));
        Assert.False(host.Reaches("web", "192.0.2.2"));
    });

    [Fact]
    public void What_is_left_is_the_administrators_to_drop() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, "\"backend\":\"nftables\",");
        Succeed(host.Net.Publish("web", Portmap(Tcp(8080))));
        host.ServeInTheWorld();

        lab.Tool("nft add rule inet cni_firewall admin_last drop");

        Assert.True(host.Reaches("web", "192.0.2.2") && host.Reaches("web", "[fd00:2::2]"), "out, and back");
        Assert.True(host.IsReachedFrom("world", "192.0.2.1:8080", "[fd00:2::1]:8080"), "a published port");
        Assert.False(host.IsReachedFrom("world"), "the container's own address");
    });

    [Theory]
    [InlineData("nftables", "nft add rule inet cni_firewall admin ip daddr 192.0.2.2 counter drop", "nft list chain inet cni_firewall admin")]
    [InlineData("iptables", "iptables -A CNI-ADMIN -d 192.0.2.2 -j DROP", "iptables-save -t filter | grep ^-A.CNI-ADMIN")]
    public void What_an_administrator_says_comes_first_and_stays(string backend, string rule, string list) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, $"\"backend\":\"{backend}\",");
        host.ServeInTheWorld();
        lab.Tool(rule);
        string before = lab.Tool($"{list} | sed 's/packets.*bytes [0-9]*//'");

        Assert.False(host.Reaches("web", "192.0.2.2"));
        Succeed(host.Del("web"));
        Succeed(host.Add("web"));
        Succeed(host.Gc());

        Assert.Equal(before, lab.Tool($"{list} | sed 's/packets.*bytes [0-9]*//'"));
        Assert.False(host.Reaches("web", "192.0.2.2"));
    });

    [Fact]
    public void A_conversation_that_exists_goes_on_when_a_policy_comes() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, "\"backend\":\"nftables\",", "peer");
        lab.Start("busybox nc -ll -p 90 -e busybox cat", "web");
        lab.Until("it listens", () => lab.In("web", "ss -Hlnt").Contains(":90 "));
        var talk = lab.Start("busybox nc 10.44.0.2 90", "peer");
        talk.WriteLine("before");
        Assert.Equal("before", talk.ReadLine());

        host.Keys = "\"backend\":\"nftables\",\"ingressPolicy\":\"isolated\",";
        Succeed(host.Add("web"));

        talk.WriteLine("after");
        Assert.Equal("after", talk.ReadLine());
        Assert.False(host.IsReachedFrom("peer"));
    });
}
