using System.Runtime.CompilerServices;
using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>How a mount behaves (mount_setattr(2)).</summary>
[Flags]
public enum MountAttributes : ulong
{
    None = 0,
    ReadOnly = Libc.MOUNT_ATTR_RDONLY,
    NoSuid = Libc.MOUNT_ATTR_NOSUID,
    NoDev = Libc.MOUNT_ATTR_NODEV,
    NoExec = Libc.MOUNT_ATTR_NOEXEC,
    NoAtime = Libc.MOUNT_ATTR_NOATIME,
    StrictAtime = Libc.MOUNT_ATTR_STRICTATIME,
    AnyAtime = Libc.MOUNT_ATTR__ATIME,
    NoDirAtime = Libc.MOUNT_ATTR_NODIRATIME,
    NoSymFollow = Libc.MOUNT_ATTR_NOSYMFOLLOW,
}

/// <summary>
/// A mount that is nowhere yet. It is set up first, and then put where an open file, not a path, says: nobody sees it half done, and a link that somebody
/// puts into the way in the last moment leads it nowhere (CVE-2021-30465).
/// </summary>
public sealed class DetachedMount : IDisposable
{
    DetachedMount(int fd) => Root = new FileDescriptor(fd);

    /// <summary>Its root folder, or the file that it shows; once it is attached, too.</summary>
    public FileDescriptor Root { get; }

    /// <summary>A new file system, or one more view of one that is there.</summary>
    /// <param name="options">Those of its type, as mount(8) has them.</param>
    public static DetachedMount New(string type, string source, MountAttributes attributes, IEnumerable<string> options)
    {
        string doing = $"mount {type}";
        using var context = new FileDescriptor(Check(Libc.fsopen(type, Libc.FSOPEN_CLOEXEC), doing));
        Tell(context, doing, "source", source);
        foreach (string option in options)
            Tell(context, doing, option.Split('=')[0], option.Contains('=') ? option[(option.IndexOf('=') + 1)..] : null);
        Agree(context, doing, Libc.fsconfig(context, Libc.FSCONFIG_CMD_CREATE, null, null, 0));
        return new(Check(Libc.fsmount(context, Libc.FSMOUNT_CLOEXEC, (uint)attributes), doing));
    }

    static void Tell(FileDescriptor context, string doing, string key, string? value) =>
        Agree(context, doing, Libc.fsconfig(context, value is null ? Libc.FSCONFIG_SET_FLAG : Libc.FSCONFIG_SET_STRING, key, value, 0));

    // What the file system minds it says in words, for whoever reads the context.
    static void Agree(FileDescriptor context, string doing, int result)
    {
        if (result >= 0)
            return;
        var errno = Last(doing).Errno;
        var words = new byte[512];
        nint size = Libc.read(context, words, words.Length);
        throw new LinuxException(size > 2 ? $"{doing}: {Encoding.UTF8.GetString(words, 2, (int)size - 2).TrimEnd()}" : doing, errno);
    }

    /// <summary>One more view of what is at a path of ours.</summary>
    /// <param name="recursive">With all that is mounted in it.</param>
    public static DetachedMount Clone(string path, bool recursive = false) =>
        new(Check(Libc.open_tree(Libc.AT_FDCWD, path, CloneFlags(recursive)), $"bind {path}"));

    /// <inheritdoc cref="Clone(string, bool)"/>
    public static DetachedMount Clone(FileDescriptor file, string name, bool recursive = false) =>
        new(Check(Libc.open_tree(file, "", CloneFlags(recursive) | Libc.AT_EMPTY_PATH), $"bind {name}"));

    static uint CloneFlags(bool recursive) => Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC | (recursive ? (uint)Libc.AT_RECURSIVE : 0);

    /// <summary>Changes some of its attributes, and of what is mounted in it when <paramref name="recursive"/>; those that are not named stay.</summary>
    public void Set(MountAttributes set, MountAttributes clear = MountAttributes.None, bool recursive = false)
    {
        // One way to keep times excludes the others.
        if (((set | clear) & MountAttributes.AnyAtime) != 0)
            clear |= MountAttributes.AnyAtime;
        if ((set | clear) != 0)
            Check(Change(new() { attr_set = (ulong)set, attr_clr = (ulong)clear }, recursive), $"set {set} for a mount");
    }

    /// <summary>Whether what is mounted in it later is seen elsewhere, and the other way round.</summary>
    public void Propagate(Propagation propagation, bool recursive) =>
        Check(Change(new() { propagation = (ulong)propagation }, recursive), $"make a mount {propagation.ToString().ToLowerInvariant()}");

    /// <summary>Shows its files as those of a user namespace: who owns them inside is who owns them in what is mounted.</summary>
    public void MapIds(FileDescriptor userNamespace) =>
        Check(Change(new() { attr_set = Libc.MOUNT_ATTR_IDMAP, userns_fd = (ulong)userNamespace.Number }, recursive: false), "map the ids of a mount");

    int Change(in Libc.mount_attr attributes, bool recursive) =>
        Libc.mount_setattr(Root, "", (uint)(Libc.AT_EMPTY_PATH | (recursive ? Libc.AT_RECURSIVE : 0)), attributes, (nuint)Unsafe.SizeOf<Libc.mount_attr>());

    /// <summary>Puts it on what is open.</summary>
    public void Attach(FileDescriptor target, string name) =>
        Check(Libc.move_mount(Root, "", target, "", Libc.MOVE_MOUNT_F_EMPTY_PATH | Libc.MOVE_MOUNT_T_EMPTY_PATH), $"mount on {name}");

    public void Dispose() => Root.Dispose();
}
