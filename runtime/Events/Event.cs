using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hull.Events;

/// <summary>Something that happened to a container, image, network or volume; docker's words, line and keys.</summary>
/// <param name="Id">Of whom it happened to; a volume's is its name.</param>
/// <param name="Nanoseconds">Since 1970.</param>
internal sealed record Event(string Type, string Action, string Id, IReadOnlyDictionary<string, string> Attributes, long Nanoseconds)
{
    static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static long Now => NanosecondsOf(DateTimeOffset.UtcNow);

    public static long NanosecondsOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>What is said of it: container images and containers have docker's older keys besides.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Type is "container" or "image")
        {
            json["status"] = Action;
            json["id"] = Id;
            if (Type == "container")
                json["from"] = Attributes.GetValueOrDefault("image", "");
        }
        var attributes = new JsonObject();
        foreach (var (name, value) in Attributes.OrderBy(one => one.Key, StringComparer.Ordinal)) attributes[name] = value;
        json["Type"] = Type;
        json["Action"] = Action;
        json["Actor"] = new JsonObject { ["ID"] = Id, ["Attributes"] = attributes };
        json["scope"] = "local";
        json["time"] = Nanoseconds / 1_000_000_000;
        json["timeNano"] = Nanoseconds;
        return json;
    }

    public string ToLine() => ToJson().ToJsonString(s_compact);

    /// <summary>Null for what is no event, such as a line that a crash has cut.</summary>
    public static Event? Parse(string line)
    {
        try
        {
            var json = JsonNode.Parse(line)!;
            var attributes = json["Actor"]!["Attributes"]!.AsObject().ToDictionary(one => one.Key, one => one.Value!.ToString());
            return new(json["Type"]!.ToString(), json["Action"]!.ToString(), json["Actor"]!["ID"]!.ToString(), attributes, json["timeNano"]!.GetValue<long>());
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>As docker shows it: 2026-01-02T03:04:05.678901200+01:00 container start ID (image=busybox, name=web)</summary>
    public override string ToString()
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / 100).ToLocalTime();
        string zone = time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture);
        string attributes = string.Join(", ", Attributes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
        return $"{time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)}00{zone} {Type} {Action} {Id} ({attributes})";
    }
}
