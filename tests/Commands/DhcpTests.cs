using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>The plugin, its daemon and Debian's dnsmasq.</summary>
public class DhcpTests
{
    [Fact]
    public void The_container_gets_what_the_server_gives() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, "--dhcp-option=option:dns-server,10.50.0.53,10.50.0.54 --domain=pods.example");
        string result = lan.Attach("pod");

        lan.AssertLease("pod", result);
        lab.In("pod", "ping -c 1 -W 1 10.50.0.1");
        Assert.Equal("default via 10.50.0.1 dev eth0", lab.In("pod", "ip route show default | sed 's/ *$//'"));
        var json = JsonDocument.Parse(result).RootElement;
        Assert.Equal("""{"nameservers":["10.50.0.53","10.50.0.54"],"domain":"pods.example"}""", json.GetProperty("dns").GetRawText());
        Assert.Equal($"{DhcpLan.AddressIn(result)}/24", json.GetProperty("ips")[0].GetProperty("address").GetString());
        Assert.Contains(DhcpLan.AddressIn(result), lan.Leases);
        Succeed(Call("bridge", "pod").Check(lab, With(DhcpLan.Config(), result)));

        Succeed(Call("bridge", "pod").Del(lab, With(DhcpLan.Config(), result)));
        lab.Until("the server has the address back", () => lan.Leases == "");
        Succeed(Call("bridge", "pod").Del(lab, With(DhcpLan.Config(), result)));
        Assert.Equal("", lan.Kept);
    });

    [Theory]
    [InlineData("macvlan", "\"master\":\"lan0\"")]
    [InlineData("host-device", "\"device\":\"lan0\"")]
    public void A_link_that_the_container_has_alone_gets_its_address_over_it(string plugin, string keys) => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lab.Namespace("pod");
        lab.Tool("ip link add lan0 up type veth peer name lan1 && ip link set lan1 master br0 up");
        string config = $$"""{"cniVersion":"1.1.0","name":"net","type":"{{plugin}}",{{keys}},"ipam":{"type":"dhcp"} }""";

        string result = Succeed(Call(plugin, "pod").Add(lab, config));

        lan.AssertLease("pod", result);
        lab.In("pod", "ping -c 1 -W 1 10.50.0.1");
        Succeed(Call(plugin, "pod").Check(lab, With(config, result)));
        Succeed(Call(plugin, "pod").Del(lab, With(config, result)));
        lab.Until("the server has the address back", () => lan.Leases == "");
    });

    [Theory]
    [InlineData("--dhcp-option=121,0.0.0.0/0,10.50.0.1,10.77.0.0/16,0.0.0.0,10.78.1.0/25,10.50.0.9", "", "default via 10.50.0.1|10.77.0.0/16|10.78.1.0/25 via 10.50.0.9")]
    [InlineData("--dhcp-option=33,192.168.7.0,10.50.0.7,172.16.0.0,10.50.0.8", "", "172.16.0.0/16 via 10.50.0.8|192.168.7.0/24 via 10.50.0.7|default via 10.50.0.1")]
    [InlineData("--dhcp-option=3", "", "")]
    [InlineData("", "\"priority\":77", "default via 10.50.0.1 metric 77")]
    [InlineData("--dhcp-option=121,0.0.0.0/0,10.50.0.9", "\"request\":[{\"skipDefault\":true},{\"option\":\"subnet-mask\"},{\"option\":\"3\"}]", "default via 10.50.0.1")]
    public void The_servers_routes_are_the_containers(string server, string keys, string routes) => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, server);
        string config = DhcpLan.Config(keys), result = lan.Attach("pod", config);

        string shown = lab.In("pod", "ip route | grep -v 'proto kernel' | sed 's/ dev eth0//; s/ scope link//; s/ *$//' || true");
        Assert.Equal(routes.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(), shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Succeed(Call("bridge", "pod").Check(lab, With(config, result)));
    });

    [Theory]
    [InlineData("", "* 00:63:31:2f:6e:65:74:2f:65:74:68:30")]   // c1/net/eth0
    [InlineData("\"provide\":[{\"option\":\"host-name\",\"value\":\"web\"}]", "web 00:63:31:2f:6e:65:74:2f:65:74:68:30")]
    [InlineData("\"provide\":[{\"option\":\"host-name\",\"value\":\"web\",\"fromArg\":\"K8S_POD_NAME\"},{\"option\":\"61\",\"value\":\"abc\"}]", "shop 61:62:63")]
    public void The_server_knows_the_container_by_what_the_configuration_provides(string keys, string known) => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lab.Namespace("pod");
        var call = PluginCall.Ours("bridge") with { NetNs = "/run/netns/pod", Args = "IgnoreUnknown=1;K8S_POD_NAME=shop" };
        Succeed(call.Add(lab, DhcpLan.Config(keys)));

        Assert.EndsWith(known, lan.Leases);
    });

    [Fact]
    public void Every_packet_is_as_it_should_be() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lan.Capture();
        string result = lan.Attach("pod"), address = DhcpLan.AddressIn(result);
        Succeed(Call("bridge", "pod").Del(lab, With(DhcpLan.Config(), result)));

        string[] ours = [.. lan.Seen(5).Where(packet => packet.Contains("> 255.255.255.255.67:") || packet.Contains("> 10.50.0.1.67:"))];
        Assert.All(ours, packet => Assert.Contains("[udp sum ok]", packet));
        Assert.DoesNotContain(ours, packet => packet.Contains("bad cksum"));
        Assert.Contains(ours, packet => packet.Contains("0.0.0.0.68 > 255.255.255.255.67") && packet.Contains(": Discover"));
        Assert.Contains(ours, packet => packet.Contains("0.0.0.0.68 > 255.255.255.255.67") && packet.Contains(": Request") && packet.Contains($"Requested-IP (50), length 4: {address}"));
        string release = ours.Single(packet => packet.Contains(": Release"));
        Assert.Contains($"{address}.68 > 10.50.0.1.67", release);
        Assert.Contains($"Client-IP {address}", release);
    });

    [Theory]
    [InlineData("\"provide\":[{\"option\":\"colour\",\"value\":\"red\"}]", "Can not parse option \"colour\"")]
    [InlineData("\"request\":[{\"option\":\"0\"}]", "Can not parse option \"0\"")]
    [InlineData("\"daemonSocketPath\":\"dhcp.sock\"", "ipam.daemonSocketPath is dhcp.sock, not an absolute path")]
    public void A_wrong_configuration_is_told(string keys, string message) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        var (code, said) = Refused(Call("dhcp", "pod").Add(lab, DhcpLan.Config(keys)));

        Assert.Equal(7, code);
        Assert.Contains(message, said);
        Succeed(Call("dhcp", "pod").Del(lab, DhcpLan.Config(keys)));
    });

    [Fact]
    public void Without_a_server_an_add_gives_up_and_leaves_nothing() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, server: null, daemon: "-resendtimeout 1500ms");
        lab.Namespace("pod");
        const string links = "ip -br link | cut -d' ' -f1";
        string before = lab.Tool(links);

        Assert.Equal((11, "error calling DHCP.Allocate: no more tries"), Refused(Call("bridge", "pod").Add(lab, DhcpLan.Config())));
        Assert.Equal(before, lab.Tool(links));
        Assert.Equal("", lan.Kept);
    });

    [Fact]
    public void A_plugin_that_is_ended_wants_nothing_any_more() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, server: null);
        lab.Namespace("pod");
        lab.In("pod", "ip link add eth0 type veth peer name other");
        var plugin = lab.Start($"env CNI_COMMAND=ADD CNI_CONTAINERID=pod CNI_NETNS=/run/netns/pod CNI_IFNAME=eth0 CNI_PATH={Binaries.PluginFolder} "
            + $"{Binaries.Plugin("dhcp")} <<'EOF'\n{DhcpLan.Config()}\nEOF\n");
        lab.Until("the daemon has set the link up", () => lab.In("pod", "ip -br link show eth0").Contains("UP"));

        plugin.Stop();

        lan.Daemon.AwaitWord("pod/net/eth0: released");
    });

    [Fact]
    public void Gc_releases_what_no_valid_attachment_has() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab);
        lan.Attach("live");
        lan.Attach("dead");
        string other = DhcpLan.Config(network: "other");
        lan.Attach("stranger", other);

        Succeed(PluginCall.Ours("dhcp").Run(lab, "GC", DhcpLan.Config()[..^1] + ""","cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}] }"""));

        Assert.Equal("net:live:eth0\nother:stranger:eth0", lan.Kept);
        lab.Until("the server has the address back", () => lan.Leases.Split('\n').Length == 2);
    });
}
