using System.Text.Json;
using Hull.Archives;
using Hull.Layers;

namespace Hull.Images;

/// <summary>An image as an archive describes it: its config, and where its layers are.</summary>
/// <param name="Names">What it is to be called; none when nobody says.</param>
/// <param name="Layers">The lowest first.</param>
internal sealed record ArchivedImage(byte[] Config, IReadOnlyList<string> Names, IReadOnlyList<ArchivedLayer> Layers);

/// <param name="Name">How it is called in sentences.</param>
/// <param name="Digest">That of the content as it is stored; null where nobody says.</param>
internal sealed record ArchivedLayer(string Name, FileSlice Content, string? Digest);

/// <summary>Takes images out of an archive of docker's or a layout of OCI's into the store.</summary>
internal static class ImageLoader
{
    /// <summary>The images, each with the names that it was given. When one is refused, nothing of it stays.</summary>
    public static IReadOnlyList<(Image Image, IReadOnlyList<string> Names)> Load(string path, Platform platform)
    {
        ImageStore.Collect();
        try
        {
            using var shared = ImageStore.Share();
            using var source = ImageSource.Open(path, ImageStore.Temporary);
            var described = source.Find(DockerArchive.Manifest) is not null ? DockerArchive.Read(source) : OciLayout.Read(source, platform);
            return [.. described.Select(image => (Load(image), image.Names))];
        }
        catch (Exception e) when (e is ArchiveException or InvalidDataException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HullException($"cannot load {(path == "-" ? "what came by standard input" : path)}: {e.Message}");
        }
        finally
        {
            ImageStore.Collect();
        }
    }

    static Image Load(ArchivedImage described)
    {
        var image = Image.Parse(described.Config);
        if (image.Diffs.Count != described.Layers.Count)
            throw new ArchiveException($"its config names {image.Diffs.Count} layers, and there are {described.Layers.Count}");
        if (image.Diffs.Count > Layer.Most)
            throw new ArchiveException($"it has {image.Diffs.Count} layers, and overlayfs is given {Layer.Most} at most");
        Layer? below = null;
        foreach (var (diff, layer) in image.Diffs.Zip(described.Layers))
            below = Layer.Find(Layer.ChainOf(below?.Chain, diff)) ?? Unpack(layer, below, diff);
        image.Save();
        foreach (string name in described.Names)
            Repositories.Set(name, image.Id);
        return image;
    }

    static Layer Unpack(ArchivedLayer layer, Layer? below, string diff)
    {
        try
        {
            return Layer.Unpack(layer.Content, below, new(layer.Digest, diff, MayBeEmpty: true));
        }
        catch (Exception e) when (e is ArchiveException or InvalidDataException)
        {
            throw new ArchiveException($"layer {layer.Name}: {e.Message}");
        }
    }
}
