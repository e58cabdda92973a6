using System.Globalization;
using System.Text.Json;
using Hull.Archives;
using Hull.Containers;
using Hull.Layers;
using Linux;

namespace Hull.Images;

/// <summary>
/// An image: a root file system in layers, and how it is to be run. All there is to know of it is its config, a JSON document whose digest is the
/// image's id (OCI image specification, config.md). Its names are elsewhere: see <see cref="Repositories"/>.
/// </summary>
/// <param name="Id">"sha256:" and 64 digits.</param>
/// <param name="Json">The config as it came.</param>
internal sealed record Image(string Id, byte[] Json)
{
    const string Folder = $"{ContainerFiles.StoreRoot}/image/overlay2/imagedb/content/sha256";

    /// <summary>The digests of the layers' tars, the lowest first.</summary>
    public required IReadOnlyList<string> Diffs { get; init; }
    public required ImageConfig Config { get; init; }
    public required IReadOnlyList<HistoryStep> History { get; init; }

    /// <summary>The beginning of 1970 when nobody says.</summary>
    public required DateTimeOffset Created { get; init; }
    public string Architecture { get; private init; } = "";
    public string Os { get; private init; } = "";
    public string Variant { get; private init; } = "";
    public string Author { get; private init; } = "";
    public string Comment { get; private init; } = "";

    public string ShortId => Digest.Hex(Id)[..12];

    /// <summary>Null for an image without files.</summary>
    public Layer? Top => Layer.Top(Diffs);

    /// <summary>Bytes of all its files.</summary>
    public long Size => Top?.Stack.Sum(layer => layer.Size) ?? 0;

    /// <summary>Takes a config apart, which is not to be trusted.</summary>
    public static Image Parse(byte[] config)
    {
        try
        {
            using var json = JsonDocument.Parse(config);
            var root = json.RootElement;
            var rootfs = root.GetProperty("rootfs");
            return new Image(Digest.Of(config), config)
            {
                Diffs = [.. Array(rootfs, "diff_ids").Select(diff => Digest.Checked(diff.GetString() ?? ""))],
                Config = root.TryGetProperty("config", out var run) ? ImageConfig.Read(run) : new(),
                History = [.. Array(root, "history").Select(HistoryStep.Read)],
                Created = Time(Text(root, "created")),
                Architecture = Text(root, "architecture"),
                Os = Text(root, "os"),
                Variant = Text(root, "variant"),
                Author = Text(root, "author"),
                Comment = Text(root, "comment"),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ArchiveException($"its config is no image's: {e.Message}");
        }
    }

    static IEnumerable<JsonElement> Array(JsonElement of, string name) =>
        of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : [];

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;

    public void Save()
    {
        Linux.Folder.Ensure(Folder, ContainerFiles.RootOnly);
        AtomicFile.Write(FileOf(Id), Json, 0x180 /* 0600 */);
    }

    /// <summary>Null when there is none.</summary>
    public static Image? Find(string id) => File.Exists(FileOf(id)) ? Parse(File.ReadAllBytes(FileOf(id))) : null;

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<Image> List() =>
        [.. Ids().Select(Find).OfType<Image>().OrderByDescending(image => image.Created).ThenBy(image => image.Id, StringComparer.Ordinal)];

    public static IEnumerable<string> Ids() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Where(Digest.IsHex).Select(hex => Digest.Prefix + hex)
        : [];

    /// <summary>By name, by id, or by the beginning of an id. Throws a sentence that says what to do when there is none.</summary>
    public static Image Get(string name)
    {
        if (ImageName.TryComplete(name) is { } full && Repositories.Read().Find(full) is { } named && Find(named) is { } image)
            return image;
        string hex = name.StartsWith(Digest.Prefix, StringComparison.Ordinal) ? Digest.Hex(name) : name;
        var matches = hex.Length > 0 && !hex.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? Ids().Where(id => Digest.Hex(id).StartsWith(hex, StringComparison.Ordinal)).ToList()
            : [];
        return matches.Count switch
        {
            1 => Find(matches[0])!,
            > 1 => throw new HullException($"{name} is the beginning of {matches.Count} images' ids: give more of the one that is meant"),
            _ => throw new HullException($"there is no image {ImageName.TryComplete(name) ?? ImageName.Complete(name)}; `hull images` lists those there are, "
                + "`hull load -i FILE` loads one that was saved, `hull import FILE.tar NAME` makes one of a root file system"),
        };
    }

    /// <summary>Removes it, and those of its layers that no other image has. Call it with the store locked.</summary>
    /// <returns>The digests of what went: the image's, and its layers'.</returns>
    public IReadOnlyList<string> Delete()
    {
        var layers = Layer.ChainOf(Diffs) is { } chain && Layer.Find(chain) is { } top ? top.Stack : [];
        SmallFile.Remove(FileOf(Id));
        var used = List().SelectMany(image => image.Top?.Stack ?? []).Select(layer => layer.Chain).ToHashSet();
        var gone = new List<string> { Id };
        foreach (var layer in layers.Reverse().Where(layer => !used.Contains(layer.Chain)))
        {
            layer.Delete();
            gone.Add(layer.Chain);
        }
        return gone;
    }

    /// <summary>Bytes of all images' files; a layer that several have counts once.</summary>
    public static long SizeOfAll() => List().SelectMany(image => image.Top?.Stack ?? []).DistinctBy(layer => layer.Chain).Sum(layer => layer.Size);

    static string FileOf(string id) => $"{Folder}/{Digest.Hex(id)}";
}
