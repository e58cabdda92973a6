using System.Text.Json.Nodes;
using Tests;
using Xunit;

namespace Conformance;

/// <summary>loopback against the reference.</summary>
public class LoopbackTests
{
    [Theory]
    [InlineData(PluginFolder.Debian, "0.3.1")]
    [InlineData(PluginFolder.Debian, "0.4.0")]
    [InlineData(PluginFolder.Debian, "1.0.0")]
    [InlineData(PluginFolder.Newer, "0.4.0")]
    [InlineData(PluginFolder.Newer, "1.1.0")]
    public void The_result_and_lo_are_the_references(string reference, string version) => Lab.Run(lab =>
    {
        string config = $$"""{ "cniVersion": "{{version}}", "name": "lo", "type": "loopback" }""";
        lab.Namespace("pod");
        lab.Namespace("twin");

        string theirs = PluginFolder.Reference(reference).Add(config, "c1", "twin").ToJsonString().Replace("twin", "pod");
        Results.AssertSame(JsonNode.Parse(theirs)!, PluginFolder.Ours.Add(config, "c1"));
        Assert.Equal(lab.In("twin", "ip addr show lo"), lab.In("pod", "ip addr show lo"));

        PluginFolder.Reference(reference).Del(config, "c1", "twin");
        PluginFolder.Ours.Del(config, "c1");
        Assert.Equal(lab.In("twin", "ip addr show lo"), lab.In("pod", "ip addr show lo"));
    });
}
