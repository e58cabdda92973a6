using Tests;
using Tests.Commands;
using Xunit;
using static Tests.Commands.MasqueradeTests;

namespace Conformance;

/// <summary>Masquerading beside the reference plugins, by both backends: either leaves the other's alone, and takes it away when its time has come.</summary>
public class MasqueradeTests
{
    public static TheoryData<string, string> Both()
    {
        var data = new TheoryData<string, string>();
        data.Add(PluginFolder.Debian, "iptables");   // it is older than the other backend
        data.Add(PluginFolder.Newer, "iptables");
        data.Add(PluginFolder.Newer, "nftables");
        data.Add(PluginFolder.Newer, "");
        return data;
    }

    static string Config(string backend, string network = "net") => $$"""
        { "cniVersion": "1.0.0", "name": "{{network}}", "type": "bridge", "bridge": "br-test", "isGateway": true, "ipMasq": true,
          {{(backend == "" ? "" : $"\"ipMasqBackend\": \"{backend}\",")}}
          "ipam": { "type": "host-local", "ranges": [ [ { "subnet": "10.22.0.0/16" } ], [ { "subnet": "fd00:22::/64" } ] ] } }
        """;

    static string Add(Lab lab, PluginFolder plugins, string config, string container)
    {
        lab.Namespace(container);
        return plugins.Add(config, container, container).ToJsonString();
    }

    [Theory, MemberData(nameof(Both))]
    public void Our_del_takes_away_what_the_reference_made(string reference, string backend) => Lab.Run(lab =>
    {
        PluginFolder ours = PluginFolder.Ours, theirs = PluginFolder.Reference(reference);
        string config = Config(backend);
        Add(lab, theirs, config, "neighbour");
        string neighbour = Rules(lab);
        foreach (bool knowsResult in (bool[])[true, false])
        {
            string result = Add(lab, theirs, config, "pod");
            Assert.NotEqual(neighbour, Rules(lab));

            for (int i = 0; i < 2; i++)
                ours.Del(knowsResult ? Network.With(config, result) : config, "pod");

            Assert.Equal(neighbour, Rules(lab));
        }
    });

    [Theory]
    [InlineData(PluginFolder.Debian)]
    [InlineData(PluginFolder.Newer)]
    public void The_references_del_takes_away_what_our_iptables_backend_made(string reference) => Lab.Run(lab =>
    {
        string config = Config("iptables"), result = Add(lab, PluginFolder.Ours, config, "pod");
        Assert.NotEqual("", Rules(lab));

        PluginFolder.Reference(reference).Del(Network.With(config, result), "pod");

        Assert.Equal("", Rules(lab));
    });

    [Theory, MemberData(nameof(Both))]
    public void An_add_by_the_reference_leaves_ours_as_they_are(string reference, string backend) => Lab.Run(lab =>
    {
        PluginFolder ours = PluginFolder.Ours, theirs = PluginFolder.Reference(reference);
        string config = Config(backend), ourConfig = Network.With(config, Add(lab, ours, config, "ours"));
        string theirConfig = Network.With(config, Add(lab, theirs, config, "theirs"));

        Succeeds(ours.Call("CHECK", ourConfig, "ours", "ours"));
        ours.Del(ourConfig, "ours", "ours");
        Succeeds(ours.Call("CHECK", theirConfig, "theirs", "theirs"));   // by ours: their rules are as good
        theirs.Call("DEL", theirConfig, "theirs", "theirs");   // it complains where iptables has no chain of its, but does what it should
        Assert.Equal("", Rules(lab));
    });

    [Theory, MemberData(nameof(Both))]
    public void Gc_keeps_what_is_valid_whoever_made_it(string reference, string backend) => Lab.Run(lab =>
    {
        PluginFolder ours = PluginFolder.Ours, theirs = PluginFolder.Reference(reference);
        Add(lab, theirs, Config(backend, "foreign"), "foreign");
        string foreign = Rules(lab);
        Add(lab, ours, Config(backend), "ours");
        Add(lab, theirs, Config(backend), "theirs");
        string kept = Rules(lab);
        Add(lab, ours, Config(backend), "gone");
        Add(lab, theirs, Config(backend), "lost");
        Assert.NotEqual(kept, Rules(lab));

        Succeeds(ours.Call("GC", Valid(Config(backend), "ours", "theirs"), ""));
        Assert.Equal(kept, Rules(lab));
        Succeeds(ours.Call("GC", Valid(Config(backend)), ""));
        Assert.Equal(foreign, Rules(lab));
    });

    static string Valid(string config, params string[] containers) => $"{config.Replace("1.0.0", "1.1.0").TrimEnd()[..^1]},\"cni.dev/valid-attachments\":"
        + $"[{string.Join(',', containers.Select(id => $"{{\"containerID\":\"{id}\",\"ifname\":\"eth0\"}}"))}]}}";

    static void Succeeds(Outcome outcome) => Assert.True(outcome.ExitCode == 0, outcome.ToString());
}
