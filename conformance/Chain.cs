using System.Text.Json.Nodes;
using Tests;

namespace Conformance;

/// <summary>Who is attached: what a runtime tells by the environment.</summary>
internal sealed record Attachee(string Container = "attached1", string Ns = "pod", string IfName = "eth0", string Args = "");

/// <summary>
/// The plugins of one network, called in the order and with the input that libcni gives them, each by whichever make a test says.
/// Deliberately not lib/cni's runtime, which would be judging itself.
/// </summary>
internal sealed record Chain(string Name, string Version, IReadOnlyList<JsonObject> Plugins)
{
    /// <summary>Of one plugin's configuration, or of a list: <c>plugins</c> is an array, or an object whose keys are the types.</summary>
    public static Chain Of(string json) => Of(JsonNode.Parse(json)!.AsObject());

    public static Chain Of(JsonObject json) => new($"{json["name"]}", $"{json["cniVersion"]}", json["plugins"] switch
    {
        JsonArray list => [.. list.Select(plugin => plugin!.AsObject())],
        JsonObject byType => [.. byType.Select(plugin => Typed(plugin.Key, plugin.Value!.AsObject()))],
        _ => [json],
    })
    { Header = json };

    /// <summary>What the list says of itself: its name and version, which every plugin gets.</summary>
    JsonObject Header { get; init; } = [];

    /// <summary>The result of the last ADD.</summary>
    public JsonNode? Result { get; init; }

    bool TellsResult => System.Version.TryParse(Version, out var version) && version >= new System.Version(0, 4, 0);

    /// <summary>ADD of each in turn; stops at the first that fails. The chain that comes back knows the result.</summary>
    public (Chain Chain, Outcome Outcome) Add(PluginFolder by, Attachee at, IReadOnlyDictionary<string, string?>? environment = null)
    {
        JsonNode? result = null;
        var outcome = new Outcome(0, "", "");
        foreach (var plugin in Plugins)
        {
            outcome = by.Call("ADD", $"{plugin["type"]}", Request(plugin, result), at, environment);
            if (outcome.ExitCode != 0)
                return (this with { Result = null }, outcome);
            result = ParsedOrNull(outcome.Out);
        }
        return (this with { Result = result }, outcome);
    }

    public Outcome Check(PluginFolder by, Attachee at, IReadOnlyDictionary<string, string?>? environment = null) =>
        Until(Plugins, plugin => by.Call("CHECK", $"{plugin["type"]}", Request(plugin, Result), at, environment));

    public Outcome Del(PluginFolder by, Attachee at, IReadOnlyDictionary<string, string?>? environment = null) =>
        Until(Plugins.Reverse(), plugin => by.Call("DEL", $"{plugin["type"]}", Request(plugin, TellsResult ? Result : null), at, environment));

    public Outcome Status(PluginFolder by, IReadOnlyDictionary<string, string?>? environment = null) =>
        Until(Plugins, plugin => by.Call("STATUS", $"{plugin["type"]}", Request(plugin, null), new Attachee("", "", ""), environment));

    /// <summary>GC, with these attachments still alive.</summary>
    public Outcome Gc(PluginFolder by, params IReadOnlyList<Attachee> valid) =>
        Until(Plugins, plugin => by.Call("GC", $"{plugin["type"]}", GcRequest(plugin, valid), new Attachee("", "", "")));

    /// <summary>What a plugin reads when GC is to leave these alone.</summary>
    public string GcRequest(JsonObject plugin, IReadOnlyList<Attachee> valid)
    {
        var request = JsonNode.Parse(Request(plugin, null))!;
        request["cni.dev/valid-attachments"] = new JsonArray([.. valid.Select(at => new JsonObject { ["containerID"] = at.Container, ["ifname"] = at.IfName })]);
        return request.ToJsonString();
    }

    /// <summary>What a plugin reads from standard input.</summary>
    public string Request(JsonObject plugin, JsonNode? previous)
    {
        var request = plugin.DeepClone().AsObject();
        foreach (string key in (string[])["name", "cniVersion"])
            if (Header[key] is { } value)
                request[key] = value.DeepClone();
        if (previous is not null)
            request["prevResult"] = previous.DeepClone();
        return request.ToJsonString();
    }

    static Outcome Until(IEnumerable<JsonObject> plugins, Func<JsonObject, Outcome> call)
    {
        var outcome = new Outcome(0, "", "");
        foreach (var plugin in plugins)
            if ((outcome = call(plugin)).ExitCode != 0)
                break;
        return outcome;
    }

    static JsonObject Typed(string type, JsonObject plugin)
    {
        var typed = plugin.DeepClone().AsObject();
        typed["type"] = type;
        return typed;
    }

    static JsonNode? ParsedOrNull(string text)
    {
        try { return JsonNode.Parse(text); }
        catch (System.Text.Json.JsonException) { return null; }   // two documents, say: the next plugin gets none
    }
}
