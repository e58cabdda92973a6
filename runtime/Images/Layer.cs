using Hull.Containers;
using Linux;

namespace Hull.Images;

/// <summary>One layer of images: files that lie on those of the layers below. Its name is the digest of the tar it came in, uncompressed.</summary>
internal sealed record Layer(string Digest)
{
    static readonly string s_folder = $"{ContainerFiles.StoreRoot}/layers";

    string Folder => $"{s_folder}/{Digest["sha256:".Length..]}";

    public string Content => $"{Folder}/diff";

    public void Delete() => Directory.Delete(Folder, recursive: true);

    /// <summary>Unpacks a tar. A layer that is there already is taken as it is.</summary>
    public static (Layer Layer, long Size) Unpack(Stream tar)
    {
        Linux.Folder.Ensure(s_folder, ContainerFiles.RootOnly);
        string draft = $"{s_folder}/import-{KernelRandom.Hex(8)}";
        try
        {
            Directory.CreateDirectory($"{draft}/diff");
            using var hashed = new HashedStream(tar);
            long size = RootTar.Extract(hashed, $"{draft}/diff");
            var layer = new Layer($"sha256:{Convert.ToHexStringLower(hashed.Finish())}");
            if (!Directory.Exists(layer.Folder))
                Directory.Move(draft, layer.Folder);
            return (layer, size);
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }
}
