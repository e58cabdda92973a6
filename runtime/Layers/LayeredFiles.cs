using Linux;

namespace Hull.Layers;

/// <summary>What overlayfs would show of a few layers, without a mount: enough to see whether an image has a file. No link is followed.</summary>
/// <param name="folders">The highest first.</param>
internal sealed class LayeredFiles(IReadOnlyList<string> folders)
{
    /// <summary>Null when there is none, or a layer hides it. Its folder's descriptor is closed by then: only what is known of it may be asked.</summary>
    public FolderEntry? Find(string path)
    {
        foreach (string folder in folders)
        {
            using var root = new RootFolder(folder) { FollowLinks = false };
            if (Step(root, path, out bool ends) is { } found)
                return found.IsWhiteout ? null : found;
            if (ends)
                return null;
        }
        return null;
    }

    /// <summary>The names in a folder that <see cref="Find"/> finds.</summary>
    public IReadOnlyList<string> Names(string path)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            using var root = new RootFolder(folder) { FollowLinks = false };
            if (Step(root, path, out _) is not { Kind: FileKind.Folder } found)
                continue;
            using var open = found.Open();
            names.UnionWith(FolderEntry.List(open).Select(entry => entry.Name));
        }
        return [.. names.Where(name => Find($"{path}/{name}") is not null)];
    }

    // Goes down the path in one layer; it ends the search when the layers below have no say in what is there.
    static FolderEntry? Step(RootFolder root, string path, out bool ends)
    {
        ends = false;
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (FolderEntry.Find(root.Descriptor, path[..slash]) is not { } above)
                return null;
            ends |= above.Kind != FileKind.Folder || above.IsOpaque;
            if (above.Kind != FileKind.Folder)
                return null;
        }
        return FolderEntry.Find(root.Descriptor, path);
    }
}
