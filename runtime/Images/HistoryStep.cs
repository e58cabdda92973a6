using System.Text.Json;

namespace Hull.Images;

/// <summary>How one layer, or one setting, of an image came to be (OCI image specification, config.md, "history").</summary>
/// <param name="IsEmpty">It changed no file, and has no layer.</param>
internal sealed record HistoryStep(DateTimeOffset Created, string CreatedBy, string Comment, string Author, bool IsEmpty)
{
    public static HistoryStep Read(JsonElement step) => new(
        Image.Time(Text(step, "created")), Text(step, "created_by"), Text(step, "comment"), Text(step, "author"),
        step.TryGetProperty("empty_layer", out var empty) && empty.ValueKind == JsonValueKind.True);

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("created", Created);
        if (CreatedBy != "")
            json.WriteString("created_by", CreatedBy);
        if (Author != "")
            json.WriteString("author", Author);
        if (Comment != "")
            json.WriteString("comment", Comment);
        if (IsEmpty)
            json.WriteBoolean("empty_layer", true);
        json.WriteEndObject();
    }

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
}
