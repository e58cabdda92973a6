using Tests;
using Xunit;

namespace Conformance.Crossed;

/// <summary>
/// GC of one plugin at a time over what the reference plugins made, which bears no network's name: what is known to be the network's goes, and nothing of another network's
/// that is alive.
/// </summary>
public class GcCrossedTests
{
    static readonly PluginFolder s_ours = PluginFolder.Ours;

    static PluginFolder Theirs => PluginFolder.Reference(PluginFolder.Newer);

    [Theory]
    [InlineData("bridge")]
    [InlineData("ptp")]
    public void A_veth_whose_address_was_leased_to_who_is_gone_goes_and_no_other(string plugin) => Lab.Run(lab =>
    {
        var net = Leasing("net", plugin, "10.22.0.0/25");
        Attachee live = Pod(lab, "live"), gone = Pod(lab, "gone");
        Attach(net, live);
        Attach(net, gone);
        // Networks beside it, on the same bridge and with the same containers: by leases of their own, and by none.
        Attach(Leasing("leased", plugin, "10.22.0.128/25"), Pod(lab, "gone", "eth1"));
        Attach(Fixed("told", plugin, "10.22.0.77"), Pod(lab, "other"));

        Succeed("our GC", Gc(net.Plugins[0], net, live));

        Assert.Equal(["gone eth1", "live eth0", "other eth0"], Veths(lab, "live", "gone", "other"));
        Assert.Equal("", lab.Tool("grep -l gone /var/lib/cni/networks/net/* || true"));
    });

    [Theory]
    [InlineData("leases")]
    [InlineData("results")]
    [InlineData("its bridge")]
    public void A_veth_stays_whose_address_another_network_has_too(string knownBy) => Lab.Run(lab =>
    {
        var net = Leasing("net", "bridge", "10.22.0.0/24");
        lab.Tool("ip netns add gone");
        Attach(net, new("gone", "gone"));
        lab.Tool("ip netns del gone");   // and the veth with it; the lease stays
        lab.Until("the veth is gone", () => lab.Tool("ip -o link show type veth") == "");
        // Into the same address, at the same time.
        string bridge = knownBy == "its bridge" ? "br1" : "br0";
        var other = Attach(knownBy == "leases" ? Leasing("other", "bridge", "10.22.0.0/24") : Fixed("other", "bridge", "10.22.0.2", bridge), Pod(lab, "alive"));
        if (knownBy == "results")
            Keep(other);

        Succeed("our GC", Gc(net.Plugins[0], net));

        Assert.Equal(["alive eth0"], Veths(lab, "alive"));
    });

    [Fact]
    public void A_veth_whose_address_is_older_or_newer_than_the_lease_is_somebody_elses() => Lab.Run(lab =>
    {
        var net = Leasing("net", "bridge", "10.22.0.0/24");
        Attach(net, Pod(lab, "gone"));
        foreach (string when in (string[])["10 minutes ago", "10 minutes"])
        {
            lab.Tool($"touch -d '{when}' /var/lib/cni/networks/net/10.22.0.2");
            Succeed("our GC", Gc(net.Plugins[0], net, dataDir: lab.Tool("rm -rf /run/leases; mkdir /run/leases; cp -a /var/lib/cni/networks/net /run/leases/; echo /run/leases")));
            Assert.Equal(["gone eth0"], Veths(lab, "gone"));
        }
    });

    [Theory]
    [InlineData("bridge")]
    [InlineData("ptp")]
    public void A_veth_goes_that_a_kept_result_names_whoever_gave_out_the_address(string plugin) => Lab.Run(lab =>
    {
        Chain gones = Fixed("net", plugin, "10.22.0.9"), lives = Fixed("net", plugin, "10.22.0.10");
        var gone = Attach(gones, Pod(lab, "gone"));
        var live = Attach(lives, Pod(lab, "live"));
        var other = Attach(Fixed("other", plugin, "10.22.0.11"), Pod(lab, "other"));
        Succeed("our GC, when nothing tells", Gc(gones.Plugins[0], gones, live.At));
        Assert.Equal(["gone eth0", "live eth0", "other eth0"], Veths(lab, "gone", "live", "other"));
        Array.ForEach([gone, live, other], Keep);

        Succeed("our GC", Gc(gones.Plugins[0], gones, live.At));

        Assert.Equal(["live eth0", "other eth0"], Veths(lab, "gone", "live", "other"));
    });

    [Theory]
    [InlineData("portmap")]
    [InlineData("bridge")]    // whose address plugin frees what tells that the ports are this network's
    [InlineData("host-local")]
    public void Ports_that_led_to_a_leased_address_go_and_no_others(string gc) => Lab.Run(lab =>
    {
        Attachee live = Pod(lab, "live"), gone = Pod(lab, "gone"), twice = Pod(lab, "gone", "eth1"), other = Pod(lab, "other");
        var net = Publishing(Leasing("net", "bridge", "10.22.0.0/25"), 8081);
        Attach(net, live);
        Attach(Publishing(net, 8082), gone);
        Attach(Publishing(Leasing("leased", "bridge", "10.22.0.128/25"), 8083), twice);   // the same container, alive there
        Attach(Publishing(Fixed("told", "bridge", "10.22.0.77"), 8084), other);
        Assert.Equal(["8081", "8082", "8083", "8084"], Ports(lab));
        Assert.Equal(8, Answers(lab));

        Succeed("our GC", gc == "host-local" ? s_ours.Call("GC", "host-local", net.GcRequest(net.Plugins[0], [live]), new Attachee("", "", ""))
            : Gc(net.Plugins.Single(plugin => $"{plugin["type"]}" == gc), net, live));

        Assert.Equal(["8081", "8083", "8084"], Ports(lab));
        Assert.Equal(6, Answers(lab));
    });

