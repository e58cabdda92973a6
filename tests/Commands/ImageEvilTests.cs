using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Xunit;
using static Tests.Commands.EvilArchives;

namespace Tests.Commands;

/// <summary>Archives that are damaged, not what they say, or made to harm: each is refused in one sentence, and nothing of it stays.</summary>
public class ImageEvilTests
{
    static readonly byte[] s_good = Tar(File("good"));

    /// <summary>By name: what the layer is, and what the refusal says of it.</summary>
    static readonly Dictionary<string, (Func<byte[]> Layer, string Sentence)> s_layers = new()
    {
        ["a name with dots"] = (() => Tar(File("etc/../../evil")), "etc/../../evil leads out of the root"),
        ["an absolute name"] = (() => Tar(File("/run/outside/evil")), "/run/outside/evil has an absolute name"),
        ["a file behind a link to the outside"] = (() => Tar(Link("etc", "/run/outside"), File("etc/evil")), "etc/evil lies behind a symbolic link"),
        ["a file behind a relative link"] = (() => Tar(Link("etc", "../../../../../../run/outside"), File("etc/evil")), "etc/evil lies behind a symbolic link"),
        ["a folder behind a link"] = (() => Tar(Link("etc", "/run/outside"), new PaxTarEntry(TarEntryType.Directory, "etc/evil")), "lies behind a symbolic link"),
        ["a folder in the place of a link"] = (() => Tar(Link("etc", "/run/outside"), new PaxTarEntry(TarEntryType.Directory, "etc")), "it has etc"),
        ["a file in the place of a link"] = (() => Tar(Link("canary", "/run/outside/canary"), File("canary")), "it has canary twice"),
        ["a hard link out of the root"] = (() => Tar(Link("evil", "../../../../run/outside/canary", TarEntryType.HardLink)), "leads out of the root"),
        ["a hard link to an absolute name"] = (() => Tar(Link("evil", "/run/outside/canary", TarEntryType.HardLink)), "absolute name"),
        ["a hard link behind a link"] = (() => Tar(Link("out", "/run/outside"), Link("evil", "out/canary", TarEntryType.HardLink)), "evil lies behind a symbolic link"),
        ["a hard link to what is not there"] = (() => Tar(Link("evil", "etc/shadow", TarEntryType.HardLink)), "evil is a link to etc/shadow, which it does not have"),
        ["a hard link to a folder"] = (() => Tar(new PaxTarEntry(TarEntryType.Directory, "etc"), Link("evil", "etc", TarEntryType.HardLink)), "which is no file"),
        ["a name twice"] = (() => Tar(File("same"), File("same")), "it has same twice"),
        ["a file below a file"] = (() => Tar(File("etc"), File("etc/passwd")), "etc/passwd lies below a file"),
        ["a root that is no folder"] = (() => Tar(File("./")), "is no folder"),
        ["a whiteout of nothing"] = (() => Tar(File("etc/.wh.")), "etc/.wh. hides no file"),
        ["a whiteout of the folder above"] = (() => Tar(File("etc/.wh...")), "hides no file"),
        ["a whiteout of overlayfs's own kind"] = (() => Tar(new PaxTarEntry(TarEntryType.CharacterDevice, "etc") { DeviceMajor = 0, DeviceMinor = 0 }), "a device 0:0"),
        ["an attribute for overlayfs"] = (() => Tar(new PaxTarEntry(TarEntryType.RegularFile, "evil", [new("SCHILY.xattr.trusted.overlay.redirect", "/etc/shadow")])), "overlayfs's own"),
        ["a name that is too long"] = (() => Tar(File(new string('n', 300))), "is too long a name"),
        ["a name that is no text"] = (() => Changed(Tar(new UstarTarEntry(TarEntryType.RegularFile, "name")), tar => tar[0] = 0xff), "is not in UTF-8"),
        ["a type that is none"] = (() => Changed(Tar(new UstarTarEntry(TarEntryType.RegularFile, "name")), tar => tar[156] = (byte)'M'), "is of a type, 'M'"),
        ["a size that is not there"] = (() => Changed(Tar(new UstarTarEntry(TarEntryType.RegularFile, "name")), tar => tar[126] = (byte)'1'), "it ends in the middle of a file"),
        ["a size beyond any disk"] = (() => Changed(Tar(new UstarTarEntry(TarEntryType.RegularFile, "name")), tar => new byte[] { 0x80, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0 }.CopyTo(tar, 124)), "name has 1152921504606846976 bytes"),
        ["a size below nothing"] = (() => Changed(Tar(new UstarTarEntry(TarEntryType.RegularFile, "name")), tar => tar.AsSpan(124, 12).Fill(0xff)), "size of name is out of range"),
        ["a checksum that is wrong"] = (() => Altered(s_good, 148, (byte)'7'), "checksum is wrong"),
        ["entries after the end"] = (() => [.. Tar(File("one"))[..^512], .. Tar(File("two"))], "something follows the block of zeros"),
        ["a header that announces nothing"] = (() => [.. Tar(File("x"))[..1024], .. new byte[1024]], "ends after a header that announces an entry"),
        ["a pax record without end"] = (() => Altered(Tar(File("x")), 512, (byte)'x'), "a pax header is damaged"),
        ["holes that lie outside"] = (() => Tar(new PaxTarEntry(TarEntryType.RegularFile, "evil",
            [new("GNU.sparse.map", "9223372036854775800,1"), new("GNU.sparse.size", "100")]) { DataStream = new MemoryStream([1]) }), "the map of the holes of evil does not fit"),
        ["a tar that is cut off"] = (() => s_good[..1700], "it ends in"),
    };

