using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class BridgeTests
{
    [Fact]
    public void A_container_and_its_gateway_reach_each_other() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        network.Attach("pod");

        lab.In("pod", "ping -c 1 -W 2 10.44.0.1");
        lab.In("pod", "ping -c 1 -W 2 fd00:44::1");
        lab.Tool($"ping -c 1 -W 2 {network.AddressOf("pod")}");
    });

    [Fact]
    public void Two_containers_of_a_network_reach_each_other() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        network.Attach("a");
        network.Attach("b");

        lab.In("a", $"ping -c 1 -W 2 {network.AddressOf("b")}");
    });

    [Fact]
    public void What_leaves_the_network_leaves_under_the_hosts_address() => Lab.Run(lab =>
    {
        lab.Tool("ip link add wan type veth peer name eth0 netns " + Named(lab, "world") + " && ip addr add 192.0.2.1/24 dev wan && ip link set wan up");
        lab.In("world", "ip addr add 192.0.2.2/24 dev eth0 && ip link set eth0 up");
        new Network(lab).Attach("pod");

        lab.In("pod", "ping -c 1 -W 2 192.0.2.2");   // the world has no route back to the container's own address
        Assert.Contains("elements = { 10.44.0.2 comment \"net pod eth0\" }", lab.Tool("nft list set inet cni_masquerade sources4"));
    });

    [Fact]
    public void The_result_tells_what_ip_shows() => Lab.Run(lab =>
    {
        var result = JsonDocument.Parse(new Network(lab, bridgeKeys: "\"mtu\":1400,").Attach("pod")).RootElement;
        var links = result.GetProperty("interfaces").EnumerateArray().Select(link => (
            Name: link.GetProperty("name").GetString()!, Mac: link.GetProperty("mac").GetString()!, Mtu: link.GetProperty("mtu").GetInt32())).ToArray();

        Assert.Equal(["net0", "eth0"], [links[0].Name, links[2].Name]);
        Assert.Equal("/run/netns/pod", result.GetProperty("interfaces")[2].GetProperty("sandbox").GetString());
        foreach (var link in links[..2])
            Assert.Contains(link.Mac, lab.Tool($"ip link show {link.Name}"));
        Assert.Contains(links[2].Mac, lab.In("pod", "ip link show eth0"));
        Assert.All(links, link => Assert.Equal(1400, link.Mtu));
        Assert.Equal(["default via 10.44.0.1 dev eth0 ", "default via fd00:44::1 dev eth0 metric 1024 pref medium"],
            [lab.In("pod", "ip route show default"), lab.In("pod", "ip -6 route show default")]);
    });

    [Theory]
    [InlineData("0.3.1")]
    [InlineData("0.4.0")]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void Results_are_of_the_configurations_version(string version) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        var call = Call("bridge", "pod");
        var result = JsonDocument.Parse(Succeed(call.Add(lab, new Network(lab).Bridge.Replace("1.0.0", version)))).RootElement;

        Assert.Equal(version, result.GetProperty("cniVersion").GetString());
        Assert.Equal(version.StartsWith('0'), result.GetProperty("ips")[0].TryGetProperty("version", out _));
    });

    [Fact]
    public void A_mac_address_may_be_asked_for_without_troubling_the_address_plugin() => Lab.Run(lab =>
    {
        lab.Namespace("pod");

        Succeed((Call("bridge", "pod") with { Args = "IgnoreUnknown=1;MAC=02:11:22:33:44:55;K8S_POD_NAME=x" }).Add(lab, new Network(lab).Bridge));

        Assert.Contains("02:11:22:33:44:55", lab.In("pod", "ip link show eth0"));
    });

    [Fact]
    public void A_mac_address_may_be_made_of_the_address_unless_one_is_asked_for() => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: "\"macOfAddress\":true,");
        network.Attach("pod");
        Assert.Equal("10.44.0.2", network.AddressOf("pod"));
        Assert.Contains("02:42:0a:2c:00:02", lab.In("pod", "ip link show eth0"));
        lab.In("pod", "ping -c 1 -W 2 10.44.0.1");

        lab.Namespace("other");
        Succeed((Call("bridge", "other") with { Args = "IgnoreUnknown=1;MAC=02:11:22:33:44:55" }).Add(lab, network.Bridge));
        Assert.Contains("02:11:22:33:44:55", lab.In("other", "ip link show eth0"));
    });

    [Fact]
    public void Hairpin_and_isolation_are_flags_of_the_port() => Lab.Run(lab =>
    {
        new Network(lab, bridgeKeys: "\"hairpinMode\":true,\"portIsolation\":true,").Attach("pod");

        Assert.Contains("hairpin on", lab.Tool("ip -d link show master net0"));
        Assert.Contains("isolated on", lab.Tool("ip -d link show master net0"));
    });

    [Fact]
    public void A_layer_two_network_has_no_addresses_and_passes_check() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        const string config = """{"cniVersion":"1.0.0","name":"l2","type":"bridge","bridge":"br0"}""";
        string result = Succeed(Call("bridge", "pod").Add(lab, config));

        lab.Until("the link is up", () => lab.In("pod", "ip link show eth0").Contains("state UP"));
        Assert.Equal("", lab.In("pod", "ip -4 addr show eth0"));
        Succeed(Call("bridge", "pod").Check(lab, With(config, result)));
    });

    [Fact]
    public void Check_passes_after_add_and_names_what_is_missing_later() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        string config = With(network.Bridge, network.Attach("pod"));
        Succeed(Call("bridge", "pod").Check(lab, config));

        lab.Tool("nft delete element inet cni_masquerade sources4 '{ 10.44.0.2 }'");
        Assert.Contains("element inet cni_masquerade sources4 { 10.44.0.2 comment \"net pod eth0\" } is missing", Refused(Call("bridge", "pod").Check(lab, config)).Message);
        lab.In("pod", "ip route del default");
        Assert.Equal("Expected Route 0.0.0.0/0 not found in routing table; it should be default via 10.44.0.1 dev eth0", Refused(Call("bridge", "pod").Check(lab, config)).Message);
        lab.In("pod", "ip addr flush dev eth0");
        Assert.Equal("Failed to match addr 10.44.0.2/24 on interface eth0", Refused(Call("bridge", "pod").Check(lab, config)).Message);
    });

    [Theory]
    [InlineData("the namespace is there", "true", true)]
    [InlineData("the namespace is gone", "ip netns delete pod", true)]
    [InlineData("nothing is known of the ADD", "true", false)]
    [InlineData("the link is gone", "ip -n pod link delete eth0", true)]
    public void Del_leaves_nothing_but_the_bridge_when(string situation, string first, bool knowsResult) => Lab.Run(lab =>
    {
        var network = new Network(lab);
        string result = network.Attach("pod");
        lab.Tool(first);
        string config = knowsResult ? With(network.Bridge, result) : network.Bridge;

        Succeed(Call("bridge", "pod").Del(lab, config));
        Succeed(Call("bridge", "pod").Del(lab, config));

        Assert.True(Leftovers(lab) == "net0", $"{situation}: {Leftovers(lab)}");
    });

    [Fact]
    public void A_del_without_a_namespace_still_finds_the_veth() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        string result = network.Attach("pod");

        Succeed((Call("bridge", "pod") with { NetNs = "" }).Del(lab, With(network.Bridge, result)));

        Assert.Equal("net0", Leftovers(lab));
    });

    [Theory]
    [InlineData("an interface that is there already", "ip -n pod link add eth0 type bridge", "CNI_IFNAME is eth0, which already exists in /run/netns/pod")]
    [InlineData("a bridge's name that another link has", "ip link add net0 type veth peer name x", "\"net0\" already exists but is not a bridge; it is a veth")]
    [InlineData("a bridge with another address of the subnet", "ip link add net0 type bridge; ip link set net0 up; ip addr add 10.44.0.77/24 dev net0",
        "\"net0\" already has an IP address different from 10.44.0.1/24; it has 10.44.0.77/24")]
    [InlineData("no address left", "mkdir -p /run/leases/net; seq 2 254 | while read i; do echo other >/run/leases/net/10.44.0.$i; done", "no IP addresses available in range set")]
    public void An_add_that_cannot_be_leaves_everything_as_it_was(string situation, string before, string message) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool(before);
        string Everything() => lab.Tool("ip -br link; ip -n pod -br link; ip -br -4 addr show scope global; nft list ruleset; ls /run/leases/net 2>/dev/null | grep -v -e last -e lock || true");
        string was = Everything();

        var (_, said) = Refused(Call("bridge", "pod").Add(lab, new Network(lab).Bridge));

        Assert.True(said.Contains(message), $"{situation}: {said}");
        Assert.Equal(was, Everything());
    });

    [Theory]
    [InlineData("\"vlan\":4095,", "invalid VLAN ID 4095 (must be between 0 and 4094)")]
    [InlineData("\"vlanTrunk\":[{\"id\":0}],", "incorrect trunk id parameter")]
    [InlineData("\"vlanTrunk\":[{\"minID\":0,\"maxID\":5}],", "incorrect trunk minID parameter")]
    [InlineData("\"vlanTrunk\":[{\"minID\":1,\"maxID\":4095}],", "incorrect trunk maxID parameter")]
    [InlineData("\"vlanTrunk\":[{\"minID\":9,\"maxID\":5}],", "minID is greater than maxID in trunk parameter")]
    [InlineData("\"vlanTrunk\":[{\"minID\":5}],", "minID and maxID should be configured simultaneously, maxID is missing")]
    [InlineData("\"vlanTrunk\":[{\"maxID\":5}],", "minID and maxID should be configured simultaneously, minID is missing")]
    [InlineData("\"ipMasqBackend\":\"ipfw\",", "unknown ipmasq backend \"ipfw\"")]
    [InlineData("\"mtu\":\"big\",", "mtu is \"big\", not a whole number of 0 or more")]
    [InlineData("\"hairpinMode\":true,\"promiscMode\":true,", "cannot set hairpin mode and promiscuous mode at the same time")]
    [InlineData("\"forceAddress\":1,\"enabledad\":\"no\",", "forceAddress is 1, not true or false; enabledad is \"no\", not true or false")]
    public void A_wrong_configuration_is_told_in_a_sentence(string keys, string message) => Lab.Run(lab =>
    {
        lab.Namespace("pod");

        Assert.Equal((7, message), Refused(Call("bridge", "pod").Add(lab, new Network(lab, bridgeKeys: keys).Bridge)));
    });

    [Fact]
    public void The_hosts_own_namespace_is_refused_before_any_work() => Lab.Run(lab =>
    {
        var call = PluginCall.Ours("bridge") with { NetNs = "/proc/self/ns/net" };

        Assert.Equal(8, Refused(call.Add(lab, new Network(lab).Bridge)).Code);
        Assert.Equal("", Leftovers(lab));
    });

    [Fact]
    public void A_namespace_that_does_not_exist_is_named() => Lab.Run(lab =>
    {
        var (code, message) = Refused(Call("bridge", "nowhere").Add(lab, new Network(lab).Bridge));

        Assert.Equal((8, "CNI_NETNS is /run/netns/nowhere, where no network namespace is"), (code, message));
    });

    [Fact]
    public void Without_root_it_says_what_it_takes() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool($"cp {Binaries.PluginFolder}/cni-plugins /run/bridge && ln /run/bridge /run/host-local && chmod 755 /run/bridge");
        var call = new PluginCall("/usr/bin/setpriv --reuid 65534 --clear-groups /run/bridge") { NetNs = "/run/netns/pod" };

        var (code, message) = Refused(call.Add(lab, new Network(lab).Bridge));

        Assert.Equal((999, "enter namespace /run/netns/pod: Operation not permitted; this takes CAP_NET_ADMIN and CAP_SYS_ADMIN: run it as root"), (code, message));
    });

    [Fact]
    public void Twenty_adds_at_once_have_twenty_addresses_on_one_bridge() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        for (int i = 0; i < 20; i++)
            lab.Namespace($"p{i}");
        lab.Tool($"cat >/run/net.json <<'EOF'\n{network.Bridge}\nEOF");

        string results = lab.Tool($"""
            for i in $(seq 0 19); do
              CNI_COMMAND=ADD CNI_CONTAINERID=c$i CNI_NETNS=/run/netns/p$i CNI_IFNAME=eth0 CNI_PATH={Binaries.PluginFolder} {Binaries.Plugin("bridge")} </run/net.json >/run/result.$i &
            done; wait; grep -ho '"address":"10[^"]*"' /run/result.* | sort -u | wc -l; grep -h '"code"' /run/result.* || true
            """);

        Assert.Equal("20", results);
        Assert.Equal("20", lab.Tool("ip -br link show master net0 | wc -l"));
    });

    /// <summary>The links, elements and leases that are left on the host, by name.</summary>
    static string Leftovers(Lab lab) => lab.Tool("""
        { ip -br link | grep -v '^lo ' | cut -d' ' -f1; nft list ruleset | grep comment.*eth0; ls /run/leases/net 2>/dev/null | grep '[.:].*[.:]' | grep -v last; } || true
        """);

    static string Named(Lab lab, string name)
    {
        lab.Namespace(name);
        return name;
    }
}
