using Hull.Containers;
using Hull.Layers;
using Linux;

namespace Hull.Images;

/// <summary>
/// Who works with images and layers. Whoever adds some, or begins to use one, shares the store with others that do; whoever removes any has it alone.
/// So what nothing refers to, when one has it alone, is what a killed command left.
/// </summary>
internal static class ImageStore
{
    const string Folder = $"{ContainerFiles.StoreRoot}/image", LockFile = $"{ContainerFiles.RunRoot}/images.lock";

    public static FileLock Share()
    {
        Linux.Folder.Ensure(ContainerFiles.RunRoot, ContainerFiles.RootOnly);
        return FileLock.Share(LockFile);
    }

    public static FileLock Alone()
    {
        Linux.Folder.Ensure(ContainerFiles.RunRoot, ContainerFiles.RootOnly);
        return FileLock.Take(LockFile);
    }

    /// <summary>A file of ours for content that comes through a pipe: it can be read again, and is gone when it is closed.</summary>
    public static FileDescriptor Temporary()
    {
        Linux.Folder.Ensure(Folder, ContainerFiles.RootOnly);
        return FileDescriptor.Temporary(Folder);
    }

    /// <summary>Removes what killed commands left, unless somebody is at work. Returns a line for each thing.</summary>
    public static IReadOnlyList<string> Collect()
    {
        if (!Directory.Exists(Folder))
            return [];
        Linux.Folder.Ensure(ContainerFiles.RunRoot, ContainerFiles.RootOnly);
        using var alone = FileLock.TryTake(LockFile);
        if (alone is null)
            return [];
        var said = new List<string>();
        CollectNames(said);
        CollectLayers(said);
        CollectFolders(said);
        return said;
    }

    static void CollectNames(List<string> said)
    {
        var images = Image.Ids().ToHashSet();
        foreach (var (name, id) in Repositories.Read().All)
            if (!images.Contains(id))
            {
                Repositories.Remove(name);
                said.Add($"image {name}: removed, there is nothing behind the name");
            }
    }

    static void CollectLayers(List<string> said)
    {
        var used = Image.Ids().Select(Image.Find).OfType<Image>().SelectMany(image => Layer.ChainOf(image.Diffs) is { } top ? Chains(top) : []).ToHashSet();
        foreach (string chain in Layer.Chains().Except(used).ToList())
        {
            Layer.Get(chain).Delete();
            said.Add($"layer {chain[..19]}: removed, no image has it");
        }
        if (Directory.Exists(Layer.Drafts))
            foreach (string draft in Directory.EnumerateDirectories(Layer.Drafts).ToList())
                FolderTree.Delete(draft);
    }

    static IEnumerable<string> Chains(string top)
    {
        for (string? chain = top; chain is not null && Layer.Find(chain) is { } layer; chain = layer.Below)
            yield return chain;
    }

    static void CollectFolders(List<string> said)
    {
        if (!Directory.Exists(OverlayFolder.Root))
            return;
        var used = Layer.Chains().Select(chain => Layer.Get(chain).OverlayId).ToHashSet();
        var containers = AllContainers.Ids().ToHashSet();
        foreach (string id in Directory.EnumerateDirectories(OverlayFolder.Root).Select(folder => Path.GetFileName(folder)).ToList())
            if (id != "l" && !used.Contains(id) && !containers.Contains(id.Split('-')[0]))
            {
                new OverlayFolder(id).Delete();
                said.Add($"layer folder {id[..Math.Min(12, id.Length)]}: removed, it was never finished");
            }
        foreach (string link in Directory.EnumerateFileSystemEntries(OverlayFolder.Links).Where(link => !Directory.Exists(link)).ToList())
            SmallFile.Remove(link);
    }
}
