using System.Text.Json.Nodes;
using Tests;
using Xunit;

namespace Conformance;

/// <summary>macspoofchk of bridge: either checks what the other guards, and takes it away.</summary>
public class SpoofCheckTests
{
    const string Config = """
        { "cniVersion": "1.0.0", "name": "net", "type": "bridge", "bridge": "br-test", "macspoofchk": true, "ipam": { "type": "host-local", "subnet": "10.22.0.0/24" } }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_adds_and_the_other_checks_and_deletes(bool oursAdds) => Lab.Run(lab =>
    {
        var reference = PluginFolder.Reference(PluginFolder.Newer);
        var (one, other) = oursAdds ? (PluginFolder.Ours, reference) : (reference, PluginFolder.Ours);
        lab.Namespace("pod");
        lab.Namespace("neighbour");
        one.Add(Config, "c0", "neighbour");   // makes the table, which stays
        string before = Snapshot.OfHost(lab);

        var whole = JsonNode.Parse(Config)!.AsObject();
        whole["prevResult"] = one.Add(Config, "c1");
        Assert.Contains("cni-br-iface-c1-eth0-mac", lab.Tool("nft list table bridge nat"));
        Assert.Equal(0, other.Call("CHECK", whole.ToJsonString(), "c1").ExitCode);
        other.Del(whole.ToJsonString(), "c1");

        Assert.Equal(before, Snapshot.OfHost(lab));
    });
}
