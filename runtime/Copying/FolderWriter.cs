using Hull.Archives;
using Linux;

namespace Hull.Copying;

/// <summary>
/// Puts files into a folder that is there. What lies below it is reached through folders only, never through a link; a file in the place of another replaces it, and
/// a folder and a file never replace each other.
/// </summary>
internal sealed class FolderWriter : IEntries, IDisposable
{
    readonly FreshTree _tree;
    readonly Dictionary<string, FileTime> _folders = [];
    readonly bool _keepsOwners;
    FileDescriptor? _file;
    TarEntry? _entry;
    long _at;

    /// <param name="keepsOwners">Whether files belong to whom they belonged to; else to us.</param>
    public FolderWriter(FileDescriptor folder, bool keepsOwners) => (_tree, _keepsOwners) = (new(RootFolder.PathOf(folder)), keepsOwners);

    public void Add(TarEntry entry)
    {
        if (EntryPath.In(entry.Name) is not { } path)
            return;   // the folder itself stays what it is
        entry = entry with { Name = path };
        MakeRoomFor(entry);
        switch (entry.Kind)
        {
            case TarKind.Folder:
                _tree.MakeFolder(path);
                _folders[path] = entry.Modified;
                break;
            case TarKind.File:
                (_file, _entry, _at) = (_tree.MakeFile(path), entry, 0);
                if (entry.Stored == 0) EndContent();
                return;   // the rest when its content is there
            case TarKind.SymbolicLink:
                _tree.MakeLink(path, entry.Target);
                break;
            case TarKind.HardLink:
                _tree.MakeHardLink(path, EntryPath.In(entry.Target) ?? throw new HullException($"{path} is a link to the folder itself", exitCode: 1));
                return;
            default:
                uint kind = entry.Kind == TarKind.Pipe ? RootFolder.NamedPipe : entry.Kind == TarKind.BlockDevice ? RootFolder.BlockDevice : RootFolder.CharacterDevice;
                _tree.MakeNode(path, kind, entry.Major, entry.Minor);
                break;
        }
        Describe(entry);
    }

    void MakeRoomFor(TarEntry entry)
    {
        if (_tree.Find(entry.Name) is not { } there)
            return;
        bool isFolder = FreshTree.IsFolder(there);
        if (isFolder != (entry.Kind == TarKind.Folder))
            throw new HullException($"cannot overwrite {(isFolder ? "directory" : "non-directory")} \"{entry.Name}\" with {(isFolder ? "non-directory" : "directory")}", exitCode: 1);
        if (!isFolder)
            _tree.RemoveFile(entry.Name);
    }

    public void Content(ReadOnlySpan<byte> part)
    {
        _file!.WriteAt(part, _at);
        _at += part.Length;
    }

    public void EndContent()
    {
        _file!.Dispose();
        Describe(_entry!);
    }

    void Describe(TarEntry entry)
    {
        var owner = _keepsOwners ? entry.Owner : entry.Owner with { User = 0, Group = 0 };
        _tree.SetOwner(entry.Name, owner, isLink: entry.Kind == TarKind.SymbolicLink);
        foreach (var (name, value) in entry.Attributes)
            try
            {
                _tree.SetAttribute(entry.Name, name, value);
            }
            catch (LinuxException e) when (e.Errno is Errno.NotSupported or Errno.NotPermitted)
            {
                continue;   // the file system there has none of this kind; the content is what was wanted
            }
        if (entry.Kind != TarKind.Folder)
            _tree.SetTime(entry.Name, entry.Modified);
    }

    // What is made in a folder changes its time: these are set last.
    public void Dispose()
    {
        foreach (var (path, time) in _folders)
            _tree.SetTime(path, time);
        _tree.Dispose();
    }
}
