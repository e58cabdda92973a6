using System.Text.Json.Nodes;
using Tests;
using Xunit;

namespace Conformance;

/// <summary>static against the reference: the same addresses for the same question, and a CHECK and a DEL of what the other gave out.</summary>
public class StaticTests
{
    static readonly Dictionary<string, (string Config, string Args)> s_questions = new()
    {
        ["nothing"] = ("""{ "ipam": { "type": "static" } }""", ""),
        ["one address"] = ("""{ "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7/24" } ] } }""", ""),
        ["all there is"] = ("""
            { "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7/24", "gateway": "10.22.0.1" }, { "address": "fd00:22::7/64", "gateway": "fd00:22::1" } ],
              "routes": [ { "dst": "0.0.0.0/0" }, { "dst": "10.9.0.0/16", "gw": "10.22.0.9" } ],
              "dns": { "nameservers": [ "10.22.0.53" ], "domain": "x.example", "search": [ "x.example" ], "options": [ "ndots:2" ] } } }
            """, ""),
        ["more by CNI_ARGS"] = ("""{ "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7/24" } ] } }""", "IP=10.23.0.7/24, fd00:23::7/64;GATEWAY=10.23.0.1,fd00:23::1"),
        ["others by args"] = ("""{ "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7/24" } ] }, "args": { "cni": { "ips": [ "10.24.0.7/24" ] } } }""", "IP=10.23.0.7/24"),
        ["others by capability"] = ("""
            { "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7/24" } ] }, "args": { "cni": { "ips": [ "10.24.0.7/24" ] } },
              "runtimeConfig": { "ips": [ "10.25.0.7/24", "fd00:25::7/64" ] } }
            """, ""),
        ["no prefix"] = ("""{ "ipam": { "type": "static", "addresses": [ { "address": "10.22.0.7" } ] } }""", ""),
        ["no prefix by CNI_ARGS"] = ("""{ "ipam": { "type": "static" } }""", "IP=10.22.0.7"),
        ["no prefix by capability"] = ("""{ "ipam": { "type": "static" }, "runtimeConfig": { "ips": [ "10.22.0.7" ] } }""", ""),
        ["no gateway at all"] = ("""{ "ipam": { "type": "static" } }""", "GATEWAY=here"),
        ["no ipam"] = ("""{ }""", ""),
    };

    public static TheoryData<string, string, string> Everything() => PluginFolder.EachWith(s_questions.Keys);

    [Theory, MemberData(nameof(Everything))]
    public void The_answer_is_the_references(string reference, string version, string question) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        var (config, args) = Question(question, version);
        var their = Call(PluginFolder.Reference(reference), "ADD", config, args);
        var our = Call(PluginFolder.Ours, "ADD", config, args);

        Assert.Equal(their.ExitCode, our.ExitCode);
        if (our.ExitCode == 0)
            Results.AssertSame(JsonNode.Parse(their.Out)!, JsonNode.Parse(our.Out)!);
        else
            Assert.Equal($"{JsonNode.Parse(their.Out)!["msg"]}", $"{JsonNode.Parse(our.Out)!["msg"]}");
    });

    [Theory, MemberData(nameof(Everything))]
    public void Either_checks_and_deletes_what_the_other_gave_out(string reference, string version, string question) => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        var (config, args) = Question(question, version);
        foreach (var (one, other) in new[] { (PluginFolder.Ours, PluginFolder.Reference(reference)), (PluginFolder.Reference(reference), PluginFolder.Ours) })
        {
            var added = Call(one, "ADD", config, args);
            var whole = JsonNode.Parse(config)!.AsObject();
            if (added.ExitCode == 0)
                whole["prevResult"] = JsonNode.Parse(added.Out);
            if (added.ExitCode == 0 && !version.StartsWith("0.3"))
                Assert.Equal(0, Call(other, "CHECK", whole.ToJsonString(), args).ExitCode);
            Assert.Equal(0, Call(other, "DEL", whole.ToJsonString(), args).ExitCode);
        }
    });

    static Outcome Call(PluginFolder plugins, string command, string config, string args) => Shell.Run($"exec {plugins.Path}/static", config,
        ("CNI_COMMAND", command), ("CNI_CONTAINERID", "c1"), ("CNI_NETNS", "/run/netns/pod"), ("CNI_IFNAME", "eth0"), ("CNI_PATH", plugins.Path), ("CNI_ARGS", args));

    static (string Config, string Args) Question(string name, string version)
    {
        var config = JsonNode.Parse(s_questions[name].Config)!.AsObject();
        config["cniVersion"] = version;
        config["name"] = "net";
        config["type"] = "static";
        return (config.ToJsonString(), s_questions[name].Args);
    }
}
