using System.Text.Json;
using Xunit;
using static Tests.Commands.LinkNetwork;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>What is the same of all plugins that make one link in the container.</summary>
public class LinkPluginsTests
{
    public static TheoryData<string> Plugins => [.. All.Keys];

    static TheoryData<string, string, string> EachWith(params (string, string)[] rows)
    {
        var data = new TheoryData<string, string, string>();
        foreach (string plugin in All.Keys)
            foreach (var (first, second) in rows)
                data.Add(plugin, first, second);
        return data;
    }

    [Theory, MemberData(nameof(Plugins))]
    public void The_link_is_in_the_container_and_nothing_on_the_host(string plugin) => All[plugin].Run(lab =>
    {
        string before = lab.Tool("ip -br link");

        var result = JsonDocument.Parse(Succeed(All[plugin].Call().Add(lab, All[plugin].Config()))).RootElement;

        var link = Assert.Single(result.GetProperty("interfaces").EnumerateArray());
        Assert.Equal(("eth0", "/run/netns/pod"), (link.GetProperty("name").GetString(), link.GetProperty("sandbox").GetString()));
        Assert.Contains(link.GetProperty("mac").GetString()!, lab.In("pod", "ip link show eth0 up"));
        Assert.All(result.GetProperty("ips").EnumerateArray(), ip => Assert.Equal(0, ip.GetProperty("interface").GetInt32()));
        Assert.Equal("10.44.0.2/24 fd00:44::2/64", lab.In("pod", "ip -o addr show dev eth0 scope global | awk '{print $4}' | paste -sd' '"));
        Assert.Equal("default via 10.44.0.1 dev eth0", lab.In("pod", "ip route show default | sed 's/ linkdown//; s/ *$//'"));
        Assert.Contains("default via fd00:44::1 dev eth0", lab.In("pod", "ip -6 route show default"));
        Assert.Contains("fd00:44::/64 dev eth0", lab.In("pod", "ip -6 route"));
        Assert.DoesNotContain("tentative", lab.In("pod", "ip -6 addr show dev eth0 scope global"));
        Assert.Equal(before, lab.Tool("ip -br link"));
    });

