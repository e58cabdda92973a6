using Hull.Archives;
using Linux;

namespace Hull.Layers;

/// <summary>Writes what a container changed, the top folder of its overlay, as a layer's tar: the other way round than <see cref="LayerUnpacker"/>.</summary>
internal sealed class ChangesWriter(TarWriter tar)
{
    readonly Dictionary<ulong, string> _written = [];
    readonly byte[] _buffer = new byte[1 << 18];

    public static void Write(string folder, Action<ReadOnlySpan<byte>> to)
    {
        var tar = new TarWriter(to);
        using (var top = new RootFolder(folder) { FollowLinks = false })
            new ChangesWriter(tar).WriteFolder(top.Descriptor, "");
        tar.End();
    }

    void WriteFolder(FileDescriptor folder, string path)
    {
        foreach (var entry in FolderEntry.List(folder))
            Write(entry, path == "" ? entry.Name : $"{path}/{entry.Name}", path);
    }

    void Write(FolderEntry entry, string path, string folder)
    {
        if (entry.IsWhiteout)
        {
            tar.AddFile($"{(folder == "" ? "" : folder + "/")}.wh.{entry.Name}", []);
            return;
        }
        if (entry.Kind == FileKind.Socket)
            return;   // a tar has no such entries, and what made it makes it again
        if (entry is { Kind: FileKind.File, Links: > 1 } && !_written.TryAdd(entry.Inode, path))
        {
            tar.Add(Described(entry, path) with { Kind = TarKind.HardLink, Target = _written[entry.Inode], Attributes = [] });
            return;
        }
        var attributes = entry.Attributes();
        var own = attributes.Where(one => !one.Name.StartsWith("trusted.overlay.", StringComparison.Ordinal)).ToList();
        if (entry.Kind == FileKind.File)
            WriteFile(entry, Described(entry, path) with { Attributes = own });
        else
            tar.Add(Described(entry, path) with { Attributes = own });
        if (entry.Kind != FileKind.Folder)
            return;
        if (entry.IsOpaque)
            tar.AddFile($"{path}/.wh..wh..opq", []);
        using var inner = entry.Open();
        WriteFolder(inner, path);
    }

    /// <summary>What a tar says of something in a folder, but for its content and attributes.</summary>
    public static TarEntry Described(FolderEntry entry, string path) => new()
    {
        Name = path,
        Kind = entry.Kind switch
        {
            FileKind.Folder => TarKind.Folder,
            FileKind.SymbolicLink => TarKind.SymbolicLink,
            FileKind.CharacterDevice => TarKind.CharacterDevice,
            FileKind.BlockDevice => TarKind.BlockDevice,
            FileKind.NamedPipe => TarKind.Pipe,
            _ => TarKind.File,
        },
        Owner = entry.Owner,
        Modified = entry.Modified,
        Target = entry.Kind == FileKind.SymbolicLink ? entry.Target() : "",
        Major = entry.Device.Major,
        Minor = entry.Device.Minor,
    };

    // Whoever owns the file may be writing to it: it is taken as long as it was when it was looked at.
    void WriteFile(FolderEntry file, TarEntry entry)
    {
        tar.Add(entry with { Length = file.Length, Stored = file.Length });
        if (file.Length == 0)
            return;
        using var content = file.Open();
        for (long at = 0; at < file.Length;)
        {
            var part = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, file.Length - at));
            int size = content.ReadAt(part, at);
            if (size == 0)
                part.Clear();
            tar.Content(size == 0 ? part : part[..size]);
            at += size == 0 ? part.Length : size;
        }
        tar.EndContent();
    }
}
