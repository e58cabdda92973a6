using System.Globalization;
using static Linux.LinuxException;

namespace Linux;

/// <summary>The kind of file system that a path is on.</summary>
public static class FileSystem
{
    /// <summary>Docker's word for it, such as extfs or xfs; the kernel's number, in hexadecimal digits, for one that it has none for.</summary>
    public static string KindOf(string path)
    {
        Check(Libc.statfs(path, out var found), $"look at the file system of {path}");
        return found.f_type switch
        {
            Libc.EXT4_SUPER_MAGIC => "extfs",
            Libc.XFS_SUPER_MAGIC => "xfs",
            Libc.BTRFS_SUPER_MAGIC => "btrfs",
            Libc.TMPFS_MAGIC => "tmpfs",
            Libc.OVERLAYFS_SUPER_MAGIC => "overlayfs",
            Libc.F2FS_SUPER_MAGIC => "f2fs",
            _ => found.f_type.ToString("x", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Whether its folders tell of each entry what it is, as overlayfs needs to know.</summary>
    public static unsafe bool TellsKinds(string folder)
    {
        using var open = new FileDescriptor(Check(Libc.open(folder, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC), $"open {folder}"));
        var entries = new byte[4096];
        Check(Libc.getdents64(open, entries, entries.Length), $"list {folder}");
        fixed (byte* first = entries)   // every folder has an entry for itself
            return ((Libc.DirEnt64*)first)->d_type != Libc.DT_UNKNOWN;
    }
}
