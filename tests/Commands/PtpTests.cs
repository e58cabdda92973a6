using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class PtpTests
{
    const string DualStack = """
        "ipam":{"type":"host-local","dataDir":"/run/leases","ranges":[[{"subnet":"10.44.0.0/24"}],[{"subnet":"fd00:44::/64"}]],"routes":[{"dst":"0.0.0.0/0"},{"dst":"::/0"}]}
        """;

    static string Config(string keys = DualStack, string version = "1.1.0") =>
        $$"""{"cniVersion":"{{version}}","name":"net","type":"ptp","ipMasq":true,"ipMasqBackend":"nftables",{{keys}} }""";

    [Theory]
    [InlineData("ptp")]
    [InlineData("veth")]
    public void Host_and_container_reach_each_other_at_once(string name) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        Succeed(Call(name, "pod").Add(lab, Config()));

        lab.In("pod", "ping -c 1 -W 1 10.44.0.1 && ping -c 1 -W 1 fd00:44::1");
        lab.Tool("ping -c 1 -W 1 10.44.0.2 && ping -c 1 -W 1 fd00:44::2");
    });

    [Fact]
    public void Two_containers_of_a_network_reach_each_other_through_the_host() => Lab.Run(lab =>
    {
        foreach (string pod in (string[])["a", "b"])
        {
            lab.Namespace(pod);
            Succeed(Call("ptp", pod).Add(lab, Config()));
        }

        lab.In("a", "ping -c 1 -W 1 10.44.0.3 && ping -c 1 -W 1 fd00:44::3");
        Assert.Contains("ttl=63", lab.In("b", "ping -c 1 -W 1 10.44.0.2"));
    });

    [Fact]
    public void The_container_goes_through_the_gateway_to_its_own_network_too() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        Succeed(Call("ptp", "pod").Add(lab, Config()));

        Assert.Equal("""
            default via 10.44.0.1 dev eth0
            10.44.0.0/24 via 10.44.0.1 dev eth0 src 10.44.0.2
            10.44.0.1 dev eth0 scope link src 10.44.0.2
            """, lab.In("pod", "ip route | sed 's/ *$//'"));
        Assert.Equal("10.44.0.2", lab.Tool("ip route | cut -d' ' -f1"));
    });

    [Theory]
    [InlineData("10.44.0.2/32", "10.44.0.1")]
    [InlineData("10.44.0.2/32", "169.254.1.1")]
    [InlineData("fd00:44::2/128", "fe80::1")]
    public void An_address_may_be_a_network_by_itself(string address, string gateway) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = Config($$"""
            "ipam":{"type":"static","addresses":[{"address":"{{address}}","gateway":"{{gateway}}"}],"routes":[{"dst":"{{(address.Contains(':') ? "::/0" : "0.0.0.0/0")}}"}]}
            """);
        string result = Succeed(Call("ptp", "pod").Add(lab, config));

        lab.Tool($"ping -c 1 -W 1 {address.Split('/')[0]}");
        Succeed(Call("ptp", "pod").Check(lab, With(config, result)));
        Succeed(Call("ptp", "pod").Del(lab, With(config, result)));
    });

    [Fact]
    public void The_result_tells_what_ip_shows() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        var result = JsonDocument.Parse(Succeed(Call("ptp", "pod").Add(lab, Config("\"mtu\":1400," + DualStack)))).RootElement;
        var links = result.GetProperty("interfaces");

        Assert.Contains(links[0].GetProperty("mac").GetString()!, lab.Tool($"ip link show {links[0].GetProperty("name").GetString()} mtu 1400 2>/dev/null || ip link show {links[0].GetProperty("name").GetString()}"));
        Assert.Contains(links[1].GetProperty("mac").GetString()!, lab.In("pod", "ip link show eth0"));
        Assert.Contains("mtu 1400", lab.In("pod", "ip link show eth0"));
        Assert.Equal(("eth0", "/run/netns/pod"), (links[1].GetProperty("name").GetString(), links[1].GetProperty("sandbox").GetString()));
        Assert.All(result.GetProperty("ips").EnumerateArray(), ip => Assert.Equal(1, ip.GetProperty("interface").GetInt32()));
        Assert.Equal(["10.44.0.2/24", "fd00:44::2/64"], result.GetProperty("ips").EnumerateArray().Select(ip => ip.GetProperty("address").GetString()));
    });

    [Theory]
    [InlineData("the namespace is there", "true", true, "/run/netns/pod")]
    [InlineData("the namespace is gone", "ip netns delete pod", true, "/run/netns/pod")]
    [InlineData("no namespace is named", "true", true, "")]
    [InlineData("nothing is known of the ADD", "true", false, "/run/netns/pod")]
    [InlineData("nothing at all is known", "true", false, "")]
    [InlineData("the link is gone", "ip -n pod link delete eth0", true, "/run/netns/pod")]
    [InlineData("the link is renamed", "ip -n pod link set eth0 down; ip -n pod link set eth0 name wan0", true, "/run/netns/pod")]
    public void Del_leaves_nothing_when(string situation, string first, bool knowsResult, string ns) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = Config();
        string result = Succeed(Call("ptp", "pod").Add(lab, config));
        lab.Tool(first);

        for (int i = 0; i < 2; i++)
            Succeed((Call("ptp", "pod") with { NetNs = ns }).Del(lab, knowsResult ? With(config, result) : config));

        Assert.True(Leftovers(lab) == "", $"{situation}: {Leftovers(lab)}");
    });

    [Theory]
    [InlineData("an interface that is there already", "ip -n pod link add eth0 type bridge", DualStack, "CNI_IFNAME is eth0, which already exists in /run/netns/pod")]
    [InlineData("no address", "true", "\"ipam\":{\"type\":\"static\"}", "IPAM plugin returned missing IP config")]
    [InlineData("no gateway", "true", "\"ipam\":{\"type\":\"static\",\"addresses\":[{\"address\":\"10.44.0.2/32\"}]}",
        "the address 10.44.0.2/32 has no gateway, and its network has no other address that could be it; have the address plugin name one")]
    [InlineData("a route to nowhere", "true", "\"ipam\":{\"type\":\"host-local\",\"dataDir\":\"/run/leases\",\"subnet\":\"10.44.0.0/24\",\"routes\":[{\"dst\":\"10.9.0.0/16\",\"gw\":\"192.0.2.1\"}]}",
        "add 10.9.0.0/16 via 192.0.2.1 dev eth0")]
    [InlineData("no ipam", "true", "\"mtu\":1400", "no plugin name provided")]
    [InlineData("an unknown backend", "true", "\"ipMasqBackend\":\"ipfw\"," + DualStack, "unknown ipmasq backend \"ipfw\"")]
    public void An_add_that_cannot_be_leaves_everything_as_it_was(string situation, string before, string keys, string message) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool(before);

        var (_, said) = Refused(Call("ptp", "pod").Add(lab, Config(keys)));

        Assert.True(said.Contains(message), $"{situation}: {said}");
        Assert.Equal("", Leftovers(lab));
        Assert.Equal("", lab.In("pod", "ip -br link show type veth"));
    });

    [Theory]
    [InlineData("ip -n pod route del default", "Expected Route 0.0.0.0/0 not found in routing table; it should be default via 10.44.0.1 dev eth0")]
    [InlineData("ip -n pod route del 10.44.0.0/24", "Expected Route 10.44.0.0/24 not found in routing table; it should be 10.44.0.0/24 via 10.44.0.1 dev eth0 src 10.44.0.2")]
    [InlineData("ip -n pod addr del fd00:44::2/64 dev eth0", "Failed to match addr fd00:44::2/64 on interface eth0")]
    [InlineData("ip route del 10.44.0.2", "Expected Route 10.44.0.2/32 not found in routing table; it should be 10.44.0.2 dev V")]
    [InlineData("ip addr del 10.44.0.1/32 dev $V", "V has not the gateway's address 10.44.0.1/32")]
    [InlineData("ip link set $V down", "V is down")]
    [InlineData("nft delete element inet cni_masquerade sources4 '{ 10.44.0.2 }'", "nft element inet cni_masquerade sources4 { 10.44.0.2 comment \"net pod eth0\" } is missing")]
    public void Check_passes_after_add_and_names_what_differs_later(string change, string difference) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = Config();
        string result = Succeed(Call("ptp", "pod").Add(lab, config));
        string veth = JsonDocument.Parse(result).RootElement.GetProperty("interfaces")[0].GetProperty("name").GetString()!;
        Succeed(Call("ptp", "pod").Check(lab, With(config, result)));

        lab.Tool(change.Replace("$V", veth));

        Assert.Equal(difference.Replace("V", veth), Refused(Call("ptp", "pod").Check(lab, With(config, result))).Message);
    });

    [Fact]
    public void Gc_takes_all_that_attachments_had_which_are_not_valid() => Lab.Run(lab =>
    {
        foreach (string pod in (string[])["live", "dead"])
        {
            lab.Namespace(pod);
            Succeed(Call("ptp", pod).Add(lab, Config()));
        }

        Succeed(PluginCall.Ours("ptp").Run(lab, "GC", Config()[..^1] + ""","cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}] }"""));

        Assert.DoesNotContain("dead", Leftovers(lab));
        Assert.Contains("net live eth0", Leftovers(lab));
        Assert.Equal("10.44.0.2\nfd00:44::2", lab.Tool("ls /run/leases/net | grep -v -e last -e lock"));
        lab.In("live", "ping -c 1 -W 1 10.44.0.1");
    });

    [Fact]
    public void Status_is_the_address_plugins() => Lab.Run(lab =>
    {
        Succeed(PluginCall.Ours("veth").Run(lab, "STATUS", Config()));
        lab.Tool("mkdir -p /run/leases/net; seq 1 254 | while read i; do echo other >/run/leases/net/10.44.0.$i; done");

        Assert.Equal(50, Refused(PluginCall.Ours("veth").Run(lab, "STATUS", Config())).Code);
    });

    /// <summary>The links, elements and leases that are left on the host.</summary>
    static string Leftovers(Lab lab) => lab.Tool("""
        { ip -br link | grep -v '^lo ' | cut -d' ' -f1; ip link | sed -n 's/^ *alias //p'; ip route; nft list ruleset | grep comment.*eth0; ls /run/leases/net 2>/dev/null | grep '[.:].*[.:]' | grep -v last; } || true
        """);
}
