using System.Text.Json;
using Hull.Archives;

namespace Hull.Images;

/// <summary>
/// What "docker save" and "podman save" write: manifest.json lists images, each with its config's file, its names and its layers' files
/// (docker image specification 1.2, "Combined Image JSON + Filesystem Changeset Format").
/// </summary>
internal static class DockerArchive
{
    public const string Manifest = "manifest.json";

    public static IReadOnlyList<ArchivedImage> Read(ImageSource source)
    {
        using var json = JsonDocument.Parse(source.Get(Manifest).ReadSmall(Manifest));
        var images = json.RootElement.EnumerateArray().Select(image => Read(source, image)).ToList();
        return images.Count > 0 ? images : throw new ArchiveException("it holds no image");
    }

    static ArchivedImage Read(ImageSource source, JsonElement image)
    {
        string name = image.GetProperty("Config").GetString() ?? "";
        var config = source.Get(name).ReadSmall(name);
        CheckName(name, Digest.Of(config));
        var names = image.TryGetProperty("RepoTags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? tags.EnumerateArray().Select(tag => ImageName.TryComplete(tag.GetString() ?? "") ?? throw new ArchiveException($"\"{tag}\" cannot be an image's name"))
            : [];
        return new(config, [.. names], [.. image.GetProperty("Layers").EnumerateArray().Select(layer => Layer(source, layer.GetString() ?? ""))]);
    }

    static ArchivedLayer Layer(ImageSource source, string name) =>
        new(name, source.Get(name), name.StartsWith(OciLayout.Blobs, StringComparison.Ordinal) ? Digest.Checked(Digest.Prefix + name[OciLayout.Blobs.Length..]) : null);

    // DIGEST.json, or blobs/sha256/DIGEST where the archive is a layout of OCI's, too.
    static void CheckName(string name, string digest)
    {
        string said = Path.GetFileNameWithoutExtension(name);
        if (Digest.IsHex(said) && said != Digest.Hex(digest))
            throw new ArchiveException($"its config {name} has the digest {digest}");
    }
}