    static byte[] Altered(byte[] tar, int at, byte value)
    {
        var altered = tar.ToArray();
        altered[at] = value;
        return altered;
    }

    public static TheoryData<string> Layers => [.. s_layers.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_is_refused_for(string fault) => Refused(Docker(s_layers[fault].Layer()), "layer layer0.tar: ", s_layers[fault].Sentence);

    static readonly Dictionary<string, (Func<byte[]> Archive, string Sentence)> s_archives = new()
    {
        ["a layer of another digest"] = (() => Docker(ConfigOf(s_good), [Tar(File("other"))]), "and the image's config says"),
        ["one layer less than its config names"] = (() => Docker(ConfigOf(s_good, s_good), [s_good]), "its config names 2 layers, and there are 1"),
        ["a config of another digest"] = (() => Docker(ConfigOf(s_good), [s_good], configName: $"{new string('a', 64)}.json"), "has the digest sha256:"),
        ["a config that is none"] = (() => Docker("[]"u8.ToArray(), [s_good]), "its config is no image's"),
        ["a digest that leads elsewhere"] = (() => Docker(Encoding.UTF8.GetBytes("""{ "rootfs": { "diff_ids": ["sha256:../../../../etc"] } }"""), [s_good]), "is no digest"),
        ["a name that is none"] = (() => Docker(ConfigOf(s_good), [s_good], tag: "../evil"), "cannot be an image's name"),
        ["two manifests"] = (() => Docker(ConfigOf(s_good), [s_good], more: File("manifest.json", "[]"u8.ToArray())), "it has manifest.json twice"),
        ["a link out of the archive"] = (() => Docker(ConfigOf(s_good), [s_good], more: Link("layer9.tar", "../../etc/shadow")), "layer9.tar is a link out of the archive"),
        ["a device in the archive"] = (() => Docker(ConfigOf(s_good), [s_good], more: new PaxTarEntry(TarEntryType.Fifo, "pipe")), "no image's archive has such"),
        ["a manifest without end"] = (() => Tar(File("manifest.json", new byte[9 << 20])), "more than the 8388608"),
        ["a manifest that is no JSON"] = (() => Tar(File("manifest.json", "["u8.ToArray())), "cannot load"),
        ["a layer that is missing"] = (() => Tar(File("c.json", ConfigOf(s_good)), File("manifest.json", """[{"Config":"c.json","Layers":["gone.tar"]}]"""u8.ToArray())), "it has no file gone.tar"),
        ["no image in it"] = (() => Tar(File("readme")), "it has neither manifest.json"),
        ["being no tar"] = (() => Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Repeat("this is text", 100))), "it is no tar"),
        ["an end in the middle"] = (() => Docker(s_good)[..2000], "cut off"),
        ["more layers than overlayfs takes"] = (() => Docker(ConfigOf([.. Enumerable.Repeat(s_good, 128)]), [.. Enumerable.Repeat(s_good, 128)]), "it has 128 layers"),
        ["a bomb"] = (() => Docker(ConfigOf(s_good), [Gzip(new byte[128 << 20], CompressionLevel.SmallestSize)]), "grows to more than 256 times its size"),
        ["a layer in zstd"] = (() => Docker(ConfigOf(s_good), [[0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0]]), "compressed by zstd, which hull does not read"),
        ["a gzip that is cut off"] = (() => Docker(ConfigOf(s_good), [Gzip(s_good)[..^20]]), "cannot load"),
        ["a gzip whose checksum is wrong"] = (() => Docker(ConfigOf(s_good), [Altered(Gzip(s_good), Gzip(s_good).Length - 6, 1)]), "cannot load"),
        ["a blob of another digest"] = (() => Oci(s_good, blob: (digest, content) => digest == Digest(s_good) ? Tar(File("evil")) : content), "its content has the digest"),
        ["a compressed blob of another digest"] = (() => Oci(s_good, Gzip(s_good), OciGzip,
            blob: (digest, content) => digest == Digest(Gzip(s_good)) ? Altered(content, 9, 7) : content), "its content has the digest"),
        ["a manifest of another digest"] = (() => Oci(s_good,
            blob: (_, content) => Encoding.UTF8.GetString(content).StartsWith("{ \"schema", StringComparison.Ordinal) ? Altered(content, 1, (byte)'\t') : content),
            "the content called sha256:"),
        ["a size that is not the blob's"] = (() => Oci(s_good, manifest: text => text.Replace($"\"size\": {s_good.Length}", $"\"size\": {s_good.Length + 1}")), "are announced"),
        ["a layer of an unknown type"] = (() => Oci(s_good, type: "application/x-evil"), "a layer in it is of the type \"application/x-evil\""),
        ["a layer of the type zstd"] = (() => Oci(s_good, type: $"{OciLayer}+zstd"), "compressed by zstd, which hull does not read"),
        ["a config of an unknown type"] = (() => Oci(s_good, manifest: text => text.Replace("image.config.v1+json", "something")), "a config in it is of the type"),
        ["a manifest of an unknown type"] = (() => Oci(s_good, index: text => text.Replace("image.manifest.v1+json", "something")), "a manifest in it is of the type"),
        ["a digest of another kind"] = (() => Oci(s_good, index: text => text.Replace("sha256:", "md5:")), "is no digest that is read here"),
        ["a digest that is a path"] = (() => Oci(s_good, index: text => text.Replace("\"sha256:", "\"sha256:../")), "is no digest that is read here"),
        ["a layout of another version"] = (() => Tar(File("oci-layout", """{ "imageLayoutVersion": "2.0.0" }"""u8.ToArray())), "it is a layout of version 2.0.0"),
        ["no image for this machine"] = (() => OciFor("s390x", "mips"), "it has no image for linux/amd64, but for linux/s390x, linux/mips"),
    };

    public static TheoryData<string> Archives => [.. s_archives.Keys];

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_archive_is_refused_for(string fault) => Refused(s_archives[fault].Archive(), s_archives[fault].Sentence);

    static void Refused(byte[] archive, params string[] sentences) => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        lab.Tool("mkdir /run/outside && echo safe >/run/outside/canary");
        System.IO.File.WriteAllBytes("/run/evil.tar", archive);
        string before = hull.Traces() + Store(lab);

        var refusal = hull.Try("load -i /run/evil.tar");

        Assert.Equal(1, refusal.ExitCode);
        Assert.StartsWith("hull: cannot load /run/evil.tar: ", refusal.Err);
        Assert.All(sentences, sentence => Assert.Contains(sentence, refusal.Err));
        Assert.DoesNotContain('\n', refusal.Err);
        Assert.Equal(before, hull.Traces() + Store(lab));
        Assert.Equal("/run/outside/canary 1 safe", lab.Tool("find /run/outside -type f -printf '%p %n '; cat /run/outside/canary"));
    });

    static string Store(Lab lab) => lab.Tool("find /var/lib/hull -mindepth 1 ! -path '*/layerdb/tmp' | sort; cat /var/lib/hull/image/overlay2/repositories.json");
}
