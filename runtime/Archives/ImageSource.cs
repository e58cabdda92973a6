using Linux;

namespace Hull.Archives;

/// <summary>Where an image comes from: a tar of files, or a folder with them. Its names and contents are not to be trusted.</summary>
internal abstract class ImageSource : IDisposable
{
    /// <summary>Null when there is no file of that name.</summary>
    public abstract FileSlice? Find(string name);

    public FileSlice Get(string name) => Find(name) ?? throw new ArchiveException($"it has no file {name}");

    /// <param name="path">A file or a folder; "-" for standard input.</param>
    /// <param name="temporary">Makes a file for what cannot be read again as it is: a pipe, or a compressed archive.</param>
    public static ImageSource Open(string path, Func<FileDescriptor> temporary) => path != "-" && Directory.Exists(path)
        ? new FolderSource(path)
        : new TarSource(ArchiveFile.Open(path, temporary));

    public abstract void Dispose();
}

/// <summary>A folder, as "podman save --format oci-dir" writes it.</summary>
internal sealed class FolderSource(string path) : ImageSource
{
    readonly RootFolder _root = new(path);
    readonly List<FileDescriptor> _open = [];

    public override FileSlice? Find(string name)
    {
        if (_root.OpenFile(EntryPath.In(name) ?? ".") is not { } file)
            return null;
        _open.Add(file);
        return new(file, 0, file.FileLength()!.Value);
    }

    public override void Dispose()
    {
        foreach (var file in _open)
            file.Dispose();
        _root.Dispose();
    }
}

/// <summary>A tar, whose files are looked up where they stand in it.</summary>
internal sealed class TarSource : ImageSource
{
    readonly ArchiveFile _archive;
    readonly Dictionary<string, (long Offset, long Length)> _files = [];
    readonly Dictionary<string, string> _links = [];

    public TarSource(ArchiveFile archive)
    {
        _archive = archive;
        var content = archive.Content();
        var tar = new TarReader(content);
        while (tar.Next() is { } entry)
            if (EntryPath.In(entry.Name) is { } path)
                Add(path, entry, content.Position);
    }

    void Add(string path, TarEntry entry, long offset)
    {
        bool isNew = entry.Kind switch
        {
            TarKind.Folder => true,
            TarKind.File when entry.Pieces is null => !_links.ContainsKey(path) && _files.TryAdd(path, (offset, entry.Stored)),
            TarKind.HardLink => !_files.ContainsKey(path) && _links.TryAdd(path, entry.Target),
            TarKind.SymbolicLink => !_files.ContainsKey(path) && _links.TryAdd(path, Beside(path, entry.Target)),
            _ => throw new ArchiveException($"{entry.Name} is a {entry.Kind}, and no image's archive has such"),
        };
        if (!isNew)
            throw new ArchiveException($"it has {entry.Name} twice");
    }

    // Docker writes a layer that two images share as a link "../ID/layer.tar".
    static string Beside(string path, string target)
    {
        var parts = path.Split('/').SkipLast(1).ToList();
        foreach (string part in target.Split('/'))
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is "..")
                throw new ArchiveException($"{path} is a link out of the archive");
            else if (part is not ("" or "."))
                parts.Add(part);
        return target.StartsWith('/') ? throw new ArchiveException($"{path} is a link out of the archive") : string.Join('/', parts);
    }

    public override FileSlice? Find(string name)
    {
        string path = EntryPath.In(name) ?? throw new ArchiveException($"\"{name}\" names no file");
        if (_links.TryGetValue(path, out string? target))
            path = EntryPath.In(target) ?? path;
        return _files.TryGetValue(path, out var place) ? _archive.Content().Part(place.Offset, place.Length) : null;
    }

    public override void Dispose() => _archive.Dispose();
}
