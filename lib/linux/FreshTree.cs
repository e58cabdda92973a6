using static Linux.LinuxException;

namespace Linux;

/// <summary>Who owns a file, and what it lets whom do.</summary>
public readonly record struct FileOwner(uint User, uint Group, uint Mode);

/// <summary>
/// A folder that is filled with files of an archive that is not to be trusted. Every path is taken beneath it and through folders only
/// (openat2(2), RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS), and nothing that is there is replaced. Nobody else works in it.
/// </summary>
public sealed class FreshTree : IDisposable
{
    readonly FileDescriptor _root;

    // Archives name the files of a folder one after the other. Folders never go, so the one that is open stays the right one.
    FileDescriptor _folder;
    string _folderPath = "";

    public FreshTree(string path)
    {
        _root = new FileDescriptor(Check(Libc.open(path, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC), $"open {path}"));
        _folder = _root;
    }

    /// <summary>Makes a folder, and those above it that are missing. False when it was there.</summary>
    public bool MakeFolder(string path)
    {
        string name = Enter(path);
        if (Libc.mkdirat(_folder, name, 0x1ed /* 0755 */) == 0)
            return true;
        var failure = Last($"make {path}");
        return failure.Errno == Errno.Exists && (Find(path)!.Value.Mode & Libc.S_IFMT) == Libc.S_IFDIR ? false : throw failure;
    }

    /// <summary>Makes a file, which must not be there, and opens it for writing.</summary>
    public FileDescriptor MakeFile(string path)
    {
        string name = Enter(path);
        return new(Check(Libc.openat(_folder, name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0x180), $"make {path}"));
    }

    /// <summary>Makes a symbolic link; its <paramref name="target"/> is written down as it is.</summary>
    public void MakeLink(string path, string target)
    {
        string name = Enter(path);
        Check(Libc.symlinkat(target, _folder, name), $"make {path}");
    }

    /// <summary>Gives a file that is there a second name. A symbolic link there is linked itself.</summary>
    public void MakeHardLink(string path, string target)
    {
        string old = Enter(target);
        using var from = new FileDescriptor(Check(Libc.openat(_folder, ".", Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC), $"open the folder of {target}"));
        string name = Enter(path);
        Check(Libc.linkat(from, old, _folder, name, 0), $"link {path} to {target}");
    }

    /// <summary>Makes a device or a pipe. <paramref name="kind"/> is one of <see cref="RootFolder"/>'s file types.</summary>
    public void MakeNode(string path, uint kind, uint major, uint minor)
    {
        string name = Enter(path);
        Check(Libc.mknodat(_folder, name, kind, DeviceNumber.Pack(major, minor)), $"make {path}");
    }

    /// <summary>Takes a file back that was made here.</summary>
    public void RemoveFile(string path)
    {
        string name = Enter(path);
        Check(Libc.unlinkat(_folder, name, 0), $"remove {path}");
    }

    /// <summary>Sets the owner and, unless it is a symbolic link, the permissions (in this order: a new owner takes the set-user-id bit away).</summary>
    public void SetOwner(string path, FileOwner owner, bool isLink = false)
    {
        string name = Enter(path);
        Check(Libc.fchownat(_folder, name, owner.User, owner.Group, Libc.AT_SYMLINK_NOFOLLOW), $"set the owner of {path}");
        if (!isLink)
            Check(Libc.fchmodat(_folder, name, owner.Mode, 0), $"set the mode of {path}");
    }

    /// <summary>Sets an extended attribute, of a symbolic link too.</summary>
    public void SetAttribute(string path, string attribute, ReadOnlySpan<byte> value)
    {
        string name = Enter(path);
        Check(Libc.lsetxattr($"{RootFolder.PathOf(_folder)}/{name}", attribute, value, (nuint)value.Length, 0), $"set {attribute} of {path}");
    }

    /// <summary>Sets when it was last changed; it was last read then, too.</summary>
    public void SetTime(string path, FileTime time)
    {
        string name = Enter(path);
        Libc.TimeSpec stamp = new() { tv_sec = time.Seconds, tv_nsec = time.Nanoseconds };
        Check(Libc.utimensat(_folder, name, [stamp, stamp], Libc.AT_SYMLINK_NOFOLLOW), $"set the time of {path}");
    }

    /// <summary>Mode and owner of what is there; null when nothing is.</summary>
    public FileOwner? Find(string path)
    {
        string name = Enter(path);
        if (Libc.statx(_folder, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, out var found) == 0)
            return new(found.stx_uid, found.stx_gid, found.stx_mode);
        return Last($"look at {path}") is { Errno: not Errno.NoEntry } failure ? throw failure : null;
    }

    public static bool IsFolder(FileOwner found) => (found.Mode & Libc.S_IFMT) == Libc.S_IFDIR;

    // Opens the folder that holds the last name of a path, made where it is missing, and returns that name; "." for the root itself.
    string Enter(string path)
    {
        int slash = path.LastIndexOf('/');
        string folder = slash < 0 ? "" : path[..slash];
        if (folder == _folderPath)
            return path[(slash + 1)..];
        if (folder == "")
            Use(_root, "");
        else if (Open(folder) is { } open)
            Use(open, folder);
        else
        {
            MakeFolder(folder);
            Use(Open(folder) ?? throw Last($"open {folder}"), folder);
        }
        return path[(slash + 1)..];
    }

    FileDescriptor? Open(string folder)
    {
        int fd = Libc.openat2(_root, folder, new()
        {
            flags = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC,
            resolve = Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS,
        });
        if (fd >= 0)
            return new FileDescriptor(fd);
        return Last($"open {folder}") is { Errno: not Errno.NoEntry } failure ? throw failure : null;
    }

    void Use(FileDescriptor folder, string path)
    {
        if (!ReferenceEquals(_folder, _root))
            _folder.Dispose();
        (_folder, _folderPath) = (folder, path);
    }

    public void Dispose()
    {
        Use(_root, "");
        _root.Dispose();
    }
}
