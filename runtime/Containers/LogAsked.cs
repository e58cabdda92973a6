using System.Text.Json;

namespace Hull.Containers;

/// <summary>How a container's log is kept, as it was asked for.</summary>
internal sealed record LogAsked
{
    public const string JsonFile = "json-file", None = "none";

    /// <summary>One of these two.</summary>
    public string Driver { get; init; } = JsonFile;

    /// <summary>How many bytes of it are in one file at most, before the next is begun; null for as many as there is room for.</summary>
    public long? MaxSize { get; init; }

    /// <summary>How many files there are at most.</summary>
    public int MaxFile { get; init; } = 1;

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("driver", Driver);
        if (MaxSize is { } size)
            json.WriteNumber("maxSize", size);
        json.WriteNumber("maxFile", MaxFile);
        json.WriteEndObject();
    }

    public static LogAsked Read(JsonElement json) => new()
    {
        Driver = json.GetProperty("driver").GetString()!,
        MaxSize = json.TryGetProperty("maxSize", out var size) ? size.GetInt64() : null,
        MaxFile = json.GetProperty("maxFile").GetInt32(),
    };
}
