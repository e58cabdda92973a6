using System.Globalization;
using System.Text.Json.Nodes;

namespace Hull.Network;

/// <summary>What the configuration of a network that hull made says of itself, beyond what plugins read.</summary>
internal sealed record HullRecord(string Id, DateTimeOffset Created, string Driver, bool IsInternal, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The -o settings, as they were given.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Addresses that no container gets, by what they are for.</summary>
    public IReadOnlyDictionary<string, string> Reserved { get; init; } = new Dictionary<string, string>();

    /// <summary>The address of the host's that ports are published on which name none; null for all.</summary>
    public string? PublishedOn => Options.GetValueOrDefault(HostBinding);

    public const string HostBinding = "com.docker.network.bridge.host_binding_ipv4";

    public const string Key = "hull";

    public JsonObject ToJson() => new()
    {
        ["id"] = Id, ["created"] = Created.ToString("O", CultureInfo.InvariantCulture), ["driver"] = Driver, ["internal"] = IsInternal, ["labels"] = Json(Labels),
        ["options"] = Json(Options), ["reserved"] = Json(Reserved),
    };

    /// <summary>Null when the network is somebody else's.</summary>
    public static HullRecord? Read(JsonNode? conflist)
    {
        if (conflist?[Key] is not JsonObject json || json["id"] is null)
            return null;
        return new(json["id"]!.ToString(), DateTimeOffset.Parse(json["created"]!.ToString(), CultureInfo.InvariantCulture), json["driver"]!.ToString(), json["internal"]?.GetValue<bool>() ?? false, Texts(json["labels"]))
        {
            Options = Texts(json["options"]), Reserved = Texts(json["reserved"]),
        };
    }

    public static JsonObject Json(IReadOnlyDictionary<string, string> texts)
    {
        var json = new JsonObject();
        foreach (var (name, value) in texts) json[name] = value;
        return json;
    }

    static Dictionary<string, string> Texts(JsonNode? json)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in json as JsonObject ?? []) texts[name] = value?.ToString() ?? "";
        return texts;
    }
}
