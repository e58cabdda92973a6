using System.Net;
using System.Text.Json;

namespace Cni;

/// <summary>Members that the specification leaves out when they have nothing to say.</summary>
internal static class JsonWriting
{
    /// <summary>For a program to read, not a browser: &gt; and ' stay as they are.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = new PlainJsonEncoder() };

    public static void WriteUnlessEmpty(this Utf8JsonWriter json, string key, string value)
    {
        if (value != "")
            json.WriteString(key, value);
    }

    public static void WriteUnlessEmpty(this Utf8JsonWriter json, string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(key);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static void WriteUnlessNull(this Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } number)
            json.WriteNumber(key, number);
    }

    public static void WriteUnlessNull(this Utf8JsonWriter json, string key, IPAddress? value)
    {
        if (value is not null)
            json.WriteString(key, IpText.Format(value));
    }
}
