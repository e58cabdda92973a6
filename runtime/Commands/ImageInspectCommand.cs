using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hull.Images;

namespace Hull.Commands;

/// <summary>hull image inspect: docker's keys, in docker's order.</summary>
internal static class ImageInspectCommand
{
    static readonly JsonWriterOptions s_readable = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var names = new Argument<string[]>("image") { Arity = ArgumentArity.OneOrMore, Description = ImageWork.NameHelp };
        return new Command("inspect", "Shows all that is known of images, as JSON. Example: hull image inspect busybox") { names }.Doing(parsed =>
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, s_readable))
            {
                json.WriteStartArray();
                foreach (string name in parsed.GetRequiredValue(names))
                    Write(json, Image.Get(name));
                json.WriteEndArray();
            }
            ImageWork.Print(Encoding.UTF8.GetString(stream.ToArray()) + "\n");
            return 0;
        });
    }

    static void Write(Utf8JsonWriter json, Image image)
    {
        json.WriteStartObject();
        json.WriteString("Id", image.Id);
        json.WriteStartArray("RepoTags");
        foreach (string name in Repositories.Read().NamesOf(image.Id))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("RepoDigests");
        json.WriteEndArray();
        json.WriteString("Parent", "");
        json.WriteString("Comment", image.Comment);
        json.WriteString("Created", image.Created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture).Replace("+00:00", "Z"));
        json.WriteString("DockerVersion", "");
        json.WriteString("Author", image.Author);
        json.WritePropertyName("Config");
        image.Config.WriteTo(json);
        json.WriteString("Architecture", image.Architecture);
        if (image.Variant != "")
            json.WriteString("Variant", image.Variant);
        json.WriteString("Os", image.Os);
        json.WriteNumber("Size", image.Size);
        WriteFolders(json, image);
        WriteLayers(json, image);
        json.WriteEndObject();
    }

    static void WriteFolders(Utf8JsonWriter json, Image image)
    {
        json.WriteStartObject("GraphDriver");
        json.WriteStartObject("Data");
        if (image.Top?.Overlay is { } top)
        {
            if (top.Diffs.Skip(1).ToList() is { Count: > 0 } lower)
                json.WriteString("LowerDir", string.Join(':', lower));
            json.WriteString("MergedDir", top.Merged);
            json.WriteString("UpperDir", top.Diff);
            json.WriteString("WorkDir", top.Work);
        }
        json.WriteEndObject();
        json.WriteString("Name", "overlay2");
        json.WriteEndObject();
    }

    static void WriteLayers(Utf8JsonWriter json, Image image)
    {
        json.WriteStartObject("RootFS");
        json.WriteString("Type", "layers");
        json.WriteStartArray("Layers");
        foreach (string diff in image.Diffs)
            json.WriteStringValue(diff);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
