using System.Globalization;
using System.Text.Json.Nodes;

namespace Hull.Network;

/// <summary>What the configuration of a network that hull made says of itself, beyond what plugins read.</summary>
internal sealed record HullRecord(string Id, DateTimeOffset Created, string Driver, bool IsInternal, IReadOnlyDictionary<string, string> Labels)
{
    public const string Key = "hull";

    public JsonObject ToJson()
    {
        var labels = new JsonObject();
        foreach (var (name, value) in Labels) labels[name] = value;
        return new() { ["id"] = Id, ["created"] = Created.ToString("O", CultureInfo.InvariantCulture), ["driver"] = Driver, ["internal"] = IsInternal, ["labels"] = labels };
    }

    /// <summary>Null when the network is somebody else's.</summary>
    public static HullRecord? Read(JsonNode? conflist)
    {
        if (conflist?[Key] is not JsonObject json || json["id"] is null)
            return null;
        var labels = new Dictionary<string, string>();
        foreach (var (name, value) in json["labels"] as JsonObject ?? []) labels[name] = value?.ToString() ?? "";
        return new(json["id"]!.ToString(), DateTimeOffset.Parse(json["created"]!.ToString(), CultureInfo.InvariantCulture), json["driver"]!.ToString(), json["internal"]?.GetValue<bool>() ?? false, labels);
    }
}
