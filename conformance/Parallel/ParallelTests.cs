using System.Text.Json.Nodes;
using Tests;
using Tests.Commands;
using Xunit;

namespace Conformance.Parallel;

/// <summary>Many attachments at once, as a host has them that starts.</summary>
public class ParallelTests
{
    const int Pods = 200;
    static readonly PluginFolder s_ours = PluginFolder.Ours;

    [Fact]
    public void Two_hundred_attach_to_one_bridge_while_a_hundred_leave() => Lab.Run(lab =>
        AttachAndLeave(lab, Pods, Bridge("\"ipMasq\": true, \"ipMasqBackend\": \"nftables\","), _ => s_ours));

    [Fact]
    public void The_same_with_every_second_plugin_the_references() => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(PluginFolder.Newer);
        AttachAndLeave(lab, Pods, Bridge(""), pod => pod % 2 == 0 ? s_ours : theirs);
    });

    [Fact]
    public void The_same_with_published_ports() => Lab.Run(lab => AttachAndLeave(lab, Pods, Published("nftables"), _ => s_ours));

    [Fact]
    public void Forty_with_published_ports_by_iptables() => Lab.Run(lab => AttachAndLeave(lab, 40, Published("iptables"), _ => s_ours));

    [Fact]
    public void The_same_behind_a_firewall() => Lab.Run(lab => AttachAndLeave(lab, Pods, Guarded("nftables"), _ => s_ours));

    [Fact]
    public void Forty_behind_a_firewall_by_iptables() => Lab.Run(lab => AttachAndLeave(lab, 40, Guarded("iptables"), _ => s_ours));

    [Fact]
    public void Forty_with_limited_rates_and_every_second_plugin_the_references() => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(PluginFolder.Newer);
        AttachAndLeave(lab, 40, Chained("\"bandwidth\": { \"ingressRate\": 8000000, \"ingressBurst\": 800000, \"egressRate\": 8000000, \"egressBurst\": 800000 }"),
            pod => pod % 2 == 0 ? s_ours : theirs);
    });

    [Fact]
    public void Forty_with_tuned_links_and_every_second_plugin_the_references() => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(PluginFolder.Newer);
        AttachAndLeave(lab, 40, Chained("\"tuning\": { \"mtu\": 1400, \"promisc\": true, \"sysctl\": { \"net.ipv4.conf.eth0.arp_filter\": \"1\" } }"),
            pod => pod % 2 == 0 ? s_ours : theirs);
    });

    [Fact]
    public void A_hundred_with_names_are_all_written_down_and_all_crossed_out() => Lab.Run(lab =>
    {
        const int pods = 100;
        string[] WrittenDown() => [.. File.ReadLines("/run/cni/names/net").Select(line => line.Split(' ')[1])];
        AttachAndLeave(lab, pods, Named, _ => s_ours,
            attached: () => Assert.Equal(Enumerable.Range(0, pods / 2).Select(half => $"web{2 * half}").Order(), WrittenDown().Order()));
    });

    [Fact]
    public void Forty_on_one_master_and_every_second_plugin_the_references() => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(PluginFolder.Newer);
        lab.Tool("ip link add m0 type veth peer name m1; ip link set m0 up; ip link set m1 up");
        AttachAndLeave(lab, 40, Alone("\"type\": \"macvlan\", \"master\": \"m0\""), pod => pod % 2 == 0 ? s_ours : theirs);
    });

    [Fact]
    public void Ten_VLANs_of_one_master_and_every_second_plugin_the_references() => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(PluginFolder.Newer);
        lab.Tool("ip link add m0 type veth peer name m1; ip link set m0 up; ip link set m1 up");
        lab.Needs("ip link add link m0 name probe type vlan id 4000", "ip link del probe");
        AttachAndLeave(lab, 10, pod => Alone($"\"type\": \"vlan\", \"master\": \"m0\", \"vlanId\": {100 + pod}")(pod), pod => pod % 2 == 0 ? s_ours : theirs);
    });

    [Fact]
    public void Forty_devices_are_lent_and_given_back_by_either_make() => Lab.Run(lab =>
    {
        var theirs = PluginFolder.Reference(PluginFolder.Newer);
        for (int pod = 0; pod < 40; pod++)
            lab.Tool($"ip link add d{pod} type veth peer name e{pod}");
        AttachAndLeave(lab, 40, pod => Alone($"\"type\": \"host-device\", \"device\": \"d{pod}\"")(pod), pod => pod % 2 == 0 ? s_ours : theirs);
    });

    [Fact]
    public void Forty_ask_one_DHCP_server_at_once() => Lab.Run(lab =>
    {
        var lan = new DhcpLan(lab, term: "1h");
        AttachAndLeave(lab, 40, _ => Chain.Of(DhcpLan.Config()), _ => s_ours, attached: () => Assert.Equal(20, lan.Kept.Split('\n').Length));
    });

    [Theory, InlineData("nftables"), InlineData("iptables")]
    public void Of_many_who_want_one_port_one_gets_it_and_the_others_are_told(string backend) => Lab.Run(lab =>
    {
        const int wanting = 20;
        MakePods(lab, wanting);
        var chain = Published(backend)(0);

        var added = AtOnce.Run(wanting, pod => chain.Add(s_ours, At(pod)));

        var refused = added.Where(one => one.Outcome.ExitCode != 0).Select(one => JsonNode.Parse(one.Outcome.Out)!).ToArray();
        Assert.Equal(wanting - 1, refused.Length);
        Assert.All(refused, error => Assert.Equal("11 host port 10000/tcp", $"{error["code"]} {error["msg"]}"[..$"11 host port 10000/tcp".Length]));
        var left = AtOnce.Run(wanting, pod => added[pod].Chain.Del(s_ours, At(pod)));
        Assert.All(left, outcome => Assert.True(outcome.ExitCode == 0, $"DEL: {outcome}"));
        AssertNothingLeft(lab);
    });

    static void AttachAndLeave(Lab lab, int pods, Func<int, Chain> network, Func<int, PluginFolder> plugins, Action? attached = null)
    {
        MakePods(lab, pods);
        // One of each make comes and goes first, for what is made once and stays: the bridge, tables without a rule in them.
        foreach (int pod in (int[])[0, 1])
            Leave(Attach(network, plugins, pod), plugins(pod), pod);
        string before = Leftover.Of(lab);

        // Every second one leaves as soon as it is there, while others still come.
        var chains = AtOnce.Run(pods, pod =>
        {
            var chain = Attach(network, plugins, pod);
            if (pod % 2 == 1)
                Leave(chain, plugins(pod), pod);
            return chain;
        });
        Assert.Equal(pods / 2, chains.Where((_, pod) => pod % 2 == 0).Select(chain => $"{chain.Result!["ips"]![0]!["address"]}").Distinct().Count());
        Assert.Equal(pods / 2, int.Parse(lab.Tool("for pod in /run/netns/p*; do nsenter --net=$pod ip -br link show eth0; done 2>/dev/null | wc -l")));
        attached?.Invoke();

        AtOnce.Run(pods / 2, half => Leave(chains[2 * half], plugins(2 * half), 2 * half));
        // Rules about the bridge itself stay when the last two leave at once, for each sees the other's link; GC takes them.
        var garbage = network(0);
        Assert.True(garbage.Version != "1.1.0" || garbage.Gc(s_ours).ExitCode == 0);
        Assert.Equal("", Leftover.Since(before, lab));
    }

    static Chain Attach(Func<int, Chain> network, Func<int, PluginFolder> plugins, int pod)
    {
        var (chain, outcome) = network(pod).Add(plugins(pod), At(pod));
        Assert.True(outcome.ExitCode == 0, $"ADD of pod {pod} by {plugins(pod).Name}: {outcome}");
        return chain;
    }

    static bool Leave(Chain chain, PluginFolder plugins, int pod)
    {
        var outcome = chain.Del(plugins, At(pod));
        Assert.True(outcome.ExitCode == 0, $"DEL of pod {pod} by {plugins.Name}: {outcome}");
        return true;
    }

    // The bridge and the empty tables are shared, and stay.
    static void AssertNothingLeft(Lab lab)
    {
        Assert.Equal("", lab.Tool("ip -o link show type veth; cd /var/lib/cni && find . -name '10.*'"));
        string firewall = lab.Tool("nft list ruleset 2>&1");
        Assert.DoesNotContain("10.22.", firewall);
        Assert.DoesNotMatch("CNI-(DN-)?[0-9a-f]{21}", firewall);
    }

    static Func<int, Chain> Bridge(string keys) => _ => Chain.Of($$"""
        { "cniVersion": "1.0.0", "name": "net", "type": "bridge", "bridge": "br0", "isDefaultGateway": true, {{keys}}
          "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } }
        """);

    static Func<int, Chain> Published(string backend) => pod => Chain.Of($$"""
        { "cniVersion": "1.0.0", "name": "net", "plugins": {
          "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipMasq": true, "ipMasqBackend": "{{backend}}",
            "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } },
          "portmap": { "backend": "{{backend}}", "runtimeConfig": { "portMappings": [{ "hostPort": {{10000 + pod}}, "containerPort": 80, "protocol": "tcp" }] } } } }
        """);

    static Func<int, Chain> Guarded(string backend) => _ => Chain.Of($$"""
        { "cniVersion": "1.1.0", "name": "net", "plugins": {
          "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } },
          "firewall": { "backend": "{{backend}}", "ingressPolicy": "isolated" } } }
        """);

    static Func<int, Chain> Chained(string plugin) => _ => Chain.Of($$"""
        { "cniVersion": "1.0.0", "name": "net", "plugins": {
          "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } }, {{plugin}} } }
        """);

    static Chain Named(int pod) => Chained($$"""
        "names": { "runtimeConfig": { "aliases": { "net": ["web{{pod}}"] } } }
        """)(pod);

    static Func<int, Chain> Alone(string keys) => _ => Chain.Of($$"""
        { "cniVersion": "1.0.0", "name": "net", {{keys}}, "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } }
        """);

    static Attachee At(int pod) => new($"c{pod}", $"p{pod}");

    static void MakePods(Lab lab, int count) =>
        Assert.Equal("", lab.Try("ip -batch -", string.Concat(Enumerable.Range(0, count).Select(pod => $"netns add p{pod}\n"))).Err);
}
