using Hull.Archives;
using Linux;

namespace Hull.Layers;

/// <summary>
/// Unpacks a layer's tar into a folder, in overlayfs's terms: a file ".wh.NAME" hides NAME in the layers below, ".wh..wh..opq" all that its folder
/// has there (OCI image specification, layer.md, "Whiteouts"; Linux, overlayfs.rst, "whiteouts and opaque directories").
/// </summary>
internal sealed class LayerUnpacker : IDisposable
{
    const string Hides = ".wh.", Opaque = ".wh..wh..opq", Hidden = ".wh..wh.", OverlayAttribute = "trusted.overlay.";

    readonly string _path;
    readonly FreshTree _tree;
    readonly TarReader _tar;
    readonly FrameWriter? _frame;
    readonly HashSet<string> _whiteouts = [];
    readonly Dictionary<string, FileTime> _folders = [];
    readonly byte[] _buffer = new byte[1 << 18];

    /// <param name="frame">What the tar can be written again by; null where nobody will.</param>
    public LayerUnpacker(Stream tar, string folder, FrameWriter? frame)
    {
        (_path, _frame) = (folder, frame);
        _tree = new FreshTree(folder);
        _tar = new TarReader(tar) { Frame = frame is null ? null : frame.Frame };
    }

    /// <summary>How many bytes its files have.</summary>
    public long Size { get; private set; }

    /// <summary>How many entries there were.</summary>
    public int Entries { get; private set; }

    public void Run()
    {
        while (_tar.Next() is { } entry)
        {
            Entries++;
            try
            {
                Unpack(entry);
            }
            catch (LinuxException e) when (Reason(entry, e.Errno) is { } reason)
            {
                throw new ArchiveException(reason);
            }
        }
        // Last of all: what is made in a folder changes its time.
        foreach (var (path, time) in _folders)
            _tree.SetTime(path, time);
    }

    static string? Reason(TarEntry entry, Errno errno) => errno switch
    {
        Errno.Exists => $"it has {entry.Name} twice",
        Errno.Loop => $"{entry.Name} lies behind a symbolic link",
        Errno.NotDirectory => $"{entry.Name} lies below a file",
        Errno.NoEntry when entry.Kind == TarKind.HardLink => $"{entry.Name} is a link to {entry.Target}, which it does not have",
        Errno.NotPermitted when entry.Kind == TarKind.HardLink => $"{entry.Name} is a link to {entry.Target}, which is no file",
        Errno.NameTooLong => $"{entry.Name} is too long a name",
        _ => null,
    };

    void Unpack(TarEntry entry)
    {
        string path = EntryPath.In(entry.Name) ?? ".";
        string name = path[(path.LastIndexOf('/') + 1)..];
        if (name.StartsWith(Hides, StringComparison.Ordinal))
        {
            Hide(entry, path, name);
            return;
        }
        bool wasHidden = _whiteouts.Remove(path);
        if (wasHidden)
            _tree.RemoveFile(path);
        Make(path, entry);
        if (entry.Kind == TarKind.HardLink)
            return;   // owner, mode and the rest are the other name's, too
        if (wasHidden && entry.Kind == TarKind.Folder)
            HideBelow(path);
        Describe(path, entry);
    }

    void Hide(TarEntry entry, string path, string name)
    {
        string folder = path[..^name.Length].TrimEnd('/');
        if (name == Opaque)
        {
            if (folder != "")
                _tree.MakeFolder(folder);
            HideBelow(folder == "" ? "." : folder);
            return;
        }
        if (name.StartsWith(Hidden, StringComparison.Ordinal))
            return;   // aufs's own records
        string hidden = name[Hides.Length..];
        if (hidden is "" or "." or "..")
            throw new ArchiveException($"{entry.Name} hides no file");
        string target = folder == "" ? hidden : $"{folder}/{hidden}";
        if (_tree.Find(target) is not { } found)
        {
            _tree.MakeNode(target, RootFolder.CharacterDevice, 0, 0);
            _whiteouts.Add(target);
        }
        else if (FreshTree.IsFolder(found))
            HideBelow(target);   // of a file nothing below shows through
    }

    void HideBelow(string folder) => _tree.SetAttribute(folder, OverlayAttribute + "opaque", "y"u8);

    void Make(string path, TarEntry entry)
    {
        switch (entry.Kind)
        {
            case TarKind.Folder:
                if (path != ".")
                    _tree.MakeFolder(path);
                _folders[path] = entry.Modified;
                break;
            case var _ when path == ".":
                throw new ArchiveException($"its root, {entry.Name}, is no folder");
            case TarKind.File:
                Write(path, entry);
                break;
            case TarKind.SymbolicLink:
                _tree.MakeLink(path, entry.Target);
                break;
            case TarKind.HardLink:
                _tree.MakeHardLink(path, EntryPath.In(entry.Target) ?? throw new ArchiveException($"{entry.Name} is a link to the root"));
                break;
            case TarKind.CharacterDevice when entry is { Major: 0, Minor: 0 }:
                throw new ArchiveException($"{entry.Name} is a device 0:0, which to overlayfs hides a file of the layers below");
            case TarKind.CharacterDevice:
                _tree.MakeNode(path, RootFolder.CharacterDevice, entry.Major, entry.Minor);
                break;
            case TarKind.BlockDevice:
                _tree.MakeNode(path, RootFolder.BlockDevice, entry.Major, entry.Minor);
                break;
            case TarKind.Pipe:
                _tree.MakeNode(path, RootFolder.NamedPipe, 0, 0);
                break;
        }
    }

    void Write(string path, TarEntry entry)
    {
        // Asked of large files only: a call for each small one would cost more than it saves.
        if (entry.Stored > 1 << 20 && FreeSpace.Of(_path) is var free && entry.Stored > free)
            throw new ArchiveException($"{entry.Name} has {entry.Stored} bytes, and the file system of {_path} has {free} left");
        using var file = _tree.MakeFile(path);
        foreach (var (offset, length) in entry.Pieces ?? [(0, entry.Stored)])
        {
            for (long at = offset, end = offset + length; at < end;)
            {
                int size = _tar.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, end - at)));
                file.WriteAt(_buffer.AsSpan(0, size), at);
                at += size;
            }
            if (length > 0)
                _frame?.Content(path, offset, length);
        }
        if (entry.Pieces is not null)
            file.SetLength(entry.Length);
        Size += entry.Length;
    }

    void Describe(string path, TarEntry entry)
    {
        _tree.SetOwner(path, entry.Owner, isLink: entry.Kind == TarKind.SymbolicLink);
        foreach (var (name, value) in entry.Attributes)
            Set(path, entry, name, value);
        if (entry.Kind != TarKind.Folder)
            _tree.SetTime(path, entry.Modified);
    }

    void Set(string path, TarEntry entry, string name, byte[] value)
    {
        // These would tell overlayfs to look for files elsewhere, or to take one for another.
        if (name.StartsWith(OverlayAttribute, StringComparison.Ordinal))
            throw new ArchiveException($"{entry.Name} has the attribute {name}, which is overlayfs's own");
        try
        {
            _tree.SetAttribute(path, name, value);
        }
        catch (LinuxException e) when (e.Errno == Errno.NotSupported)
        {
            // The store's file system has none of this kind. Everything else about the file is as it should be, and docker takes it so, too.
            return;
        }
    }

    public void Dispose() => _tree.Dispose();
}
