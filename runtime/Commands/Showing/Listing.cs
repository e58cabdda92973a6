using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hull.Templates;

namespace Hull.Commands.Showing;

/// <summary>
/// What a list can show, in all its forms: docker's table, a template for each entry, JSON. All of them come from one object of JSON for each entry,
/// with docker's names.
/// </summary>
/// <param name="usual">The template of the table that is shown when nothing else is asked for.</param>
internal sealed class Listing<T>(string usual, params IReadOnlyList<Column<T>> columns)
{
    const string Table = "table";

    static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What {{.Label "NAME"}} asks of; null where entries have none.</summary>
    public Func<T, IReadOnlyDictionary<string, string>>? Labels { get; init; }

    /// <param name="format">As --format has it; null for the usual table.</param>
    public string Text(IEnumerable<T> entries, string? format = null)
    {
        format = format?.Trim(' ');
        if (format is null or "" or Table)
            return AsTable(entries, usual);
        if (format == "json")
            return string.Concat(entries.Select(entry => Json(entry, wanted: null).ToJsonString(s_compact) + "\n"));
        return format.StartsWith(Table, StringComparison.Ordinal) && char.IsWhiteSpace(format[Table.Length]) || format.StartsWith(@"table\t", StringComparison.Ordinal)
            ? AsTable(entries, format[Table.Length..].TrimStart())
            : string.Concat(Rows(entries, Template.Parse(format)));
    }

    /// <summary>A list of JSON, of all entries.</summary>
    public string List(IEnumerable<T> entries)
    {
        var list = new JsonArray();
        foreach (var entry in entries) list.Add((JsonNode)Json(entry, wanted: null));
        return list.ToJsonString(s_compact) + "\n";
    }

    IEnumerable<string> Rows(IEnumerable<T> entries, Template template)
    {
        var wanted = template.Fields();
        return entries.Select(entry => template.Run(Json(entry, wanted), name => Labels?.Invoke(entry).GetValueOrDefault(name) ?? "") + "\n");
    }

    string AsTable(IEnumerable<T> entries, string format)
    {
        var template = Template.Parse(format);
        var lines = Rows(entries, template).ToList();
        var headings = new JsonObject();
        foreach (var column in columns) headings[column.Key] = column.Heading;
        return Commands.Table.Set(lines.Prepend(template.Run(headings, HeadingOfLabel) + "\n"));
    }

    // As docker has it: com.example.build-no is "build no".
    static string HeadingOfLabel(string name) => name.Split('.')[^1].Replace('-', ' ').Replace('_', ' ');

    // What nobody asks for is not looked up: some of it takes time.
    JsonObject Json(T entry, IReadOnlySet<string>? wanted)
    {
        var json = new JsonObject();
        foreach (var column in columns.OrderBy(column => column.Key, StringComparer.Ordinal))
            if (wanted is null || wanted.Contains(column.Key) || wanted.Any(key => key.Equals(column.Key, StringComparison.OrdinalIgnoreCase)))
                json[column.Key] = column.Value(entry);
        return wanted is null || wanted.All(key => key == "Label" || json.Any(one => one.Key.Equals(key, StringComparison.OrdinalIgnoreCase))) ? json : Json(entry, wanted: null);
    }
}
