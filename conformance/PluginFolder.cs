using System.Text.Json.Nodes;
using Tests;
using Xunit;

[assembly: TestFramework("Tests.SkippingFramework", "Tests")]

namespace Conformance;

/// <summary>CNI plugins of one make, called as a runtime calls them.</summary>
public sealed record PluginFolder(string Name, string Path)
{
    public static PluginFolder Ours => new("ours", Binaries.PluginFolder);

    /// <summary>The reference plugins by the name that a test's data has for them.</summary>
    public static PluginFolder Reference(string name)
    {
        string path = name == Debian ? "/usr/lib/cni" : Repository.PathOf("out/reference/usr/lib/cni");
        Skip.If(!File.Exists($"{path}/bridge"), $"no reference plugins in {path}: {(name == Debian ? "apt-get install containernetworking-plugins" : "conformance/reference-plugins.sh")} puts them there");
        return new(name, path);
    }

    /// <summary>Version 1.1.1, Debian 12's package; version 1.9.x, a later Debian's.</summary>
    public const string Debian = "Debian's", Newer = "newer";

    public static readonly string[] References = [Debian, Newer];

    /// <summary>The versions of the specification that a result is compared in.</summary>
    public static string[] VersionsOf(string reference) => reference == Debian ? ["0.3.1", "0.4.0", "1.0.0"] : ["0.3.1", "0.4.0", "1.0.0", "1.1.0"];

    /// <summary>Every reference, each of its versions, and with each of these every case: what most comparisons are made of.</summary>
    public static TheoryData<string, string, string> EachWith(IEnumerable<string> cases)
    {
        var data = new TheoryData<string, string, string>();
        foreach (string reference in References)
            foreach (string version in VersionsOf(reference))
                foreach (string one in cases)
                    data.Add(reference, version, one);
        return data;
    }

    /// <summary>ADD; returns the result.</summary>
    public JsonNode Add(string config, string container, string ns = "pod")
    {
        var outcome = Call("ADD", config, container, ns);
        Assert.True(outcome.ExitCode == 0, $"ADD of {Name}: {outcome}");
        return JsonNode.Parse(outcome.Out)!;
    }

    public void Del(string config, string container, string ns = "pod")
    {
        var outcome = Call("DEL", config, container, ns);
        Assert.True(outcome.ExitCode == 0, $"DEL of {Name}: {outcome}");
    }

    public Outcome Call(string command, string config, string container, string ns = "pod") =>
        Call(command, $"{JsonNode.Parse(config)!["type"]}", config, new Attachee(container, ns));

    /// <summary>One call of one plugin. What <paramref name="environment"/> names is told otherwise, or, as null, not at all.</summary>
    internal Outcome Call(string command, string plugin, string input, Attachee at, IReadOnlyDictionary<string, string?>? environment = null) =>
        Shell.Run($"exec {Path}/{plugin}", input, Environment(command, at, environment));

    /// <summary>What a runtime tells a plugin by its environment.</summary>
    internal (string Name, string Value)[] Environment(string command, Attachee at, IReadOnlyDictionary<string, string?>? otherwise = null)
    {
        var variables = new Dictionary<string, string?>
        {
            ["CNI_COMMAND"] = command, ["CNI_CONTAINERID"] = at.Container, ["CNI_NETNS"] = at.Ns == "" ? null : $"/run/netns/{at.Ns}",
            ["CNI_IFNAME"] = at.IfName, ["CNI_ARGS"] = at.Args, ["CNI_PATH"] = Path,
        };
        foreach (var (name, value) in otherwise ?? new Dictionary<string, string?>())
            variables[name] = value;
        return [.. variables.Where(v => v.Value is not null).Select(v => (v.Key, v.Value!))];
    }
}
