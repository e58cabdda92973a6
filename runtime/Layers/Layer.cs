using System.Globalization;
using Cli;
using Hull.Archives;
using Hull.Containers;
using Linux;

namespace Hull.Layers;

/// <summary>
/// A layer of images: files that lie on those of the layers below. It is known by its chain, the digest of what it and all below it hold, so that
/// images with equal layers at the bottom share them (OCI image specification, config.md, "Layer ChainID").
/// </summary>
/// <param name="Chain">"sha256:" and 64 digits.</param>
/// <param name="Diff">The digest of the tar it came in, uncompressed.</param>
/// <param name="Below">The chain of the one below; null for the lowest.</param>
/// <param name="Size">Bytes of its files.</param>
/// <param name="TarSize">Bytes of the tar.</param>
internal sealed record Layer(string Chain, string Diff, string? Below, string OverlayId, long Size, long TarSize)
{
    /// <summary>overlayfs takes 500, docker 127.</summary>
    public const int Most = 127;

    const string Root = $"{ContainerFiles.StoreRoot}/image/overlay2/layerdb", Folder = $"{Root}/sha256";

    /// <summary>What is being made, until it is whole.</summary>
    public const string Drafts = $"{Root}/tmp";

    public OverlayFolder Overlay => new(OverlayId);

    /// <summary>This one and those below it, the lowest first.</summary>
    public IReadOnlyList<Layer> Stack => Below is null ? [this] : [.. Get(Below).Stack, this];

    public static string ChainOf(string? below, string diff) =>
        below is null ? diff : Digest.Of(System.Text.Encoding.ASCII.GetBytes($"{below} {diff}"));

    /// <summary>The chain of the highest of several layers, the lowest of which comes first.</summary>
    public static string? ChainOf(IEnumerable<string> diffs)
    {
        string? chain = null;
        foreach (string diff in diffs)
            chain = ChainOf(chain, diff);
        return chain;
    }

    /// <summary>The highest of an image's layers; null for an image that has none.</summary>
    public static Layer? Top(IEnumerable<string> diffs) => ChainOf(diffs) is { } chain ? Get(chain) : null;

    public static Layer Get(string chain) => Find(chain) ?? throw new HullException($"the layer {chain} is missing in the store: load its image again");

    /// <summary>Null when there is none.</summary>
    public static Layer? Find(string chain)
    {
        string folder = FolderOf(chain);
        if (SmallFile.Find($"{folder}/diff") is not { } diff)
            return null;
        string Text(string name) => File.ReadAllText($"{folder}/{name}");
        return new(chain, diff, SmallFile.Find($"{folder}/parent"), Text("cache-id"),
            long.Parse(Text("size"), CultureInfo.InvariantCulture), long.Parse(Text("tar-size"), CultureInfo.InvariantCulture));
    }

    /// <summary>All chains there are.</summary>
    public static IEnumerable<string> Chains() =>
        Directory.Exists(Folder) ? Directory.EnumerateDirectories(Folder).Select(folder => Digest.Prefix + Path.GetFileName(folder)) : [];

    /// <summary>Unpacks a tar, compressed or not, on top of a layer. One that is there already is taken as it is.</summary>
    /// <param name="content">The tar. What it holds is not to be trusted.</param>
    /// <param name="expected">What it should be; what is unknown of it is null.</param>
    public static Layer Unpack(FileSlice content, Layer? below, ExpectedLayer expected)
    {
        var overlay = OverlayFolder.Make(KernelRandom.Hex(32), below?.Overlay);
        string draft = $"{Drafts}/{overlay.Id}";
        try
        {
            Linux.Folder.Ensure(draft, ContainerFiles.RootOnly);
            var (diff, size, tarSize) = Unpack(content, overlay, $"{draft}/frame.gz", expected);
            var layer = new Layer(ChainOf(below?.Chain, diff), diff, below?.Chain, overlay.Id, size, tarSize);
            return layer.Keep(draft);
        }
        catch
        {
            overlay.Delete();
            throw;
        }
        finally
        {
            FolderTree.Delete(draft);
        }
    }

    static (string Diff, long Size, long TarSize) Unpack(FileSlice content, OverlayFolder overlay, string frameFile, ExpectedLayer expected)
    {
        bool isCompressed = Compression.IsGzip(content);
        using var progress = new Progress("Loading layer", content.Length);
        var source = new WatchedStream(content, progress);
        using var blob = isCompressed ? new HashedStream(source) : null;
        using var plain = Compression.Open(content, (Stream?)blob ?? source);
        using var tar = new HashedStream(plain);
        using var frame = new FrameWriter(frameFile);
        using var unpacker = new LayerUnpacker(tar, overlay.Diff, frame);
        unpacker.Run();
        // What follows the end of the tar is hashed with it, and so it is written again with it.
        var rest = new byte[1 << 16];
        while (tar.Read(rest) is var size and > 0)
            frame.Frame(rest.AsSpan(0, size));
        string diff = tar.Finish();
        expected.Check(blob?.Finish() ?? diff, diff);
        return unpacker.Entries > 0 || expected.MayBeEmpty
            ? (diff, unpacker.Size, tar.Count)
            : throw new ArchiveException("it holds no file");
    }

    // The folder appears under its name when all is in it.
    Layer Keep(string draft)
    {
        File.WriteAllText($"{draft}/diff", Diff);
        File.WriteAllText($"{draft}/cache-id", OverlayId);
        File.WriteAllText($"{draft}/size", Size.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText($"{draft}/tar-size", TarSize.ToString(CultureInfo.InvariantCulture));
        if (Below is not null)
            File.WriteAllText($"{draft}/parent", Below);
        Linux.Folder.Ensure(Folder, ContainerFiles.RootOnly);
        if (AtomicFile.TryMove(draft, FolderOf(Chain)))
            return this;
        Overlay.Delete();   // somebody else unpacked the same meanwhile
        return Get(Chain);
    }

    /// <summary>Writes its tar, as it was; says so when what is in the store is not that any more.</summary>
    public void WriteTar(Action<ReadOnlySpan<byte>> to)
    {
        var hash = new Sha256();
        FrameReader.Write($"{FolderOf(Chain)}/frame.gz", Overlay.Diff, bytes =>
        {
            hash.Append(bytes);
            to(bytes);
        });
        if (Digest.Of(hash) != Diff)
            throw new HullException($"the layer {Chain} in the store is not what it was when it was loaded: its files have been changed");
    }

    public void Delete()
    {
        // First the record: without it the files are garbage, which is known for it; with it they would be taken for a layer.
        string folder = FolderOf(Chain), draft = $"{Drafts}/{Digest.Hex(Chain)}";
        Linux.Folder.Ensure(Drafts, ContainerFiles.RootOnly);
        AtomicFile.TryMove(folder, draft);
        Overlay.Delete();
        FolderTree.Delete(draft);
    }

    static string FolderOf(string chain) => $"{Folder}/{Digest.Hex(chain)}";
}
