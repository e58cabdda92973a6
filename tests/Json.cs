using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Tests;

/// <summary>Compares JSON value by value: neither blanks nor the order of keys matter.</summary>
internal static class Json
{
    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    public static void AssertSame(string expected, string actual) =>
        Assert.Equal(Canonical(JsonNode.Parse(expected)), Canonical(JsonNode.Parse(actual)));

    /// <summary>As <see cref="AssertSame"/>, for lists whose order does not matter either.</summary>
    public static void AssertSameSet(string expected, string actual, string by)
    {
        string Sorted(string json) => Canonical(new JsonArray([.. JsonNode.Parse(json)!.AsArray().OrderBy(item => $"{item![by]}").Select(item => item!.DeepClone())]));
        Assert.Equal(Sorted(expected), Sorted(actual));
    }

    // Indented, so that a failure shows the line that differs.
    public static string Canonical(JsonNode? node) => JsonSerializer.Serialize(Sort(node), s_indented);

    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

    static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject item => new JsonObject(item.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
