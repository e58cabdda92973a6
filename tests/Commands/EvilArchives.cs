using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Linux;

namespace Tests.Commands;

/// <summary>Images' archives, right ones and such as no honest program writes.</summary>
internal static class EvilArchives
{
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar", OciGzip = $"{OciLayer}+gzip";
    const string Index = "application/vnd.oci.image.index.v1+json", Manifest = "application/vnd.oci.image.manifest.v1+json", Config = "application/vnd.oci.image.config.v1+json";

    public static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(Sha2.Hash256(content))}";

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static TarEntry File(string name, byte[]? content = null) => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content ?? "x"u8.ToArray()) };

    public static TarEntry Link(string name, string target, TarEntryType type = TarEntryType.SymbolicLink) => new PaxTarEntry(type, name) { LinkName = target };

    public static byte[] Tar(params TarEntry[] entries)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        return bytes.ToArray();
    }

    public static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, level, leaveOpen: true))
            gzip.Write(content);
        return bytes.ToArray();
    }

    /// <summary>A tar with a change in its first header, whose checksum is right again.</summary>
    public static byte[] Changed(byte[] tar, Action<byte[]> change)
    {
        change(tar);
        tar.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(tar.Take(512).Sum(value => value), 8).PadLeft(6, '0')).CopyTo(tar.AsSpan(148));
        tar[154] = 0;
        return tar;
    }

    /// <summary>The config of an image with these layers.</summary>
    public static byte[] ConfigOf(params byte[][] plain) => Bytes($$"""
        { "architecture": "amd64", "os": "linux", "config": { "Cmd": ["/bin/true"] },
          "rootfs": { "type": "layers", "diff_ids": [{{string.Join(',', plain.Select(layer => $"\"{Digest(layer)}\""))}}] } }
        """);

    /// <summary>What "docker save" writes, of one image, whose layers may be stored otherwise than its config knows them.</summary>
    public static byte[] Docker(byte[] config, IReadOnlyList<byte[]> layers, string configName = "config.json", string tag = "evil:1", params TarEntry[] more) => Tar(
    [
        .. layers.Select((layer, i) => File($"layer{i}.tar", layer)), File(configName, config),
        File("manifest.json", Bytes($$"""
            [{ "Config": "{{configName}}", "RepoTags": ["{{tag}}"], "Layers": [{{string.Join(',', layers.Select((_, i) => $"\"layer{i}.tar\""))}}] }]
            """)),
        .. more,
    ]);

    /// <summary>The same with a layer that is as it claims to be.</summary>
    public static byte[] Docker(byte[] layer) => Docker(ConfigOf(layer), [layer]);

    public static string Descriptor(string type, byte[] content, string more = "") =>
        $$"""{ "mediaType": "{{type}}", "digest": "{{Digest(content)}}", "size": {{content.Length}} {{more}} }""";

    /// <summary>A layout of OCI's in a tar, of one image with one layer; what is to be otherwise is replaced in the texts before they are hashed.</summary>
    public static byte[] Oci(byte[] plain, byte[]? stored = null, string type = OciLayer, Func<string, string>? manifest = null, Func<string, string>? index = null,
        Func<string, byte[], byte[]>? blob = null)
    {
        stored ??= plain;
        var blobs = new Dictionary<string, byte[]>();
        string Add(string kind, byte[] content, string more = "")
        {
            blobs[Digest(content)] = content;
            return Descriptor(kind, content, more);
        }
        string text = $$"""{ "schemaVersion": 2, "config": {{Add(Config, ConfigOf(plain))}}, "layers": [{{Add(type, stored)}}] }""";
        text = manifest?.Invoke(text) ?? text;
        string top = $$"""{ "schemaVersion": 2, "manifests": [{{Add(Manifest, Bytes(text), """, "annotations": { "org.opencontainers.image.ref.name": "evil:1" }""")}}] }""";
        return Tar(
        [
            File("oci-layout", """{ "imageLayoutVersion": "1.0.0" }"""u8.ToArray()),
            File("index.json", Bytes(index?.Invoke(top) ?? top)),
            .. blobs.Select(one => File($"blobs/sha256/{one.Key[7..]}", blob?.Invoke(one.Key, one.Value) ?? one.Value)),
        ]);
    }

    /// <summary>A layout whose index leads to an index with manifests for these platforms; each image has one file, named by its architecture.</summary>
    public static byte[] OciFor(params string[] architectures)
    {
        var files = new List<TarEntry> { File("oci-layout", """{ "imageLayoutVersion": "1.0.0" }"""u8.ToArray()) };
        string Add(string kind, byte[] content, string more = "")
        {
            files.Add(File($"blobs/sha256/{Digest(content)[7..]}", content));
            return Descriptor(kind, content, more);
        }
        var manifests = architectures.Select(architecture =>
        {
            var layer = Tar(File(architecture));
            return Add(Manifest, Bytes($$"""{ "schemaVersion": 2, "config": {{Add(Config, ConfigOf(layer))}}, "layers": [{{Add(OciGzip, Gzip(layer))}}] }"""),
                $$""", "platform": { "os": "linux", "architecture": "{{architecture}}" }""");
        }).ToList();
        string index = Add(Index, Bytes($$"""{ "schemaVersion": 2, "manifests": [{{string.Join(',', manifests)}}] }"""),
            """, "annotations": { "io.containerd.image.name": "docker.io/library/many:1" }""");
        return Tar([.. files, File("index.json", Bytes($$"""{ "schemaVersion": 2, "manifests": [{{index}}] }"""))]);
    }
}
