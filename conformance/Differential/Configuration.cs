using System.Text.Json.Nodes;
using Tests;

namespace Conformance.Differential;

/// <summary>
/// One network to be tried, out of the files beside this one. A file is a list of groups; each has a <c>base</c> and, by name, what is
/// different from it (as a JSON merge patch: null takes a key away). The key <c>run</c> is for us, not for the plugins:
/// <c>args</c>, <c>env</c>, <c>stdin</c>: what the runtime passes; <c>before</c>: a command that prepares the host; <c>world</c>: another
/// host, 198.51.100.2 and fd00:51::2, which knows no way back; <c>lan</c>: a bridge br0 with a DHCP server, and its flags;
/// <c>ping</c>, <c>tcp</c>, <c>udp</c>: from where to where.
/// </summary>
internal sealed record Configuration(string Name, JsonObject Network, JsonObject Run)
{
    static readonly Lazy<Dictionary<string, Configuration>> s_all = new(() => Read().ToDictionary(c => c.Name));

    public static string Folder => Repository.PathOf("conformance/Differential");

    public static IEnumerable<string> Names => s_all.Value.Keys;

    public static Configuration Called(string name) => s_all.Value[name];

    public string? Text(string key) => Run[key]?.GetValue<string>();

    public IEnumerable<string> Texts(string key) => Run[key]?.AsArray().Select(item => item!.GetValue<string>()) ?? [];

    public IReadOnlyDictionary<string, string?> Environment =>
        Run["env"]?.AsObject().ToDictionary(v => v.Key, v => v.Value?.GetValue<string>()) ?? [];

    static IEnumerable<Configuration> Read() =>
        from file in Directory.GetFiles(Path.Combine(Folder, "data"), "*.json").Order(StringComparer.Ordinal)
        from @group in JsonNode.Parse(File.ReadAllText(file))!.AsArray()
        from named in @group!["configurations"]!.AsObject()
        from version in @group["versions"]?.AsArray().Select(v => v!.GetValue<string>()) ?? [""]
        let name = $"{Path.GetFileNameWithoutExtension(file)}: {named.Key}"
        select Of(version == "" ? name : $"{name} in {version}", Merge(@group["base"], named.Value)!.AsObject(), version);

    static Configuration Of(string name, JsonObject network, string version)
    {
        if (version != "")
            network["cniVersion"] = version;
        var run = network["run"]?.AsObject() ?? [];
        network.Remove("run");
        return new(name, network, run);
    }

    // RFC 7386.
    static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = (target as JsonObject)?.DeepClone().AsObject() ?? [];
        foreach (var (key, value) in changes)
            if (value is null) merged.Remove(key);
            else merged[key] = Merge(merged[key], value);
        return merged;
    }
}
