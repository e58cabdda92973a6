using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>Conditions are words of nft's language, or iptables', that a network sets before its own ports, and nobody else's.</summary>
public class PortmapConditionTests
{
    const string NotTheOuter = "\"conditionsV4\":[\"ip\",\"daddr\",\"!=\",\"192.0.2.1\"],";

    [Fact]
    public void What_does_not_meet_the_conditions_is_not_sent_on() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: NotTheOuter)));

        Assert.Equal("a page", Serving.Fetch(lab, null, "http://10.44.0.1:8080/"));
        Assert.Equal("a page", Serving.Fetch(lab, null, "http://[fd00:44::1]:8080/"));
        Assert.NotEqual(0, lab.TryIn("world", "curl -sS --max-time 2 http://192.0.2.1:8080/").ExitCode);
    });

    [Theory]
    [InlineData("ip saddr { 192.0.2.0/24, 198.51.100.7 }")]
    [InlineData("iifname \\\"wan\\\" tcp dport 8000-8100")]
    [InlineData("ct state new limit rate 10/second counter")]
    [InlineData("meta mark 0 ip protocol != icmp")]
    public void Whatever_nft_takes_is_a_condition(string words) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: $"\"conditionsV4\":[\"{words}\"],")));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
    });

    [Fact]
    public void What_nft_does_not_take_is_told_and_nothing_is_published() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);

        var refusal = Refused(network.Publish("web", Portmap(Tcp(8080), keys: "\"conditionsV4\":[\"ip\",\"guess\",\"1\"],")));

        Assert.Equal(7, refusal.Code);
        Assert.StartsWith("nft does not take conditionsV4 \"ip guess 1\"; syntax error", refusal.Message);
        Assert.Equal("", lab.Tool("nft list table inet cni_ports | grep 8080 || true"));
    });

    [Fact]
    public void Conditions_of_one_network_are_nothing_to_another_and_both_may_have_the_same_port() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("plain");
        Succeed(network.Publish("web", Portmap(Tcp(8080, hostIp: "0.0.0.0"), keys: "\"conditionsV4\":[\"ip daddr 192.0.2.1\"],")));
        Succeed(network.Publish("plain", Portmap(Tcp(8080, hostIp: "0.0.0.0"), network: "other", keys: "\"conditionsV4\":[\"ip daddr 10.44.0.1\"],")));
        Succeed(network.Publish("plain", Portmap(Tcp(9090), network: "third")));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
        Assert.Contains("10.44.0.3 . 80", lab.Tool("nft list map inet cni_ports ports4 | tr '\\n' ' '"));
        Assert.Equal(7, lab.Try("curl -sS --max-time 5 http://10.44.0.1:8080/").ExitCode);   // the other container's, which refuses
    });

    [Fact]
    public void Conditions_that_change_change_for_the_whole_network_and_nft_is_started_for_no_more_than_that() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("more");
        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: NotTheOuter)));
        string rules = lab.Tool("nft -a list chain inet cni_ports conditional");
        Succeed(network.Publish("more", Portmap(Tcp(9090), keys: NotTheOuter)));
        Assert.Equal(rules, lab.Tool("nft -a list chain inet cni_ports conditional"));

        Succeed(network.Publish("more", Portmap(Tcp(9090), keys: "\"conditionsV4\":[\"ip daddr != 10.44.0.1\"],")));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
        Assert.NotEqual(0, lab.Try("curl -sS --max-time 2 http://10.44.0.1:8080/").ExitCode);
    });

    [Fact]
    public void Check_misses_the_conditions_and_del_and_gc_leave_nothing_of_them() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string ports = Portmap($"{Tcp(8080)},{Tcp(8081, hostIp: "192.0.2.1")}", keys: NotTheOuter);
        Succeed(network.Publish("web", ports));
        string config = With(ports, network.ResultOf("web"));
        Succeed(Call("portmap", "web").Check(lab, config));
        lab.Tool("nft flush chain inet cni_ports conditional");
        Assert.StartsWith("nft chain inet cni_ports conditional has no rule with the conditions \"ip daddr != 192.0.2.1\"",
            Refused(Call("portmap", "web").Check(lab, config)).Message);

        Succeed(network.Unpublish("web", Portmap($"{Tcp(8080)},{Tcp(8081, hostIp: "192.0.2.1")}")));   // conditions are gone from it
        Succeed(Call("portmap", "").Run(lab, "GC", Portmap("").Replace("1.0.0", "1.1.0").Insert(1, "\"cni.dev/valid-attachments\":[],")));

        Assert.Equal("", lab.Tool("nft list table inet cni_ports | grep -e elements -e /net || true"));
    });
}
