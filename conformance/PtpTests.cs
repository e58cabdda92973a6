using System.Text.Json.Nodes;
using Tests;
using Xunit;

namespace Conformance;

/// <summary>ptp with host-local and with static against the reference: the same results, the same routes, and either takes away what the other made.</summary>
public class PtpTests
{
    static readonly Dictionary<string, string> s_networks = new()
    {
        ["one address"] = """{ "ipam": { "type": "host-local", "subnet": "10.22.0.0/24", "routes": [ { "dst": "0.0.0.0/0" } ] } }""",
        ["both families"] = """
            { "mtu": 1400, "ipam": { "type": "host-local", "ranges": [ [ { "subnet": "10.22.0.0/24" } ], [ { "subnet": "fd00:22::/64" } ] ],
              "routes": [ { "dst": "0.0.0.0/0" }, { "dst": "10.99.0.0/16", "gw": "10.22.0.9" }, { "dst": "::/0" } ] } }
            """,
        ["two networks"] = """{ "ipam": { "type": "host-local", "ranges": [ [ { "subnet": "10.22.0.0/24" } ], [ { "subnet": "10.23.0.0/16", "gateway": "10.23.9.9" } ] ] } }""",
        ["a fixed address"] = """
            { "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7/24", "gateway": "10.22.0.1" }, { "address": "fd00:22::7/64", "gateway": "fd00:22::1" } ],
              "routes": [ { "dst": "0.0.0.0/0" } ], "dns": { "nameservers": [ "10.22.0.53" ] } }, "dns": { "domain": "x.example" } }
            """,
    };

    public static TheoryData<string, string, string> Everything() => PluginFolder.EachWith(s_networks.Keys);

    [Theory, MemberData(nameof(Everything))]
    public void The_result_and_the_network_are_the_references(string reference, string version, string network)
    {
        string config = Config(network, version);
        var (theirResult, theirNetwork) = AddAlone(PluginFolder.Reference(reference), config);
        var (ourResult, ourNetwork) = AddAlone(PluginFolder.Ours, config);

        Results.AssertSame(theirResult, ourResult);
        Assert.Equal(theirNetwork, ourNetwork);
    }

    [Theory, MemberData(nameof(Everything))]
    public void The_references_del_takes_away_what_our_add_made(string reference, string version, string network) =>
        OneAddsTheOtherChecksAndDeletes(PluginFolder.Ours, PluginFolder.Reference(reference), Config(network, version));

    [Theory, MemberData(nameof(Everything))]
    public void Our_del_takes_away_what_the_references_add_made(string reference, string version, string network) =>
        OneAddsTheOtherChecksAndDeletes(PluginFolder.Reference(reference), PluginFolder.Ours, Config(network, version));

    static void OneAddsTheOtherChecksAndDeletes(PluginFolder one, PluginFolder other, string config) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string before = Snapshot.OfHost(lab);

        var result = one.Add(config, "c1");
        Assert.NotEqual(before, Snapshot.OfHost(lab));
        string told = WithResult(config, result);
        if (!config.Contains("\"0.3"))
            Assert.Equal(new Outcome(0, "", ""), other.Call("CHECK", told, "c1"));
        other.Del(told, "c1");

        Assert.Equal(before, Snapshot.OfHost(lab));
        Assert.DoesNotContain("eth0", lab.In("pod", "ip -br link"));
    });

    static (JsonNode Result, string Network) AddAlone(PluginFolder plugins, string config)
    {
        (JsonNode, string) made = default;
        Lab.Run(lab =>
        {
            lab.Namespace("pod");
            var result = plugins.Add(config, "c1");
            string veth = $"{result["interfaces"]![0]!["name"]}";
            lab.Tool("ping -c 1 -W 2 10.22.0.$(ip route | grep -o '^10.22.0.[0-9]*' | cut -d. -f4)");
            string network = lab.In("pod", "ip -br addr show eth0 | sed 's/@if[0-9]*//; s/fe80:[^ ]*//'; ip route | sed 's/ *$//' | sort; ip -6 route | grep -v fe80 | sort; ip -o link show eth0 | grep -o 'mtu [0-9]*'")
                + Snapshot.OfHost(lab) + lab.Tool($"ip -6 route | grep -v fe80 | sort; ip -o link show {veth} | grep -o 'mtu [0-9]*'; cat /proc/sys/net/ipv6/conf/{veth}/accept_ra");
            made = (result, network.Replace(veth, "VETH"));
        });
        return made;
    }

    static string Config(string name, string version)
    {
        var config = JsonNode.Parse(s_networks[name])!.AsObject();
        config["cniVersion"] = version;
        config["name"] = "net";
        config["type"] = "ptp";
        return config.ToJsonString();
    }

    static string WithResult(string config, JsonNode result)
    {
        var whole = JsonNode.Parse(config)!.AsObject();
        whole["prevResult"] = result.DeepClone();
        return whole.ToJsonString();
    }
}
