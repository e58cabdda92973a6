using System.Text.Json.Nodes;
using Tests;
using Xunit;

namespace Conformance;

/// <summary>bridge with host-local against the reference: the same results, the same network, and either takes away what the other made.</summary>
public class BridgeTests
{
    public static TheoryData<string, string, string> Everything() => PluginFolder.EachWith(Networks.Names);

    [Theory, MemberData(nameof(Everything))]
    public void The_result_and_the_network_are_the_references(string reference, string version, string network)
    {
        string config = Networks.Bridge(network, version);
        var (theirResult, theirNetwork) = AddAlone(PluginFolder.Reference(reference), config);
        var (ourResult, ourNetwork) = AddAlone(PluginFolder.Ours, config);

        Results.AssertSame(theirResult, ourResult);
        Assert.Equal(theirNetwork, ourNetwork);
    }

    [Theory, MemberData(nameof(Everything))]
    public void The_references_del_takes_away_what_our_add_made(string reference, string version, string network) =>
        OneAddsTheOtherDeletes(PluginFolder.Ours, PluginFolder.Reference(reference), Networks.Bridge(network, version));

    [Theory, MemberData(nameof(Everything))]
    public void Our_del_takes_away_what_the_references_add_made(string reference, string version, string network) =>
        OneAddsTheOtherDeletes(PluginFolder.Reference(reference), PluginFolder.Ours, Networks.Bridge(network, version));

    static void OneAddsTheOtherDeletes(PluginFolder one, PluginFolder other, string config) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Namespace("neighbour");
        one.Add(config, "c0", "neighbour");   // makes the bridge, which stays, and must itself stay as it is
        string before = Snapshot.OfHost(lab), neighbour = Snapshot.OfContainer(lab, "neighbour");

        one.Add(config, "c1");
        Assert.NotEqual(before, Snapshot.OfHost(lab));
        other.Del(config, "c1");

        Assert.Equal(before, Snapshot.OfHost(lab));
        Assert.Equal(neighbour, Snapshot.OfContainer(lab, "neighbour"));
        Assert.DoesNotContain("eth0", lab.In("pod", "ip -br link"));
        other.Add(config, "c1");   // and the next one to come finds its place free
        one.Del(config, "c1");
        Assert.Equal(before, Snapshot.OfHost(lab));
    });

    static (JsonNode Result, string Network) AddAlone(PluginFolder plugins, string config)
    {
        (JsonNode, string) made = default;
        Lab.Run(lab =>
        {
            lab.Namespace("pod");
            var result = plugins.Add(config, "c1");
            made = (result, Snapshot.OfContainer(lab, "pod") + Snapshot.OfHost(lab).Replace($"{result["interfaces"]![1]!["name"]}", "VETH"));
        });
        return made;
    }
}
