using static Linux.LinuxException;

namespace Linux;

/// <summary>How a mount behaves (mount(2)); the names are those of mount(8)'s options.</summary>
[Flags]
public enum MountFlags : uint
{
    None = 0,
    ReadOnly = Libc.MS_RDONLY,
    NoSuid = Libc.MS_NOSUID,
    NoDev = Libc.MS_NODEV,
    NoExec = Libc.MS_NOEXEC,
    StrictAtime = Libc.MS_STRICTATIME,
    Relatime = Libc.MS_RELATIME,
    Bind = Libc.MS_BIND,
    Recursive = Libc.MS_REC,
}

/// <summary>Whether mounts made here are seen elsewhere, and the other way round (mount_namespaces(7)).</summary>
public enum Propagation : uint
{
    Private = Libc.MS_PRIVATE,
    Slave = Libc.MS_SLAVE,
    Shared = Libc.MS_SHARED,
    Unbindable = Libc.MS_UNBINDABLE,
}

/// <summary>Mounts in the calling thread's mount namespace.</summary>
public static class Mounts
{
    /// <summary>Mounts a file system. <paramref name="data"/> holds the options that belong to its type.</summary>
    public static void Mount(string type, string source, string target, MountFlags flags = MountFlags.None, string? data = null) =>
        Check(Libc.mount(source, target, type, (nuint)flags, data), $"mount {type} on {target}");

    /// <summary>
    /// Shows <paramref name="source"/>, a file or folder, at <paramref name="target"/> too. The kernel ignores all other flags when it binds,
    /// so they are set in a second step.
    /// </summary>
    public static void Bind(string source, string target, MountFlags flags = MountFlags.None)
    {
        var bind = Libc.MS_BIND | (uint)(flags & MountFlags.Recursive);
        Check(Libc.mount(source, target, null, bind, null), $"bind {source} to {target}");
        if ((flags & ~(MountFlags.Recursive | MountFlags.Bind)) != 0)
            Remount(target, flags);
    }

    /// <summary>Shows an open file at <paramref name="target"/> too: that file, whatever its name leads to by now.</summary>
    public static void Bind(FileDescriptor source, string target)
    {
        uint clone = Libc.OPEN_TREE_CLONE | Libc.OPEN_TREE_CLOEXEC | Libc.AT_EMPTY_PATH;
        using var tree = new FileDescriptor(Check(Libc.open_tree(source.Number, "", clone), $"bind to {target}"));
        Check(Libc.move_mount(tree, "", Libc.AT_FDCWD, target, Libc.MOVE_MOUNT_F_EMPTY_PATH | Libc.MOVE_MOUNT_T_SYMLINKS), $"bind to {target}");
    }

    /// <summary>Replaces the flags of the mount at <paramref name="target"/>, and of that one only.</summary>
    public static void Remount(string target, MountFlags flags) =>
        Check(Libc.mount(null, target, null, Libc.MS_BIND | Libc.MS_REMOUNT | (uint)(flags & ~MountFlags.Recursive), null), $"remount {target}");

    /// <summary>Sets the propagation of the mount at <paramref name="target"/> and of all below it.</summary>
    public static void Propagate(string target, Propagation propagation) =>
        Check(Libc.mount(null, target, null, (uint)propagation | Libc.MS_REC, null),
            $"make the mounts below {target} {propagation.ToString().ToLowerInvariant()}");

    /// <summary>Takes the mount at <paramref name="target"/> out of sight at once; it ends when nobody uses it any more.</summary>
    public static void Detach(string target) => Check(Libc.umount2(target, Libc.MNT_DETACH), $"unmount {target}");

    /// <summary>
    /// Makes the mount at <paramref name="folder"/> the root, and the old root, with all that is mounted in it, unreachable. The old mounts must not be such that
    /// others see them go: see <see cref="Propagate"/>.
    /// </summary>
    public static void PivotRoot(FileDescriptor folder)
    {
        // pivot_root(".", ".") stacks the old root on the new one, so that no folder has to be made for it (pivot_root(2)).
        Check(Libc.fchdir(folder), "enter the new root");
        Check(Libc.pivot_root(".", "."), "pivot_root");
        Detach(".");
        Check(Libc.chdir("/"), "enter the new root");
    }
}
