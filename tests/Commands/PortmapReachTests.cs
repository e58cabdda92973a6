using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>Who reaches a published port, by either backend, with bridged packets passing the firewall or not.</summary>
public class PortmapReachTests
{
    static readonly (string? From, string Address)[] s_clients =
    [
        ("world", "192.0.2.1"), ("world", "[fd00:2::1]"),
        (null, "192.0.2.1"), (null, "10.44.0.1"), (null, "127.0.0.1"), (null, "127.0.0.2"), (null, "[fd00:44::1]"), (null, "[::1]"),
        ("web", "192.0.2.1"), ("web", "10.44.0.1"), ("web", "[fd00:2::1]"), ("web", "[fd00:44::1]"),
        ("neighbour", "192.0.2.1"), ("neighbour", "10.44.0.1"), ("neighbour", "[fd00:44::1]"),
    ];

    [Theory]
    [InlineData("nftables", 0)]
    [InlineData("nftables", 1)]
    [InlineData("iptables", 0)]
    [InlineData("iptables", 1)]
    public void Everybody_does(string backend, int bridgedPacketsPass) => Lab.Run(lab =>
    {
        lab.Needs($"for family in ip ip6; do echo {bridgedPacketsPass} >/proc/sys/net/bridge/bridge-nf-call-${{family}}tables; done");
        var network = Serving.APage(lab);
        network.Attach("neighbour");
        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: $"\"backend\":\"{backend}\",")));

        string[] failing = [.. from client in s_clients
            where client.Address != "127.0.0.2" || backend == "nftables"   // the reference's rule is for 127.0.0.1 alone
            where Try(lab, client.From, client.Address) != "a page"
            select $"{client.From ?? "the host"} by {client.Address}"];

        Assert.Equal([], failing);
    });

    [Theory]
    [InlineData("nftables")]
    [InlineData("iptables")]
    public void A_port_for_the_loopback_address_is_for_the_host_alone(string backend) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap($"{Tcp(8080, hostIp: "::1")},{Tcp(8080, hostIp: "127.0.0.1")}", keys: $"\"backend\":\"{backend}\",")));

        Assert.Equal("a page", Serving.Fetch(lab, null, "http://[::1]:8080/"));
        Assert.Equal("a page", Serving.Fetch(lab, null, "http://127.0.0.1:8080/"));
        // Not by the name under which the host's own connections from ::1 go, either.
        string hidden = lab.Tool("ip -6 route show table local type local | grep -o 'fdce[^ ]*'");
        foreach (string address in (string[])["192.0.2.1", "[fd00:2::1]", $"[{hidden}]"])
            Assert.NotEqual("a page", Try(lab, "web", address));
    });

    /// <summary>moby 22054, 41872, 45610: not from a neighbour either who sends to 127.0.0.1 by the wire, to a host that takes such packets.</summary>
    [Theory]
    [InlineData("nftables", "")]
    [InlineData("iptables", "")]
    [InlineData("iptables", "\"masqAll\":true,")]
    [InlineData("iptables", "\"snat\":false,")]   // then not even the host does
    public void No_neighbour_of_the_host_reaches_a_port_for_the_loopback_address(string backend, string keys) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        lab.Tool("echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet");
        lab.In("world", "ip route del local 127.0.0.0/8 table local; ip route del local 127.0.0.1 table local; echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet; ip route add 127.0.0.1 via 192.0.2.1");
        Succeed(network.Publish("web", Portmap(Tcp(8080, hostIp: "127.0.0.1"), keys: $"\"backend\":\"{backend}\",{keys}")));

        if (!keys.Contains("snat"))
            Assert.Equal("a page", Serving.Fetch(lab, null, "http://127.0.0.1:8080/"));
        Assert.Equal(28, lab.TryIn("world", "curl -sS --max-time 2 --interface eth0 http://127.0.0.1:8080/").ExitCode);
    });

    /// <summary>The guard is found missing where it is needed: on a host that takes packets for 127.0.0.1 from any link.</summary>
    [Theory]
    [InlineData("nftables", "is missing rules")]
    [InlineData("iptables", "nft chain inet cni_ports guard is missing rules")]
    public void That_nothing_keeps_them_out_is_found(string backend, string missing) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string ports = Portmap(Tcp(8080, hostIp: "127.0.0.1"), keys: $"\"backend\":\"{backend}\",");
        Succeed(network.Publish("web", ports));
        lab.Tool("echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet");
        Succeed(Call("portmap", "web").Check(lab, With(ports, network.ResultOf("web"))));

        lab.Tool("nft flush chain inet cni_ports guard");

        Assert.Contains(missing, Refused(Call("portmap", "web").Check(lab, With(ports, network.ResultOf("web")))).Message);
    });

    [Theory]
    [InlineData("DEL")]
    [InlineData("GC")]
    public void What_a_port_of_iptables_for_the_loopback_address_has_in_nftables_goes_with_it(string command) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        string ports = Portmap($"{Tcp(8080, hostIp: "127.0.0.1")},{Tcp(8080, hostIp: "::1")}", keys: "\"backend\":\"iptables\",");
        Succeed(network.Publish("web", ports));
        Assert.NotEqual("", lab.Tool("nft list set inet cni_ports from_loopback4 | grep elements"));

        Succeed(command == "DEL" ? network.Unpublish("web", ports) : Call("portmap", "").Run(lab, "GC", """{"cniVersion":"1.1.0","name":"net","type":"portmap","cni.dev/valid-attachments":[]}"""));

        Assert.Equal("", lab.Tool("nft list table inet cni_ports | grep elements || true"));
    });

    /// <summary>CVE-2025-67499: a port that is published is taken for this host's addresses, and not wherever somebody connects to that port.</summary>
    [Theory]
    [InlineData("nftables")]
    [InlineData("iptables")]
    public void That_port_of_other_hosts_stays_theirs(string backend) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("neighbour");
        lab.Tool("mkdir /run/world && echo the world >/run/world/index.html && ip -n world link set lo up");
        lab.Start("busybox httpd -f -p 8080 -h /run/world", "world");
        lab.Until("the world serves", () => lab.TryIn("world", "curl -sS --max-time 2 http://192.0.2.2:8080/").ExitCode == 0);

        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: $"\"backend\":\"{backend}\",")));

        foreach (string? from in (string?[])[null, "web", "neighbour"])   // by the chains of output and of prerouting
            foreach (string address in (string[])["192.0.2.2", "[fd00:2::2]"])
                Assert.Equal("the world", Try(lab, from, address));
    });

    /// <summary>CVE-2019-9946: a cluster's services, whose rules were there before, come before published ports.</summary>
    [Theory]
    [InlineData("nftables")]
    [InlineData("iptables")]
    public void What_others_have_sent_elsewhere_already_goes_there(string backend) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        network.Attach("service");
        lab.Tool("mkdir /run/service && echo the service >/run/service/index.html");
        lab.Start("busybox httpd -f -p 80 -h /run/service", "service");
        lab.Until("the service serves", () => lab.Try("curl -sS --max-time 2 http://10.44.0.3/").ExitCode == 0);
        lab.Tool("iptables -t nat -N KUBE-SERVICES; iptables -t nat -A PREROUTING -j KUBE-SERVICES; iptables -t nat -A KUBE-SERVICES -d 192.0.2.1 -p tcp --dport 8080 -j DNAT --to-destination 10.44.0.3:80");

        Succeed(network.Publish("web", Portmap(Tcp(8080), keys: $"\"backend\":\"{backend}\",")));

        Assert.Equal("the service", Try(lab, "world", "192.0.2.1"));
        Assert.Equal("a page", Try(lab, "world", "[fd00:2::1]"));
    });

    /// <summary>An earlier version's chains came before everybody else's of their priority. They serve on, and GC moves them.</summary>
    [Fact]
    public void Gc_moves_chains_of_before_behind_those_of_others() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap(Tcp(8080))));
        string now = Hooks(lab);
        lab.Tool("""
            for hook in prerouting output; do nft "flush chain inet cni_ports $hook; delete chain inet cni_ports $hook;
              add chain inet cni_ports $hook { type nat hook $hook priority -100; }; add rule inet cni_ports $hook fib daddr type local jump publish"; done
            """);
        string before = Hooks(lab);

        Succeed(Call("portmap", "").Run(lab, "STATUS", """{"cniVersion":"1.1.0","name":"net","type":"portmap","backend":"nftables"}"""));
        Assert.Equal((before, "a page"), (Hooks(lab), Try(lab, "world", "192.0.2.1")));
        Succeed(Call("portmap", "").Run(lab, "GC", """
            {"cniVersion":"1.1.0","name":"net","type":"portmap","cni.dev/valid-attachments":[{"containerID":"web","ifname":"eth0"}]}
            """));

        Assert.NotEqual(before, now);
        Assert.Equal((now, "a page"), (Hooks(lab), Try(lab, "world", "192.0.2.1")));
    });

    static string Hooks(Lab lab) => lab.Tool("for hook in output prerouting; do nft list chain inet cni_ports $hook; done");

    [Fact]
    public void What_the_host_serves_on_loopback_6_is_its_own_business() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        lab.Tool("mkdir -p /run/host && echo the host >/run/host/index.html");
        lab.Start("busybox httpd -f -p [::1]:9000 -h /run/host");
        lab.Until("it serves", () => lab.Try("curl -gsS http://[::1]:9000/").ExitCode == 0);

        Succeed(network.Publish("web", Portmap(Tcp(8080))));

        Assert.Equal("the host", Serving.Fetch(lab, null, "http://[::1]:9000/"));
        string hidden = lab.Tool("ip -6 route show table local type local | grep -o 'fdce[^ ]*'");
        Assert.NotEqual(0, lab.TryIn("web", $"curl -gsS --max-time 2 http://[{hidden}]:9000/").ExitCode);
    });

    static string Try(Lab lab, string? from, string address)
    {
        string command = $"curl -gsS --max-time 2 http://{address}:8080/";
        return (from is null ? lab.Try(command) : lab.TryIn(from, command)).Out;
    }
}
