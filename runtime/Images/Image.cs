using System.Globalization;
using System.Text.Json;
using Hull.Containers;

namespace Hull.Images;

/// <summary>A root file system under a name: layers, of which the later ones lie on the earlier.</summary>
/// <param name="Name">"NAME:TAG".</param>
/// <param name="Layers">The layers' digests, "sha256:" and 64 digits each, the lowest first.</param>
/// <param name="Size">Bytes of content.</param>
internal sealed record Image(string Name, string Id, DateTimeOffset Created, long Size, IReadOnlyList<string> Layers)
{
    static readonly string s_folder = $"{ContainerFiles.StoreRoot}/images";

    /// <summary>The folders of the layers, the highest first, as overlayfs takes them.</summary>
    public IEnumerable<string> Folders => Layers.Reverse().Select(digest => new Layer(digest).Content);

    public void Save()
    {
        Directory.CreateDirectory(s_folder);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            json.WriteString("id", Id);
            json.WriteString("created", Created);
            json.WriteNumber("size", Size);
            json.WriteStartArray("layers");
            foreach (string layer in Layers)
                json.WriteStringValue(layer);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        Linux.AtomicFile.Write(FileOf(Name), stream.ToArray());
    }

    /// <summary>Throws a sentence that says what to do when there is none.</summary>
    public static Image Get(string name)
    {
        string full = ImageName.Complete(name);
        return File.Exists(FileOf(full)) ? Read(FileOf(full)) : throw new HullException(
            $"there is no image {full}; `hull images` lists those there are, `hull image import FILE.tar {name}` makes one of a root file system");
    }

    public static IReadOnlyList<Image> List() => Directory.Exists(s_folder)
        ? [.. Directory.EnumerateFiles(s_folder, "*.json").Select(Read).OrderByDescending(image => image.Created)]
        : [];

    /// <summary>Removes it, and those of its layers that no other image has.</summary>
    public void Delete()
    {
        File.Delete(FileOf(Name));
        foreach (string unused in Layers.Except(List().SelectMany(other => other.Layers)))
            new Layer(unused).Delete();
    }

    static Image Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        return new Image(
            root.GetProperty("name").GetString()!,
            root.GetProperty("id").GetString()!,
            DateTimeOffset.Parse(root.GetProperty("created").GetString()!, CultureInfo.InvariantCulture),
            root.GetProperty("size").GetInt64(),
            [.. root.GetProperty("layers").EnumerateArray().Select(layer => layer.GetString()!)]);
    }

    // A name may have slashes; a file's may not.
    static string FileOf(string name) => $"{s_folder}/{Uri.EscapeDataString(name)}.json";
}
