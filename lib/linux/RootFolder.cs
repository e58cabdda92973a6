using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A folder whose content is not to be trusted, such as the root of an image. Every path is taken within it: "..", absolute names and
/// symbolic links end inside, because the kernel itself resolves them so (openat2(2), RESOLVE_IN_ROOT).
/// </summary>
public sealed class RootFolder : IDisposable
{
    /// <summary>File types, for <see cref="MakeNode"/>.</summary>
    public const uint CharacterDevice = Libc.S_IFCHR, BlockDevice = Libc.S_IFBLK, NamedPipe = Libc.S_IFIFO;

    readonly string _path;

    public RootFolder(string path)
    {
        _path = path;
        Descriptor = new FileDescriptor(Check(Libc.open(path, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC), $"open {path}"));
    }

    public FileDescriptor Descriptor { get; }

    /// <summary>Whether symbolic links inside are followed. Where not, one on the way is refused.</summary>
    public bool FollowLinks { get; init; } = true;

    /// <summary>Where what <paramref name="file"/> stands for is found by calls that take a path: mount(2), above all.</summary>
    public static string PathOf(FileDescriptor file) => $"/proc/self/fd/{file.Number}";

    /// <summary>Null when nothing is there.</summary>
    public FileDescriptor? Find(string path)
    {
        int fd = Open(path, Libc.O_PATH, 0);
        if (fd >= 0)
            return new FileDescriptor(fd);
        var failure = Refused("open", path);
        return failure.Errno is Errno.NoEntry or Errno.NotDirectory ? null : throw failure;
    }

    /// <summary>Opens a file for reading; null when nothing is there. What is no file (a pipe would have us wait for its writer) is refused.</summary>
    public FileDescriptor? OpenFile(string path)
    {
        int fd = Open(path, Libc.O_RDONLY | Libc.O_NONBLOCK, 0);
        if (fd < 0)
            return Refused("open", path) is { Errno: not (Errno.NoEntry or Errno.NotDirectory) } failure ? throw failure : null;
        var file = new FileDescriptor(fd);
        if (file.FileLength() is not null)
            return file;
        file.Dispose();
        throw new LinuxException($"open {path} in {_path}: it is no file", Errno.Invalid);
    }

    /// <summary>Opens a device for reading and writing. No symbolic link is followed on the way.</summary>
    public FileDescriptor OpenDevice(string path) => new(CheckAt(Libc.openat2(Descriptor, path, new()
    {
        flags = Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC,
        resolve = Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS | Libc.RESOLVE_NO_SYMLINKS,
    }), "open", path));

    /// <summary>Opens a folder, making it and those above it where they are missing.</summary>
    public FileDescriptor MakeFolder(string path, uint mode = 0x1ed /* 0755 */)
    {
        int fd = Open(path, Libc.O_PATH | Libc.O_DIRECTORY, 0);
        if (fd >= 0)
            return new FileDescriptor(fd);
        if (Refused("open", path) is { Errno: not Errno.NoEntry } failure)
            throw failure;
        using (var parent = ParentOf(path, out string name))
            if (Libc.mkdirat(parent, name, mode) < 0 && Refused("make", path) is { Errno: not Errno.Exists } refusal)
                throw refusal;
        return new FileDescriptor(CheckAt(Open(path, Libc.O_PATH | Libc.O_DIRECTORY, 0), "open", path));
    }

    /// <summary>Opens a file for writing, empty: what is there already, if it is a file, or a new one, with the folders above it.</summary>
    public FileDescriptor MakeFile(string path, uint mode = 0x1a4 /* 0644 */)
    {
        ParentOf(path, out _).Dispose();
        return new FileDescriptor(CheckAt(Open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC, mode), "make", path));
    }

    /// <summary>
    /// Makes a device, a pipe or a socket. <paramref name="kind"/> is the file type and the permissions, as mknod(2) takes them.
    /// What is there already must be that very thing: a file or a link in its place would be taken for it.
    /// </summary>
    public void MakeNode(string path, uint kind, uint major, uint minor, uint user = 0, uint group = 0)
    {
        using var parent = ParentOf(path, out string name);
        // Not chmod afterwards: that would follow a link which somebody put there meanwhile.
        uint before = Libc.umask(0);
        int made = Libc.mknodat(parent, name, kind, DeviceNumber.Pack(major, minor));
        var failure = made < 0 ? Refused("make", path) : null;
        Libc.umask(before);
        if (made == 0 && (user, group) != (0, 0))
            CheckAt(Libc.fchownat(parent, name, user, group, Libc.AT_SYMLINK_NOFOLLOW), "set the owner of", path);
        if (failure is { Errno: not Errno.Exists } || failure is not null && !IsNode(parent, name, kind, major, minor))
            throw failure.Errno == Errno.Exists ? new LinuxException($"make {path} in {_path}: what is there is not the device {major}:{minor}", Errno.Exists) : failure;
    }

    static bool IsNode(FileDescriptor parent, string name, uint kind, uint major, uint minor) =>
        FolderEntry.Find(parent, name) is { } there && (uint)there.Kind == (kind & Libc.S_IFMT) && there.Device == (major, minor);

    /// <summary>Makes a symbolic link; its <paramref name="target"/> is written down as it is.</summary>
    public void MakeLink(string path, string target)
    {
        using var parent = ParentOf(path, out string name);
        CheckAt(Libc.symlinkat(target, parent, name), "make", path);
    }

    /// <summary>Makes a symbolic link unless something is there already.</summary>
    public void EnsureLink(string path, string target)
    {
        using var parent = ParentOf(path, out string name);
        if (Libc.symlinkat(target, parent, name) < 0 && Refused("make", path) is { Errno: not Errno.Exists } failure)
            throw failure;
    }

    // The folder that holds the last name of a path; "." names the root itself.
    FileDescriptor ParentOf(string path, out string name)
    {
        string inside = path.Trim('/');
        int slash = inside.LastIndexOf('/');
        name = slash < 0 ? inside : inside[(slash + 1)..];
        if (name is "" or "." or "..")
            throw new ArgumentException($"{path} names no file");
        return slash < 0
            ? new FileDescriptor(CheckAt(Open(".", Libc.O_PATH | Libc.O_DIRECTORY, 0), "open", path))
            : MakeFolder(inside[..slash]);
    }

    int Open(string path, int flags, uint mode) => Libc.openat2(Descriptor, path, new()
    {
        flags = (ulong)(uint)(flags | Libc.O_CLOEXEC),
        mode = mode,
        resolve = Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS | (FollowLinks ? 0 : Libc.RESOLVE_NO_SYMLINKS),
    });

    int CheckAt(int result, string doing, string path) => result >= 0 ? result : throw Refused(doing, path);

    LinuxException Refused(string doing, string path) => Last($"{doing} {path} in {_path}");

    public void Dispose() => Descriptor.Dispose();
}