    [Theory, MemberData(nameof(Plugins))]
    public void A_namespace_without_IPv6_gets_its_address_all_the_same(string plugin) => All[plugin].Run(lab =>
    {
        lab.In("pod", "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        Succeed(All[plugin].Call().Add(lab, All[plugin].Config()));

        Assert.Contains("fd00:44::2/64", lab.In("pod", "ip -br addr show eth0"));
    });

    [Theory, MemberData(nameof(Plugins))]
    public void The_host_may_have_a_link_of_the_same_name(string plugin) => All[plugin].Run(lab =>
    {
        lab.Tool("ip link add eth0 type veth peer name eth1");

        string result = Succeed(All[plugin].Call().Add(lab, All[plugin].Config()));

        Succeed(All[plugin].Call().Check(lab, With(All[plugin].Config(), result)));
        Succeed(All[plugin].Call().Del(lab, With(All[plugin].Config(), result)));
        Assert.Equal("lo", lab.In("pod", "ip -br link | cut -d' ' -f1"));
        Assert.Contains("eth0@eth1", lab.Tool("ip -br link"));
    });

    [Theory, MemberData(nameof(Plugins))]
    public void What_ipam_tells_of_names_is_passed_on_unless_the_network_has_its_own(string plugin) => All[plugin].Run(lab =>
    {
        lab.Tool("printf 'nameserver 10.44.0.9\\nsearch lan.example\\n' >/run/resolv.conf");
        string keys = DualStack.Replace("\"type\":\"host-local\"", "\"type\":\"host-local\",\"resolvConf\":\"/run/resolv.conf\"");

        string leased = Succeed(All[plugin].Call().Add(lab, All[plugin].Config(keys)));
        Assert.Equal("10.44.0.9 lan.example", Dns(leased));
        Succeed(All[plugin].Call().Del(lab, All[plugin].Config(keys)));
        Assert.Equal("10.44.0.8 ", Dns(Succeed(All[plugin].Call().Add(lab, All[plugin].Config("\"dns\":{\"nameservers\":[\"10.44.0.8\"]}," + keys)))));
    });

    static string Dns(string result)
    {
        var dns = JsonDocument.Parse(result).RootElement.GetProperty("dns");
        return $"{dns.GetProperty("nameservers")[0]} {(dns.TryGetProperty("search", out var search) ? search[0] : "")}";
    }

    public static TheoryData<string, string, string> Situations => EachWith(
        ("the namespace is there", "true"),
        ("the namespace is gone", "ip netns delete pod"),
        ("the link is gone", "ip -n pod link delete eth0"),
        ("the link is renamed", "ip -n pod link set eth0 down; ip -n pod link set eth0 name wan0"),
        ("the master is gone", "ip link delete m0"),
        ("the leases are gone", "rm -r /run/leases"));

    [Theory, MemberData(nameof(Situations))]
    public void Del_leaves_nothing_when(string plugin, string situation, string first) => All[plugin].Run(lab =>
    {
        string config = All[plugin].Config();
        string result = Succeed(All[plugin].Call().Add(lab, config));
        lab.Tool(first);

        Succeed(All[plugin].Call().Del(lab, With(config, result)));
        Succeed(All[plugin].Call().Del(lab, config));

        Assert.True(Leftovers(lab) == "", $"{situation}: {Leftovers(lab)}");
    });

    [Theory, MemberData(nameof(Plugins))]
    public void Del_without_a_namespace_gives_the_address_back(string plugin) => All[plugin].Run(lab =>
    {
        string result = Succeed(All[plugin].Call().Add(lab, All[plugin].Config()));
        foreach (string config in (string[])[With(All[plugin].Config(), result), All[plugin].Config()])
            Succeed((All[plugin].Call() with { NetNs = "" }).Del(lab, config));

        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 44 || true"));
    });

    [Theory, MemberData(nameof(Plugins))]
    public void Del_leaves_what_is_not_its_own(string plugin) => All[plugin].Run(lab =>
    {
        lab.In("pod", "ip link add eth0 type bridge");

        Succeed(All[plugin].Call().Del(lab, All[plugin].Config()));

        Assert.Contains("eth0", lab.In("pod", "ip -br link show type bridge"));
    });

    public static TheoryData<string, string, string> Refusals => EachWith(
        ("an IPAM plugin that is missing", "\"ipam\":{\"type\":\"nothing-such\"}"),
        ("no address", "\"ipam\":{\"type\":\"static\"}"),
        ("a route to nowhere", "\"ipam\":{\"type\":\"host-local\",\"dataDir\":\"/run/leases\",\"subnet\":\"10.44.0.0/24\",\"routes\":[{\"dst\":\"10.9.0.0/16\",\"gw\":\"192.0.2.1\"}]}"),
        ("a full pool", "\"ipam\":{\"type\":\"host-local\",\"dataDir\":\"/run/leases\",\"subnet\":\"10.44.0.0/30\",\"rangeStart\":\"10.44.0.2\",\"rangeEnd\":\"10.44.0.2\",\"gateway\":\"10.44.0.2\"}"));

    [Theory, MemberData(nameof(Refusals))]
    public void An_add_that_cannot_be_leaves_everything_as_it_was(string plugin, string situation, string ipam) => All[plugin].Run(lab =>
    {
        Refused(All[plugin].Call().Add(lab, All[plugin].Config(ipam)));

        Assert.True(Leftovers(lab) == "", $"{situation}: {Leftovers(lab)}");
    });

    [Theory, MemberData(nameof(Plugins))]
    public void An_interface_that_is_there_already_is_not_touched(string plugin) => All[plugin].Run(lab =>
    {
        lab.In("pod", "ip link add eth0 type bridge");

        Assert.Equal((4, "CNI_IFNAME is eth0, which already exists in /run/netns/pod"), Refused(All[plugin].Call().Add(lab, All[plugin].Config())));
        Assert.Equal("eth0", Leftovers(lab));
    });

    public static TheoryData<string, string, string> Changes => EachWith(
        ("ip -n pod route del default", "Expected Route 0.0.0.0/0 not found in routing table; it should be default via 10.44.0.1 dev eth0"),
        ("ip -n pod addr del fd00:44::2/64 dev eth0", "Failed to match addr fd00:44::2/64 on interface eth0"),
        ("ip -n pod link set eth0 down", "eth0 is down"),
        ("ip -n pod link del eth0", "eth0 is missing in /run/netns/pod"),
        ("rm /run/leases/net/10.44.0.2 /run/leases/net/fd00*; rm -rf /run/leases/.index", "host-local: Failed to find address added by container pod"));

    [Theory, MemberData(nameof(Changes))]
    public void Check_passes_after_add_and_names_what_differs_later(string plugin, string change, string difference) => All[plugin].Run(lab =>
    {
        string config = All[plugin].Config();
        string result = Succeed(All[plugin].Call().Add(lab, config));
        Succeed(All[plugin].Call().Check(lab, With(config, result)));

        lab.Tool(change);

        Assert.Equal(difference, Refused(All[plugin].Call().Check(lab, With(config, result))).Message);
    });

    [Theory, MemberData(nameof(Plugins))]
    public void Check_wants_a_link_of_its_own_kind_and_the_result(string plugin) => All[plugin].Run(lab =>
    {
        string config = All[plugin].Config();
        string result = Succeed(All[plugin].Call().Add(lab, config));
        Assert.Equal("Sandbox in prevResult /run/netns/other doesn't match configured netns: /run/netns/pod",
            Refused(All[plugin].Call().Check(lab, With(config, result.Replace("/run/netns/pod", "/run/netns/other")))).Message);
        lab.In("pod", "ip link del eth0; ip link add eth0 type bridge");

        Assert.StartsWith("eth0 in /run/netns/pod is not a", Refused(All[plugin].Call().Check(lab, With(config, result))).Message);
        Assert.EndsWith("equired prevResult missing", Refused(All[plugin].Call().Check(lab, config)).Message);
    });

    [Theory, MemberData(nameof(Plugins))]
    public void Gc_frees_the_addresses_of_those_that_are_not_valid(string plugin) => All[plugin].Run(lab =>
    {
        lab.Namespace("live");
        Succeed(All[plugin].Call("live").Add(lab, All[plugin].Config()));
        Succeed(All[plugin].Call("pod").Add(lab, All[plugin].Config().Replace("\"vlanId\":7", "\"vlanId\":8")));   // a VLAN is one link's on its master

        Succeed(PluginCall.Ours(plugin).Run(lab, "GC", All[plugin].Config()[..^1] + ""","cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}] }"""));

        Assert.Equal("10.44.0.2\nfd00:44::2", lab.Tool("ls /run/leases/net | grep -v -e last -e lock"));
    });

    [Theory, MemberData(nameof(Plugins))]
    public void Status_is_the_address_plugins(string plugin) => All[plugin].Run(lab =>
    {
        Succeed(PluginCall.Ours(plugin).Run(lab, "STATUS", All[plugin].Config()));
        lab.Tool("mkdir -p /run/leases/net; seq 1 254 | while read i; do echo other >/run/leases/net/10.44.0.$i; done");

        Assert.Equal(50, Refused(PluginCall.Ours(plugin).Run(lab, "STATUS", All[plugin].Config())).Code);
    });

    [Theory]
    [InlineData("macvlan")]
    [InlineData("ipvlan")]
    [InlineData("vlan")]
    [InlineData("dummy")]
    public void A_kernel_without_the_kind_is_told_of_by_status_and_by_add(string plugin) => Lab.Run(lab =>
    {
        var network = All[plugin];
        lab.Tool("ip link add m0 type veth peer name m1; ip link set m0 up");
        Skip.If(lab.Try($"ip link add link m0 name probe type {plugin} {(plugin == "vlan" ? "id 4" : "")}").ExitCode == 0, $"this kernel has {plugin}");
        lab.Namespace("pod");

        Assert.Equal((50, $"this kernel has no {plugin} links"), Refused(PluginCall.Ours(plugin).Run(lab, "STATUS", network.Config())));
        var (code, message) = Refused(network.Call().Add(lab, network.Config()));
        Assert.Equal((50, $"this kernel has no {plugin} links; add {plugin} eth0"), (code, message[..$"this kernel has no {plugin} links; add {plugin} eth0".Length]));
        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 44 || true"));
    });
}
