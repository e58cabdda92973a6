using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Clients;

/// <summary>A container image made of this machine's static busybox and one web page, which it serves: nothing is pulled from anywhere.</summary>
internal static class Image
{
    public const string Name = "docker.io/library/web:1", Page = "a page from a container";

    static readonly string[] s_folders = ["bin", "etc", "proc", "sys", "dev", "tmp", "www"];
    static readonly string[] s_tools = ["sh", "cat", "httpd", "ip", "sleep", "timeout", "true", "wget"];

    /// <summary>Writes it as the archive that <c>docker save</c> writes and <c>ctr image import</c> reads.</summary>
    public static void Write(string path)
    {
        byte[] layer = Archive(RootFiles());
        string config = $$"""
            { "architecture": "amd64", "os": "linux", "config": { "Env": ["PATH=/bin"], "Cmd": ["/bin/httpd", "-f", "-h", "/www"] },
              "history": [{ "created_by": "busybox" }], "rootfs": { "type": "layers", "diff_ids": ["sha256:{{Convert.ToHexStringLower(SHA256.HashData(layer))}}"] } }
            """;
        File.WriteAllBytes(path, Archive(
        [
            RegularFile("layer.tar", layer),
            RegularFile("config.json", Encoding.UTF8.GetBytes(config)),
            RegularFile("manifest.json", Encoding.UTF8.GetBytes($$"""[ { "Config": "config.json", "RepoTags": ["{{Name}}"], "Layers": ["layer.tar"] } ]""")),
        ]));
    }

    static IEnumerable<TarEntry> RootFiles() =>
    [
        .. s_folders.Select(name => new PaxTarEntry(TarEntryType.Directory, name) { Mode = (UnixFileMode)0x1ed /* 0755 */ }),
        RegularFile("bin/busybox", File.ReadAllBytes("/bin/busybox")),
        .. s_tools.Select(tool => new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{tool}") { LinkName = "busybox" }),
        RegularFile("etc/passwd", "root:x:0:0:root:/:/bin/sh\n"u8),
        RegularFile("www/index.html", Encoding.UTF8.GetBytes(Page)),
    ];

    static PaxTarEntry RegularFile(string name, ReadOnlySpan<byte> content) =>
        new(TarEntryType.RegularFile, name) { Mode = (UnixFileMode)0x1ed /* 0755 */, DataStream = new MemoryStream(content.ToArray()) };

    static byte[] Archive(IEnumerable<TarEntry> entries)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        return bytes.ToArray();
    }
}
