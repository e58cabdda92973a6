using System.Text.Json.Nodes;
using Tests;
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
    public void Of_many_who_want_one_port_one_gets_it_and_the_others_are_told() => Lab.Run(lab =>
    {
        const int wanting = 20;
        MakePods(lab, wanting);
        var chain = Published("nftables")(0);

        var added = AtOnce.Run(wanting, pod => chain.Add(s_ours, At(pod)));

        var refused = added.Where(one => one.Outcome.ExitCode != 0).Select(one => JsonNode.Parse(one.Outcome.Out)!).ToArray();
        Assert.Equal(wanting - 1, refused.Length);
        Assert.All(refused, error => Assert.Equal("11 host port 10000/tcp", $"{error["code"]} {error["msg"]}"[..$"11 host port 10000/tcp".Length]));
        var left = AtOnce.Run(wanting, pod => added[pod].Chain.Del(s_ours, At(pod)));
        Assert.All(left, outcome => Assert.True(outcome.ExitCode == 0, $"DEL: {outcome}"));
        AssertNothingLeft(lab);
    });

    static void AttachAndLeave(Lab lab, int pods, Func<int, Chain> network, Func<int, PluginFolder> plugins)
    {
        MakePods(lab, pods);

        // Every second one leaves as soon as it is there, while others still come.
        var chains = AtOnce.Run(pods, pod =>
        {
            var (chain, outcome) = network(pod).Add(plugins(pod), At(pod));
            Assert.True(outcome.ExitCode == 0, $"ADD of pod {pod} by {plugins(pod).Name}: {outcome}");
            if (pod % 2 == 1)
                Leave(chain, plugins(pod), pod);
            return chain;
        });
        Assert.Equal(pods, chains.Select(chain => $"{chain.Result!["ips"]![0]!["address"]}").Distinct().Count());
        Assert.Equal(pods / 2, int.Parse(lab.Tool("ip -o link show master br0 | wc -l")));

        AtOnce.Run(pods / 2, half => Leave(chains[2 * half], plugins(2 * half), 2 * half));
        AssertNothingLeft(lab);
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
        { "cniVersion": "1.0.0", "name": "net", "plugins": {
          "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } },
          "firewall": { "backend": "{{backend}}", "ingressPolicy": "isolated" } } }
        """);

    static Attachee At(int pod) => new($"c{pod}", $"p{pod}");

    static void MakePods(Lab lab, int count) =>
        Assert.Equal("", lab.Try("ip -batch -", string.Concat(Enumerable.Range(0, count).Select(pod => $"netns add p{pod}\n"))).Err);
}
