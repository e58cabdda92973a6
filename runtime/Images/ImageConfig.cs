using System.Text.Json;

namespace Hull.Images;

/// <summary>How an image's containers are to run (OCI image specification, config.md, "config"; the names are docker's).</summary>
internal sealed record ImageConfig
{
    /// <summary>What comes before the command's words; a command without one is run by itself.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>NAME=value each.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];
    public string WorkingDir { get; init; } = "";

    /// <summary>USER[:GROUP], names or numbers; "" for root.</summary>
    public string User { get; init; } = "";

    /// <summary>"80/tcp" each.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Folders whose files belong to a volume.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>A name or a number; "" for SIGTERM.</summary>
    public string StopSignal { get; init; } = "";

    public static ImageConfig Read(JsonElement config) => config.ValueKind != JsonValueKind.Object ? new() : new()
    {
        Entrypoint = Strings(config, "Entrypoint"),
        Cmd = Strings(config, "Cmd"),
        Env = Strings(config, "Env"),
        WorkingDir = Text(config, "WorkingDir"),
        User = Text(config, "User"),
        ExposedPorts = Keys(config, "ExposedPorts"),
        Volumes = Keys(config, "Volumes"),
        Labels = Object(config, "Labels") is { } labels ? labels.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString() ?? "") : [],
        StopSignal = Text(config, "StopSignal"),
    };

    /// <summary>Writes it in docker's order; null stands for an empty Cmd, Entrypoint or Env.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("User", User);
        WriteKeys(json, "ExposedPorts", ExposedPorts);
        WriteStrings(json, "Env", Env);
        WriteStrings(json, "Cmd", Cmd);
        WriteKeys(json, "Volumes", Volumes);
        json.WriteString("WorkingDir", WorkingDir);
        WriteStrings(json, "Entrypoint", Entrypoint);
        if (Labels.Count > 0)
        {
            json.WriteStartObject("Labels");
            foreach (var (name, value) in Labels)
                json.WriteString(name, value);
            json.WriteEndObject();
        }
        if (StopSignal != "")
            json.WriteString("StopSignal", StopSignal);
        json.WriteEndObject();
    }

    static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    static void WriteKeys(Utf8JsonWriter json, string name, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (string key in keys)
        {
            json.WriteStartObject(key);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static JsonElement? Object(JsonElement of, string name) =>
        of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? found : null;

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";

    // Old images have one word in place of a list.
    static IReadOnlyList<string> Strings(JsonElement of, string name) => !of.TryGetProperty(name, out var found) ? []
        : found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray().Select(item => item.GetString() ?? "")]
        : found.ValueKind == JsonValueKind.String ? [found.GetString()!]
        : [];

    static IReadOnlyList<string> Keys(JsonElement of, string name) => Object(of, name) is { } keys ? [.. keys.EnumerateObject().Select(one => one.Name)] : [];
}
