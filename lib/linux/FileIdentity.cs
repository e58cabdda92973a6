using static Linux.LinuxException;

namespace Linux;

/// <summary>Device and inode: two paths lead to one file, or to one namespace, when these are equal.</summary>
public readonly record struct FileIdentity(uint Major, uint Minor, ulong Inode)
{
    /// <summary>Follows symbolic links. Null when nothing is there.</summary>
    public static FileIdentity? Of(string path) =>
        Libc.statx(Libc.AT_FDCWD, path, 0, Libc.STATX_BASIC_STATS, out var found) < 0 ? null : From(found);

    public static FileIdentity Of(FileDescriptor fd)
    {
        Check(Libc.statx(fd.Number, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var found), "identify a file");
        return From(found);
    }

    static FileIdentity From(in Libc.StatX found) => new(found.stx_dev_major, found.stx_dev_minor, found.stx_ino);
}
