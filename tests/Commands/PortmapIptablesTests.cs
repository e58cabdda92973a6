using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>The iptables backend is the reference plugin's rule by rule: each removes what the other made.</summary>
public class PortmapIptablesTests
{
    const string Ports = """
        {"hostPort":8080,"containerPort":80,"protocol":"tcp"},{"hostPort":8081,"containerPort":81,"protocol":"udp"},
        {"hostPort":8082,"containerPort":82,"protocol":"tcp","hostIP":"127.0.0.1"},{"hostPort":8083,"containerPort":83,"protocol":"sctp","hostIP":"::"}
        """;

    public static TheoryData<string> Keys =>
    [
        "", "\"snat\":false,", "\"markMasqBit\":5,", "\"externalSetMarkChain\":\"THEIR-MARK\",",
        "\"conditionsV4\":[\"!\",\"-d\",\"192.0.2.1\"],\"conditionsV6\":[\"-s\",\"fd00:2::/64\",\"-m\",\"comment\",\"--comment\",\"it's \\\"mine\\\"\"],",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_rule_is_as_the_reference_plugin_writes_it_and_each_cleans_up_after_the_other(string keys) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string config = With(Portmap(Ports, keys: $"\"backend\":\"iptables\",{keys}"), network.ResultOf("web"));
        PluginCall ours = Call("portmap", "web"), reference = PluginCall.Reference("portmap") with { Container = "web", NetNs = "/run/netns/web" };
        Clear(lab);
        Succeed(reference.Add(lab, config));
        string theirs = Saved(lab);
        Succeed(ours.Check(lab, config));
        Succeed(ours.Del(lab, config));
        string cleanedByUs = Saved(lab);
        Clear(lab);

        Succeed(ours.Add(lab, config));
        Assert.Equal(theirs, Saved(lab));
        Succeed(ours.Add(lab, config));
        Assert.Equal(theirs, Saved(lab));
        Succeed(ours.Check(lab, config));
        Succeed(reference.Del(lab, config));
        Assert.Equal(cleanedByUs, Saved(lab));
        Assert.DoesNotContain("web", cleanedByUs);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_second_to_publish_a_port_is_told_who_has_it_and_changes_nothing(bool oursWasFirst) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("second");
        const string Backend = "\"backend\":\"iptables\",";
        var first = (oursWasFirst ? Call("portmap", "web") : PluginCall.Reference("portmap")) with { Container = "web", NetNs = "/run/netns/web" };
        Succeed(first.Add(lab, With(Portmap($"{Tcp(8080)},{Tcp(8081, hostIp: "127.0.0.1")}", keys: Backend), network.ResultOf("web"))));
        string was = Saved(lab);

        foreach (string taken in (string[])[Tcp(8080), Tcp(8081, hostIp: "127.0.0.1")])
        {
            var (code, message) = Refused(network.Publish("second", Portmap($"{Tcp(9090)},{taken}", keys: Backend)));
            Assert.Equal(11, code);
            Assert.Matches(@"^host port 808[01]/tcp is published already; by the chain CNI-DN-\w+ of iptables \(dnat name: ""net"" id: ""web""\)", message);
            Assert.Equal(was, Saved(lab));
        }
        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));

        // The same number is free at another address, and for another protocol.
        Succeed(network.Publish("second", Portmap($"{Tcp(8080, hostIp: "127.0.0.1")},{Tcp(8081).Replace("tcp", "udp")}", keys: Backend)));
    });

    [Fact]
    public void Two_interfaces_of_a_container_in_one_network_keep_their_ports_apart() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string first = With(Portmap(Tcp(8080), keys: "\"backend\":\"iptables\","), network.ResultOf("web"));
        string second = With(Portmap(Tcp(9090), keys: "\"backend\":\"iptables\","),
            network.ResultOf("web").Replace("eth0", "eth1").Replace("10.44.0.2/", "10.44.0.9/").Replace("fd00:44::2/", "fd00:44::9/"));
        PluginCall eth0 = Call("portmap", "web"), eth1 = eth0 with { IfName = "eth1" };
        Succeed(eth0.Add(lab, first));
        string before = Saved(lab);
        Succeed(eth1.Add(lab, second));
        Succeed(eth1.Check(lab, second));
        Succeed(eth0.Check(lab, first));

        for (int i = 0; i < 2; i++)
            Succeed(eth1.Del(lab, second));

        Assert.Equal(before, Saved(lab));
        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
    });

    [Fact]
    public void With_masqAll_every_client_is_seen_as_the_host() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);

        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: "\"backend\":\"iptables\",\"masqAll\":true,")));

        string[] marks = lab.Tool("(iptables-save -t nat; ip6tables-save -t nat) | sed -nE 's/^-A CNI-DN-[0-9a-f]* (.* -j CNI-HOSTPORT-SETMARK)/\\1/p'").Split('\n');
        Assert.Equal(Enumerable.Repeat("-p tcp -m tcp --dport 8080 -j CNI-HOSTPORT-SETMARK", 2), marks);
        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
    });

    [Fact]
    public void More_than_fifteen_ports_take_more_than_one_rule() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);

        Succeed(network.Publish("web", Portmap(string.Join(',', Enumerable.Range(7001, 31).Select(port => Tcp(port))), keys: "\"backend\":\"iptables\",")));

        Assert.Equal(["15", "15", "1"],
            lab.Tool("iptables-save -t nat | sed -nE 's/-A CNI-HOSTPORT-DNAT .*--dports ([0-9,]*) .*/\\1/p'").Split('\n').Select(ports => $"{ports.Split(',').Length}"));
    });

    [Theory]
    [InlineData("iptables -t nat -D CNI-HOSTPORT-DNAT 1", "-m multiport --dports 8080")]
    [InlineData("iptables -t nat -F CNI-HOSTPORT-SETMARK", "in chain CNI-HOSTPORT-SETMARK")]
    [InlineData("iptables -t nat -D OUTPUT 1", "in chain OUTPUT")]
    [InlineData("ip6tables -t nat -F $(ip6tables-save -t nat | grep -o 'CNI-DN-[^ ]*' | head -n 1)", "could not check ipv6 dnat: rule ")]
    [InlineData("iptables -t nat -F; iptables -t nat -X", "could not check ipv4 dnat: chain CNI-DN-")]
    public void Check_names_what_is_missing(string damage, string missing) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string ports = Portmap(Tcp(8080), keys: "\"backend\":\"iptables\",");
        Succeed(network.Publish("web", ports));

        lab.Tool(damage);

        Assert.Contains(missing, Refused(Call("portmap", "web").Check(lab, With(ports, network.ResultOf("web")))).Message);
    });

    [Theory]
    [InlineData("iptables", "nftables")]
    [InlineData("nftables", "iptables")]
    public void Del_cleans_both_backends_whichever_the_network_names_now(string then, string now) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: $"\"backend\":\"{then}\",")));

        Succeed(network.Unpublish("web", Portmap(Tcp(8080), keys: $"\"backend\":\"{now}\",")));

        Assert.DoesNotContain("8080", lab.Tool("nft list ruleset"));
    });

    [Fact]
    public void Gc_removes_the_chains_of_attachments_that_are_gone_and_no_others() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("gone");
        foreach (var (pod, port, name) in ((string, int, string)[])[("web", 8080, "net"), ("gone", 9090, "net"), ("gone", 9191, "other")])
            Succeed(network.Publish(pod, Portmap(Tcp(port), network: name, keys: "\"backend\":\"iptables\",")));

        Succeed(Call("portmap", "").Run(lab, "GC", """
            {"cniVersion":"1.1.0","name":"net","type":"portmap","cni.dev/valid-attachments":[{"containerID":"web","ifname":"eth0"}]}
            """));

        string left = Saved(lab);
        Assert.Contains("8080", left);
        Assert.DoesNotContain("9090", left);
        Assert.Contains("9191", left);
    });

    [Fact]
    public void A_condition_that_iptables_does_not_take_is_told_and_nothing_stays() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);

        var refusal = Refused(network.Publish("web", Portmap(Tcp(8080), keys: "\"backend\":\"iptables\",\"conditionsV6\":[\"-m\",\"guesswork\"],")));

        Assert.Contains("-m guesswork", refusal.Message);
        Assert.DoesNotContain("8080", lab.Tool("nft list ruleset"));
    });

    static void Clear(Lab lab) =>
        lab.Tool("for tool in iptables ip6tables; do $tool -t nat -F; $tool -t nat -X; $tool -t nat -N THEIR-MARK; done");

    static string Saved(Lab lab) => lab.Tool("(iptables-save -t nat; ip6tables-save -t nat) | grep '^-A'");
}