    [Fact]
    public void Ports_go_that_a_kept_result_tells_of_and_stay_where_another_network_has_the_address_for_the_container() => Lab.Run(lab =>
    {
        var gone = Attach(Publishing(Fixed("net", "bridge", "10.22.0.9"), 8081), Pod(lab, "gone"));
        var other = Attach(Publishing(Fixed("other", "bridge", "10.22.0.10"), 8082), Pod(lab, "gone", "eth1"));
        Keep(gone);
        Keep(other);
        // As if the first network had had the other's address, too, once: it is the same container's.
        lab.Tool("mkdir -p /var/lib/cni/networks/net; printf 'gone\\r\\neth7' >/var/lib/cni/networks/net/10.22.0.10");

        Succeed("our GC", Gc(gone.Chain.Plugins[1], gone.Chain));

        Assert.Equal(["8082"], Ports(lab));
    });

    sealed record Attached(Chain Chain, Attachee At);

    static Attachee Pod(Lab lab, string name, string ifName = "eth0")
    {
        lab.Namespace(name);
        return new(name, name, ifName);
    }

    static Chain Leasing(string name, string plugin, string subnet) =>
        Chain.Of($$""" { "cniVersion": "1.1.0", "name": "{{name}}", "plugins": [{ "type": "{{plugin}}", "bridge": "br0", "ipam": { "type": "host-local", "subnet": "{{subnet}}" } }] } """);

    static Chain Fixed(string name, string plugin, string address, string bridge = "br0") =>
        Chain.Of($$""" { "cniVersion": "1.1.0", "name": "{{name}}", "plugins": [{ "type": "{{plugin}}", "bridge": "{{bridge}}", "ipam": { "type": "static", "addresses": [{ "address": "{{address}}/24", "gateway": "10.22.0.1" }] } }] } """);

    static Chain Publishing(Chain chain, int port) => chain with
    {
        Plugins = [chain.Plugins[0], System.Text.Json.Nodes.JsonNode.Parse($$""" { "type": "portmap", "backend": "nftables", "runtimeConfig": { "portMappings": [{ "hostPort": {{port}}, "containerPort": 80, "protocol": "tcp" }] } } """)!.AsObject()],
    };

    static Attached Attach(Chain chain, Attachee at)
    {
        var (made, outcome) = chain.Add(Theirs, at);
        Succeed($"the reference's ADD to {chain.Name}", outcome);
        return new(made, at);
    }

    // As libcni keeps it.
    static void Keep(Attached attached)
    {
        Directory.CreateDirectory("/var/lib/cni/results");
        var (name, at) = (attached.Chain.Name, attached.At);
        File.WriteAllText($"/var/lib/cni/results/{name}-{at.Container}-{at.IfName}", $$"""
            {"kind":"cniCacheV1","containerId":"{{at.Container}}","config":"e30=","ifName":"{{at.IfName}}","networkName":"{{name}}","netns":"/run/netns/{{at.Ns}}","result":{{attached.Chain.Result!.ToJsonString()}}}
            """);
    }

    static Outcome Gc(System.Text.Json.Nodes.JsonObject plugin, Chain chain, params IReadOnlyList<Attachee> valid) =>
        s_ours.Call("GC", $"{plugin["type"]}", chain.GcRequest(plugin, valid), new Attachee("", "", ""));

    static Outcome Gc(System.Text.Json.Nodes.JsonObject plugin, Chain chain, string dataDir)
    {
        var copy = plugin.DeepClone().AsObject();
        copy["ipam"]!["dataDir"] = dataDir;
        return Gc(copy, chain);
    }

    // Whose container's end is still there; each is one of a pair.
    static string[] Veths(Lab lab, params string[] pods) =>
        [.. pods.SelectMany(pod => lab.In(pod, "ip -o link show type veth | sed -nE 's/^[0-9]+: ([^@:]+).*/\\1/p'").Split('\n', StringSplitOptions.RemoveEmptyEntries), (pod, name) => $"{pod} {name}").Order(StringComparer.Ordinal)];

    static string[] Ports(Lab lab) => lab.Tool("nft list chain ip cni_hostport hostports | sed -nE 's/.*dport ([0-9]+) dnat.*/\\1/p' | sort").Split('\n');

    // Two rules for each container.
    static int Answers(Lab lab) => int.Parse(lab.Tool("nft list chain ip cni_hostport masquerading | grep -c masquerade"));

    static void Succeed(string what, Outcome outcome) => Assert.True(outcome.ExitCode == 0, $"{what}: {outcome}");
}
