using System.Text.Encodings.Web;
using System.Text.Json;
using Hull.Archives;
using Hull.Layers;

namespace Hull.Images;

/// <summary>Makes images here: of a root file system, or of an image and what a container changed in it.</summary>
internal static class ImageMaker
{
    static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is said of an image beside its files.</summary>
    public sealed record Description(ImageConfig Config, Platform Platform)
    {
        public string Author { get; init; } = "";
        public string Comment { get; init; } = "";
        public string CreatedBy { get; init; } = "";
    }

    /// <summary>An image of one layer, the tar of a root file system.</summary>
    public static Image Import(string path, string? name, Description description)
    {
        ImageStore.Collect();
        try
        {
            using var shared = ImageStore.Share();
            using var archive = ArchiveFile.Open(path, ImageStore.Temporary, unzip: false);
            var layer = Layer.Unpack(archive.Content(), below: null, new(Blob: null, Diff: null, MayBeEmpty: false));
            return Finish(Config(null, layer.Diff, description), name);
        }
        catch (Exception e) when (e is ArchiveException or InvalidDataException)
        {
            throw new HullException($"{(path == "-" ? "what came by standard input" : path)} is no tar of a root file system: {e.Message}");
        }
        finally
        {
            ImageStore.Collect();
        }
    }

    /// <summary>An image, and on it what <paramref name="changes"/> holds; a layer without a file is none.</summary>
    public static Image Commit(Image below, FileSlice changes, string? name, Description description)
    {
        using var shared = ImageStore.Share();
        var layer = Layer.Unpack(changes, below.Top, new(Blob: null, Diff: null, MayBeEmpty: true));
        return Finish(Config(below, layer.TarSize > 2 * TarHeader.Size ? layer.Diff : null, description), name);
    }

    static Image Finish(byte[] config, string? name)
    {
        var image = Image.Parse(config);
        image.Save();
        if (name is not null)
            Repositories.Set(name, image.Id);
        return image;
    }

    static byte[] Config(Image? below, string? diff, Description description)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_compact))
        {
            var now = DateTimeOffset.UtcNow;
            json.WriteStartObject();
            json.WriteString("architecture", description.Platform.Architecture);
            json.WriteString("os", description.Platform.Os);
            if (description.Platform.Variant != "")
                json.WriteString("variant", description.Platform.Variant);
            json.WriteString("created", now);
            if (description.Author != "")
                json.WriteString("author", description.Author);
            if (description.Comment != "")
                json.WriteString("comment", description.Comment);
            json.WritePropertyName("config");
            description.Config.WriteTo(json);
            json.WriteStartArray("history");
            foreach (var step in below?.History ?? [])
                step.WriteTo(json);
            new HistoryStep(now, description.CreatedBy, description.Comment, description.Author, IsEmpty: diff is null).WriteTo(json);
            json.WriteEndArray();
            json.WriteStartObject("rootfs");
            json.WriteString("type", "layers");
            json.WriteStartArray("diff_ids");
            foreach (string one in below?.Diffs ?? [])
                json.WriteStringValue(one);
            if (diff is not null)
                json.WriteStringValue(diff);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
