using System.Text.Json;
using Hull.Archives;
using Hull.Layers;

namespace Hull.Images;

/// <summary>Writes images as an archive of docker's, which docker, podman, containerd and hull load. A layer that several have is in it once.</summary>
internal static class ImageSaver
{
    public static void Save(IReadOnlyList<(Image Image, IReadOnlyList<string> Names)> images, Action<ReadOnlySpan<byte>> to)
    {
        using var shared = ImageStore.Share();
        var tar = new TarWriter(to);
        foreach (var layer in images.SelectMany(one => one.Image.Top?.Stack ?? []).DistinctBy(layer => layer.Diff))
            Write(tar, layer);
        foreach (var (image, _) in images.DistinctBy(one => one.Image.Id))
            tar.AddFile(ConfigOf(image), image.Json);
        tar.AddFile(DockerArchive.Manifest, Manifest(images));
        tar.End();
    }

    static void Write(TarWriter tar, Layer layer)
    {
        tar.Add(new() { Name = FileOf(layer.Diff), Kind = TarKind.File, Length = layer.TarSize, Stored = layer.TarSize, Owner = new(0, 0, 0x1a4 /* 0644 */) });
        layer.WriteTar(tar.Content);
        tar.EndContent();
    }

    static string ConfigOf(Image image) => $"{Digest.Hex(image.Id)}.json";

    static string FileOf(string diff) => $"{Digest.Hex(diff)}.tar";

    static byte[] Manifest(IEnumerable<(Image Image, IReadOnlyList<string> Names)> images)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var (image, names) in images)
            {
                json.WriteStartObject();
                json.WriteString("Config", ConfigOf(image));
                json.WriteStartArray("RepoTags");
                foreach (string name in names)
                    json.WriteStringValue(name);
                json.WriteEndArray();
                json.WriteStartArray("Layers");
                foreach (string diff in image.Diffs)
                    json.WriteStringValue(FileOf(diff));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return stream.ToArray();
    }
}
