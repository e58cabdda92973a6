using Linux;

namespace Hull.Layers;

/// <summary>What a layer changes in those below it, as docker lists it: A for what is new, C for what is different, D for what is gone.</summary>
internal sealed class LayerChanges
{
    readonly LayeredFiles _below;
    readonly List<(char Kind, string Path)> _found = [];

    LayerChanges(LayeredFiles below) => _below = below;

    /// <param name="top">The layer's folder.</param>
    /// <param name="below">The folders of those below it, the highest first.</param>
    public static IReadOnlyList<(char Kind, string Path)> Of(string top, IReadOnlyList<string> below)
    {
        var changes = new LayerChanges(new(below));
        using (var root = new RootFolder(top) { FollowLinks = false })
            changes.Look(root.Descriptor, "", isNew: false);
        changes._found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return changes._found;
    }

    void Look(FileDescriptor folder, string path, bool isNew)
    {
        using var open = FolderEntry.Find(folder, ".")!.Open();
        foreach (var entry in FolderEntry.List(open))
            Look(entry, path == "" ? entry.Name : $"{path}/{entry.Name}", isNew);
    }

    void Look(FolderEntry entry, string path, bool isNew)
    {
        var below = isNew ? null : _below.Find(path);
        if (entry.IsWhiteout)
        {
            if (below is not null) Add('D', path);
            return;
        }
        Add(below is null ? 'A' : 'C', path);
        if (entry.Kind != FileKind.Folder)
            return;
        using var inner = entry.Open();
        Look(inner, path, isNew: below is not { Kind: FileKind.Folder });
        // A folder that was removed and made again hides what was in the old one.
        if (below is { Kind: FileKind.Folder } && entry.IsOpaque)
            foreach (string name in _below.Names(path).Where(name => FolderEntry.Find(inner, name) is null))
                Add('D', $"{path}/{name}");
    }

    void Add(char kind, string path) => _found.Add((kind, "/" + path));
}
