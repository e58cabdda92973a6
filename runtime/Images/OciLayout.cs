using System.Text.Json;
using Hull.Archives;

namespace Hull.Images;

/// <summary>
/// A layout of OCI's (image specification, image-layout.md): index.json leads to manifests, they to configs and layers, all by their digests.
/// Docker's own types of the same documents are taken as well.
/// </summary>
internal static class OciLayout
{
    public const string Blobs = "blobs/sha256/";
    const string Index = "index.json", Version = "oci-layout", NoPlatform = "unknown";
    const int DeepestIndex = 4;

    static readonly string[] s_indexes = ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];
    static readonly string[] s_manifests = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];
    static readonly string[] s_configs = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];
    static readonly string[] s_layers =
    [
        "application/vnd.oci.image.layer.v1.tar", "application/vnd.oci.image.layer.v1.tar+gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.diff.tar", "application/vnd.docker.image.rootfs.diff.tar.gzip",
    ];

    sealed record Descriptor(string Type, string Digest, long Size, Platform? Platform, string? Name)
    {
        public static Descriptor Read(JsonElement json)
        {
            string? Annotation(string name) =>
                json.TryGetProperty("annotations", out var all) && all.TryGetProperty(name, out var found) ? found.GetString() : null;
            return new(
                json.TryGetProperty("mediaType", out var type) ? type.GetString() ?? "" : "",
                Archives.Digest.Checked(json.GetProperty("digest").GetString() ?? ""),
                json.GetProperty("size").GetInt64(),
                Platform.Read(json),
                Annotation("io.containerd.image.name") ?? Annotation("org.opencontainers.image.ref.name"));
        }
    }

    public static IReadOnlyList<ArchivedImage> Read(ImageSource source, Platform platform)
    {
        if (source.Find(Version) is not { } version)
            throw new ArchiveException("it is no image: it has neither manifest.json, as docker's archives do, nor oci-layout, as OCI's layouts do");
        using var layout = JsonDocument.Parse(version.ReadSmall(Version));
        if (layout.RootElement.GetProperty("imageLayoutVersion").GetString() is var said and not "1.0.0")
            throw new ArchiveException($"it is a layout of version {said}, and 1.0.0 is what hull reads");
        using var index = JsonDocument.Parse(source.Get(Index).ReadSmall(Index));
        var all = Manifests(index.RootElement);
        if (all.Count == 0)
            throw new ArchiveException("it holds no image");
        // Several of one name are one image for several platforms.
        return [.. all.GroupBy(one => one.Name).SelectMany(group => OfOneName([.. group], platform)).Select(one => Image(source, one, platform))];
    }

    static List<Descriptor> Manifests(JsonElement index) => [.. index.GetProperty("manifests").EnumerateArray().Select(Descriptor.Read)];

    static IEnumerable<Descriptor> OfOneName(IReadOnlyList<Descriptor> group, Platform platform) =>
        group.Count > 1 && group.All(one => one.Platform is not null) ? [Choose(group, platform)] : group;

    // What has no platform at all, such as a signature, is no image.
    static Descriptor Choose(IReadOnlyList<Descriptor> among, Platform platform) =>
        among.FirstOrDefault(one => one.Platform is null ? among.Count == 1 : platform.Takes(one.Platform))
        ?? throw new ArchiveException($"it has no image for {platform}, but for "
            + string.Join(", ", among.Select(one => one.Platform).OfType<Platform>().Where(one => one.Os != NoPlatform).Distinct()));

    static ArchivedImage Image(ImageSource source, Descriptor top, Platform platform)
    {
        var found = top;
        for (int depth = 0; s_indexes.Contains(found.Type); depth++)
        {
            if (depth == DeepestIndex)
                throw new ArchiveException("its indexes lead to indexes without end");
            using var index = JsonDocument.Parse(Text(source, found));
            found = Choose(Manifests(index.RootElement), platform);
        }
        Expect(s_manifests, found.Type, "manifest");
        using var manifest = JsonDocument.Parse(Text(source, found));
        var config = Descriptor.Read(manifest.RootElement.GetProperty("config"));
        Expect(s_configs, config.Type, "config");
        var layers = manifest.RootElement.GetProperty("layers").EnumerateArray().Select(Descriptor.Read).Select(layer => Layer(source, layer));
        return new(Text(source, config), Names(top.Name), [.. layers]);
    }

    static ArchivedLayer Layer(ImageSource source, Descriptor layer)
    {
        if (layer.Type.EndsWith("+zstd", StringComparison.Ordinal))
            throw new ArchiveException($"layer {layer.Digest} is compressed by zstd, which hull does not read: have the image written again with gzip");
        Expect(s_layers, layer.Type, "layer");
        return new(layer.Digest, Blob(source, layer), layer.Digest);
    }

    static void Expect(string[] known, string type, string what)
    {
        if (!known.Contains(type))
            throw new ArchiveException($"a {what} in it is of the type \"{type}\", which hull does not know");
    }

    static FileSlice Blob(ImageSource source, Descriptor descriptor)
    {
        var blob = source.Get(Blobs + Archives.Digest.Hex(descriptor.Digest));
        return blob.Length == descriptor.Size ? blob
            : throw new ArchiveException($"{descriptor.Digest} has {blob.Length} bytes, and {descriptor.Size} are announced");
    }

    static byte[] Text(ImageSource source, Descriptor descriptor)
    {
        var text = Blob(source, descriptor).ReadSmall(descriptor.Digest);
        return Archives.Digest.Of(text) is var digest && digest == descriptor.Digest ? text
            : throw new ArchiveException($"the content called {descriptor.Digest} has the digest {digest}");
    }

    // Some write a whole name there, others only a tag, which names nothing by itself.
    static IReadOnlyList<string> Names(string? name) => name is not null && (name.Contains(':') || name.Contains('/'))
        ? [ImageName.TryComplete(name) ?? throw new ArchiveException($"\"{name}\" cannot be an image's name")]
        : [];
}
