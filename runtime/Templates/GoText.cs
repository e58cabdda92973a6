using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hull.Templates;

/// <summary>Values as Go prints them.</summary>
internal static class GoText
{
    static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object? value) => value switch
    {
        null => "<no value>",
        string text => text,
        bool is_ => is_ ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        JsonArray list => $"[{string.Join(' ', list.Select(item => Inner(item)))}]",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}:{Inner(one.Value)}"))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    static string Inner(JsonNode? node) => node is null ? "<nil>" : Of(Evaluator.Value(node));

    /// <summary>What a value is, for a message.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "nothing",
        string text => $"the text {Quoted(text)}",
        bool => $"the truth value {Of(value)}",
        JsonArray => "a list",
        JsonObject => "a map",
        _ => $"the number {Of(value)}",
    };

    public static object Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? (object)whole : double.Parse(text, CultureInfo.InvariantCulture);

    public static string Json(object? value) => value switch
    {
        null => "null",
        JsonNode node => node.ToJsonString(s_compact),
        string text => JsonValue.Create(text).ToJsonString(s_compact),
        _ => Of(value),
    };

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char letter in text)
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                < ' ' => $"\\x{(int)letter:x2}",
                _ => letter.ToString(),
            });
        return quoted.Append('"').ToString();
    }

    /// <summary>All of them, with a blank between two of which neither is a text.</summary>
    public static string Print(object?[] values)
    {
        var text = new StringBuilder();
        for (int at = 0; at < values.Length; at++)
        {
            if (at > 0 && values[at] is not string && values[at - 1] is not string) text.Append(' ');
            text.Append(Of(values[at]));
        }
        return text.ToString();
    }
}
