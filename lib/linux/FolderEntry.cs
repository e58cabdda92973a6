using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>What a name in a folder can stand for (inode(7)).</summary>
public enum FileKind : uint
{
    File = Libc.S_IFREG,
    Folder = Libc.S_IFDIR,
    SymbolicLink = Libc.S_IFLNK,
    CharacterDevice = Libc.S_IFCHR,
    BlockDevice = Libc.S_IFBLK,
    NamedPipe = Libc.S_IFIFO,
    Socket = Libc.S_IFSOCK,
}

/// <summary>What is in a folder under one name, as the kernel describes it. Nothing here follows a link.</summary>
public sealed class FolderEntry
{
    readonly FileDescriptor _folder;
    readonly Libc.StatX _found;

    FolderEntry(FileDescriptor folder, string name, Libc.StatX found) => (_folder, Name, _found) = (folder, name, found);

    public string Name { get; }
    public FileOwner Owner => new(_found.stx_uid, _found.stx_gid, (uint)_found.stx_mode & 0xfff);
    public FileTime Modified => new(_found.stx_mtime.tv_sec, _found.stx_mtime.tv_nsec);
    public long Length => (long)_found.stx_size;
    public uint Links => _found.stx_nlink;
    public ulong Inode => _found.stx_ino;
    public (uint Major, uint Minor) Device => (_found.stx_rdev_major, _found.stx_rdev_minor);

    public FileKind Kind => (FileKind)(_found.stx_mode & Libc.S_IFMT);

    /// <summary>What an open file is; it has no name here.</summary>
    public static FolderEntry Of(FileDescriptor file)
    {
        Check(Libc.statx(file, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var found), $"look at file {file.Number}");
        return new(file, "", found);
    }

    /// <summary>Null when nothing of that name is there.</summary>
    public static FolderEntry? Find(FileDescriptor folder, string name)
    {
        if (Libc.statx(folder, name, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, out var found) == 0)
            return new(folder, name, found);
        return Last($"look at {name}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory) } failure ? throw failure : null;
    }

    /// <summary>In the order of their names' bytes. Throws for a name that is no UTF-8. What goes while one looks is left out.</summary>
    public static IReadOnlyList<FolderEntry> List(FileDescriptor folder)
    {
        var entries = new List<FolderEntry>();
        foreach (var bytes in FolderNames.List(folder))
        {
            string name = Encoding.UTF8.GetString(bytes.AsSpan(0, bytes.Length - 1));
            if (!Encoding.UTF8.GetBytes(name).AsSpan().SequenceEqual(bytes.AsSpan(0, bytes.Length - 1)))
                throw new LinuxException($"the name {name} is not in UTF-8", Errno.Invalid);
            if (Find(folder, name) is { } entry)
                entries.Add(entry);
        }
        entries.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return entries;
    }

    /// <summary>Whether it stands for nothing: in a layer, that what lies below it is hidden (overlayfs.rst).</summary>
    public bool IsWhiteout => Kind == FileKind.CharacterDevice && Device == (0, 0);

    /// <summary>Whether it is a folder that hides what those of its name in the layers below hold.</summary>
    public bool IsOpaque => Kind == FileKind.Folder && Attributes().Any(one => one is ("trusted.overlay.opaque", [(byte)'y']));

    /// <summary>Opens a file or folder for reading.</summary>
    public FileDescriptor Open() =>
        new(Check(Libc.openat(_folder, Name, Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | Libc.O_CLOEXEC), $"open {Name}"));

    /// <summary>What a symbolic link says.</summary>
    public string Target()
    {
        Span<byte> target = stackalloc byte[4096];
        return Encoding.UTF8.GetString(target[..(int)Check(Libc.readlinkat(_folder, Name, target, target.Length), $"read link {Name}")]);
    }

    /// <summary>Its extended attributes.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Attributes()
    {
        string path = $"{RootFolder.PathOf(_folder)}/{Name}";
        Span<byte> names = new byte[1 << 16];
        nint length = Libc.llistxattr(path, names, (nuint)names.Length);
        if (length < 0)
            return Last($"list the attributes of {Name}") is { Errno: not Errno.NotSupported } failure ? throw failure : [];
        var attributes = new List<(string, byte[])>();
        foreach (string name in Encoding.UTF8.GetString(names[..(int)length]).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var value = new byte[1 << 16];
            nint size = Check(Libc.lgetxattr(path, name, value, (nuint)value.Length), $"read {name} of {Name}");
            attributes.Add((name, value[..(int)size]));
        }
        attributes.Sort((one, other) => string.CompareOrdinal(one.Item1, other.Item1));
        return attributes;
    }
}
