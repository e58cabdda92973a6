using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const long NSFS_MAGIC = 0x6e736673, PROC_SUPER_MAGIC = 0x9fa0;
    public const long EXT4_SUPER_MAGIC = 0xef53, XFS_SUPER_MAGIC = 0x58465342, BTRFS_SUPER_MAGIC = 0x9123683e, TMPFS_MAGIC = 0x01021994;
    public const long OVERLAYFS_SUPER_MAGIC = 0x794c7630, F2FS_SUPER_MAGIC = 0xf2f52010;

    public const int AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000, AT_SYMLINK_NOFOLLOW = 0x100, AT_SYMLINK_FOLLOW = 0x400;
    public const int AT_RECURSIVE = 0x8000;
    public const uint STATX_BASIC_STATS = 0x7ff;

    /// <summary>What statfs(2) tells of a file system: its kind, and how many blocks of what size are free for all.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    public struct StatFs
    {
        [FieldOffset(0)] public long f_type;
        [FieldOffset(8)] public long f_bsize;
        [FieldOffset(32)] public ulong f_bavail;
    }

    /// <summary>The head of statx(2)'s answer.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatX
    {
        [FieldOffset(16)] public uint stx_nlink;
        [FieldOffset(20)] public uint stx_uid;
        [FieldOffset(24)] public uint stx_gid;
        [FieldOffset(28)] public ushort stx_mode;
        [FieldOffset(32)] public ulong stx_ino;
        [FieldOffset(40)] public ulong stx_size;
        [FieldOffset(112)] public TimeSpec stx_mtime;
        [FieldOffset(128)] public uint stx_rdev_major;
        [FieldOffset(132)] public uint stx_rdev_minor;
        [FieldOffset(136)] public uint stx_dev_major;
        [FieldOffset(140)] public uint stx_dev_minor;
    }

    public const long UTIME_OMIT = (1L << 30) - 2;

    /// <summary>A struct timespec; statx(2)'s own has 32 bits for the nanoseconds and 32 of padding.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec { public long tv_sec, tv_nsec; }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statfs(string path, out StatFs found);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, out StatX found);

    public const uint S_IFMT = 0xf000, S_IFSOCK = 0xc000, S_IFBLK = 0x6000, S_IFCHR = 0x2000, S_IFIFO = 0x1000, S_IFDIR = 0x4000, S_IFREG = 0x8000, S_IFLNK = 0xa000;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdirat(FileDescriptor folder, string name, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mknodat(FileDescriptor folder, string name, uint mode, ulong device);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmod(FileDescriptor fd, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int fchmodat(FileDescriptor folder, string name, uint mode, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int fchmodat(int directory, string path, uint mode, int flags);

    [LibraryImport("libc")]
    public static partial uint umask(uint mask);

    /// <param name="times">Access first, then modification.</param>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int utimensat(int directory, string path, ReadOnlySpan<TimeSpec> times, int flags);

    /// <inheritdoc cref="utimensat(int, string, ReadOnlySpan{TimeSpec}, int)"/>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int utimensat(FileDescriptor folder, string name, ReadOnlySpan<TimeSpec> times, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(FileDescriptor folder, string name, int flags, uint mask, out StatX found);
}
