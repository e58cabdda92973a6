using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class PortmapTests
{
    [Theory]
    [InlineData("another host", "world", "192.0.2.1")]
    [InlineData("another host, IPv6", "world", "[fd00:2::1]")]
    [InlineData("the host by its outer address", null, "192.0.2.1")]
    [InlineData("the host by the bridge's address", null, "10.44.0.1")]
    [InlineData("the host by an IPv6 address", null, "[fd00:44::1]")]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("::1", null, "[::1]")]
    [InlineData("the container itself", "web", "192.0.2.1")]
    [InlineData("the container itself, IPv6", "web", "[fd00:2::1]")]
    [InlineData("a container of the same network", "neighbour", "10.44.0.1")]
    public void A_published_port_is_reached_from(string who, string? from, string address) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        if (from == "neighbour")
            network.Attach("neighbour");

        Assert.True(Serving.Fetch(lab, from, $"http://{address}:8080/") == "a page", who);
    });

    [Fact]
    public void Another_host_is_seen_by_its_own_address() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        var talkative = lab.Start("sh -c 'exec busybox httpd -f -v -p 81 -h /run/www 2>&1'", "web");
        lab.Until("it listens", () => lab.In("web", "ss -Hlnt").Contains(":81 "));
        Succeed(network.Publish("web", Portmap(Tcp(8080, containerPort: 81))));

        Serving.Fetch(lab, "world", "http://192.0.2.1:8080/");

        Assert.Contains("192.0.2.2", talkative.ReadLine());
    });

    [Fact]
    public void Udp_is_published_too() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        using var server = Serving.Datagrams(lab.Namespace("web"), port: 53);
        Succeed(network.Publish("web", Portmap("""{"hostPort":5353,"containerPort":53,"protocol":"udp"}""")));

        const string ask = "bash -c 'exec 3<>/dev/udp/ADDRESS/5353; echo asked >&3; timeout 5 head -n 1 <&3'";
        Assert.Equal("an answer", lab.In("world", ask.Replace("ADDRESS", "192.0.2.1")));
        Assert.Equal("an answer", lab.Tool(ask.Replace("ADDRESS", "127.0.0.1")));
        Assert.Equal("an answer", lab.Tool(ask.Replace("ADDRESS", "::1")));
    });

    [Fact]
    public void A_host_address_limits_a_port_to_itself() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080, hostIp: "127.0.0.1"))));

        Assert.Equal("a page", Serving.Fetch(lab, null, "http://127.0.0.1:8080/"));
        Assert.NotEqual(0, lab.TryIn("world", "curl -sS --max-time 5 http://192.0.2.1:8080/").ExitCode);
    });

    [Fact]
    public void Keys_may_be_written_as_containerd_writes_them() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap("""{"HostPort":8080,"ContainerPort":80,"Protocol":"TCP","HostIP":""}""")));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
    });

    [Fact]
    public void What_the_host_serves_on_127_0_0_1_stays_out_of_a_containers_reach() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        lab.Start("busybox httpd -f -p 127.0.0.1:9000 -h /run/www");
        lab.Until("it serves", () => lab.Try("curl -sS http://127.0.0.1:9000/").ExitCode == 0);

        // The container does all it can to send to 127.0.0.1 by its network.
        lab.In("web", "ip route del local 127.0.0.0/8 table local; ip route del local 127.0.0.1 table local; echo 1 >/proc/sys/net/ipv4/conf/eth0/route_localnet");
        lab.In("web", "ip route add 127.0.0.1 via 10.44.0.1");

        Assert.NotEqual(0, lab.TryIn("web", "curl -sS --max-time 2 --interface eth0 http://127.0.0.1:9000/").ExitCode);
        Assert.Equal("1", lab.Tool("cat /proc/sys/net/ipv4/conf/net0/route_localnet"));
    });

    [Fact]
    public void A_port_is_an_element_and_never_a_rule() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        string rules = Rules(lab);

        network.Attach("more");
        Succeed(network.Publish("more", Portmap(string.Join(',', Enumerable.Range(9000, 20).Select(port => Tcp(port))))));

        Assert.Equal(rules, Rules(lab));
        Assert.Equal("21", lab.Tool("nft list map inet cni_ports ports4 | grep -o 'tcp \\.' | wc -l"));
    });

    [Fact]
    public void The_second_to_publish_a_port_is_told_who_has_it_and_changes_nothing() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("second");
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        string was = lab.Tool("nft list ruleset");

        var (code, message) = Refused(network.Publish("second", Portmap($"{Tcp(9090)},{Tcp(8080)}")));

        Assert.Equal((11, "host port 8080/tcp is published already; by net web eth0 (network, container, interface): delete that one, or run GC if it is gone"), (code, message));
        Assert.Equal(was, lab.Tool("nft list ruleset"));
        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
    });

    [Fact]
    public void An_add_that_is_repeated_changes_nothing() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        string was = lab.Tool("nft list ruleset");

        Succeed(network.Publish("web", Portmap(Tcp(8080))));

        Assert.Equal(was, lab.Tool("nft list ruleset"));
    });

    [Fact]
    public void A_container_in_two_networks_keeps_the_ports_of_the_one_when_it_leaves_the_other() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        string otherPorts = Portmap(Tcp(9090), network: "other");
        Succeed(network.Publish("web", otherPorts));

        Succeed(network.Unpublish("web", otherPorts));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
        Assert.DoesNotContain("9090", lab.Tool("nft list ruleset"));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Del_leaves_no_element_and_works_twice(bool knowsResult) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string ports = Portmap($"{Tcp(8080)},{Tcp(8081, hostIp: "127.0.0.1")}");
        Succeed(network.Publish("web", ports));

        for (int i = 0; i < 2; i++)
            Succeed(knowsResult ? network.Unpublish("web", ports) : Call("portmap", "web").Del(lab, ports));

        Assert.Equal("", lab.Tool("nft list table inet cni_ports | grep elements || true"));
    });

    [Fact]
    public void Gc_removes_the_ports_of_attachments_that_are_gone_and_no_others() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("gone");
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        Succeed(network.Publish("gone", Portmap(Tcp(9090))));
        Succeed(network.Publish("gone", Portmap(Tcp(9191), network: "other")));

        Succeed(Call("portmap", "").Run(lab, "GC", """
            {"cniVersion":"1.1.0","name":"net","type":"portmap","cni.dev/valid-attachments":[{"containerID":"web","ifname":"eth0"}]}
            """));

        string left = lab.Tool("nft list map inet cni_ports ports4");
        Assert.Contains("8080", left);
        Assert.DoesNotContain("9090", left);
        Assert.Contains("9191", left);
    });

    [Fact]
    public void Check_passes_after_add_and_names_a_missing_element() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string ports = Portmap(Tcp(8080));
        Succeed(network.Publish("web", ports));
        string config = With(ports, network.ResultOf("web"));
        Succeed(Call("portmap", "web").Check(lab, config));

        lab.Tool("nft delete element inet cni_ports ports4 '{ tcp . 8080 }'");

        Assert.Equal("nft element inet cni_ports ports4 { tcp . 8080 comment \"net web eth0\" : 10.44.0.2 . 80 } is missing",
            Refused(Call("portmap", "web").Check(lab, config)).Message);
    });

    [Fact]
    public void Without_ports_the_result_is_passed_on_and_no_table_is_made() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);

        Assert.Equal(network.ResultOf("web"), Succeed(network.Publish("web", Portmap(""))));
        Assert.DoesNotContain("cni_ports", lab.Tool("nft list tables"));
    });

    [Theory]
    [InlineData("""{"hostPort":0,"containerPort":80,"protocol":"tcp"}""", "Invalid host port number: 0")]
    [InlineData("""{"hostPort":80,"containerPort":70000,"protocol":"tcp"}""", "Invalid container port number: 70000")]
    [InlineData("""{"hostPort":80,"containerPort":80,"protocol":"icmp"}""", "the protocol of host port 80 is \"icmp\", not tcp, udp or sctp")]
    [InlineData("""{"hostPort":80,"containerPort":80,"hostIP":"here"}""", "failed to parse config: runtimeConfig.portMappings[0].hostIP is \"here\", not an IP address")]
    public void A_wrong_mapping_is_told_in_a_sentence(string mapping, string message) => Lab.Run(lab =>
        Assert.Contains(message, Refused(Call("portmap", "web").Add(lab, With(Portmap(mapping), """{"cniVersion":"1.0.0"}"""))).Message));

    [Fact]
    public void Alone_it_says_that_it_belongs_into_a_chain() => Lab.Run(lab =>
        Assert.Equal("must be called as chained plugin", Refused(Call("portmap", "web").Add(lab, Portmap(Tcp(8080)))).Message));

    static string Rules(Lab lab) => lab.Tool("nft list ruleset | grep -v -e elements -e comment -e '[0-9] }' -e '[0-9],$'");
}
