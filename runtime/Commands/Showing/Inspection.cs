using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cli;
using Hull.Templates;
using Linux;

namespace Hull.Commands.Showing;

/// <summary>The head of all commands that show all there is to know of something: a list of JSON as docker indents it, or a template for each.</summary>
internal static class Inspection
{
    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Option<string?> FormatOption() => new("--format", "-f") { HelpName = "TEMPLATE", Description = "A template for each, such as {{.Name}}; json for one line of JSON." };

    /// <summary>Makes such a command of what finds a thing by its name.</summary>
    public static Command Command(string description, string example, Argument<string[]> names, Func<string, JsonObject> find)
    {
        var format = FormatOption();
        return new Verb("inspect", description, example) { names, format }.Doing(parsed => Print(parsed.GetRequiredValue(names), parsed.GetValue(format), find));
    }

    /// <summary>Those that are found are shown, whatever is said of the others.</summary>
    public static int Print(IEnumerable<string> names, string? format, Func<string, JsonObject> find)
    {
        var template = format is null or "json" ? null : Template.Parse(format);
        var (found, failures) = (new JsonArray(), new List<string>());
        foreach (string name in names)
            try
            {
                found.Add((JsonNode)find(name));
            }
            catch (HullException e)
            {
                failures.Add(e.Message);
            }
        string text = template is not null ? string.Concat(found.Select(one => template.Run(one) + "\n"))
            : found.ToJsonString(format is null ? s_indented : s_compact) + "\n";
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
        foreach (string failure in failures) Stdio.WriteError($"hull: {failure}");
        return failures.Count > 0 ? 1 : 0;
    }

    /// <summary>As a tree what somebody writes.</summary>
    public static JsonNode? Tree(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        return JsonNode.Parse(stream.ToArray());
    }

    public static JsonArray List(IEnumerable<string> texts)
    {
        var list = new JsonArray();
        foreach (string text in texts) list.Add((JsonNode)JsonValue.Create(text));
        return list;
    }

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var map = new JsonObject();
        foreach (var (name, value) in texts) map[name] = value;
        return map;
    }
}
