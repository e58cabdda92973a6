using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Bench;

/// <summary>What loading an image of 200 MB takes, beside what has to be done for it: unpacking its tar, and the SHA-256 of it.</summary>
internal static class ImageBench
{
    const int Files = 2000, FileSize = 100 * 1024;

    public static void Run(Report report, string hull, int rounds)
    {
        // In memory, as the store is here: what is compared is the work, not a disk's mood.
        string work = Directory.CreateDirectory("/run/image-bench").FullName;
        try
        {
            Make(work);
            var (load, unpack) = (new Samples(), new Samples());
            for (int round = -1; round < rounds; round++)
            {
                unpack.If(round >= 0).Measure(() => Shell(work, "mkdir to && tar -C to -xf layer.tar && sha256sum layer.tar"));
                load.If(round >= 0).Measure(() => Shell(work, $"{hull} load -i image.tar"));
                Shell(work, $"rm -r to && {hull} rmi bench:200");
            }
            report.Times("hull load of an image of 200 MB in 2000 files", load, unpack, "tar x, sha256sum", atMost: 1.2);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    static void Make(string work)
    {
        var content = new byte[FileSize];
        new Random(1).NextBytes(content);
        using (var file = File.Create($"{work}/layer.tar"))
        using (var tar = new TarWriter(file))
            for (int i = 0; i < Files; i++)
            {
                BitConverter.TryWriteBytes(content, i);
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"folder{i / 100}/file{i}") { DataStream = new MemoryStream(content) });
            }
        string digest;
        using (var layer = File.OpenRead($"{work}/layer.tar"))
            digest = Convert.ToHexStringLower(SHA256.HashData(layer));
        using var archive = File.Create($"{work}/image.tar");
        using var image = new TarWriter(archive);
        image.WriteEntry($"{work}/layer.tar", "layer.tar");
        Add(image, "config.json", $$"""{ "architecture": "amd64", "os": "linux", "rootfs": { "type": "layers", "diff_ids": ["sha256:{{digest}}"] } }""");
        Add(image, "manifest.json", """[{ "Config": "config.json", "RepoTags": ["bench:200"], "Layers": ["layer.tar"] }]""");
    }

    static void Add(TarWriter tar, string name, string text) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });

    static string Shell(string folder, string script) => Tool.Run("/bin/sh", ["-c", $"cd {folder} && {script}"], [$"PATH={Tool.Path}"]);
}
