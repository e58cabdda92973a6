using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int IN_CLOEXEC = 0x80000;
    public const uint IN_MODIFY = 2, IN_CLOSE_WRITE = 8, IN_MOVED_FROM = 0x40, IN_MOVED_TO = 0x80, IN_CREATE = 0x100, IN_DELETE = 0x200, IN_DELETE_SELF = 0x400;

    /// <summary>The head of an event; its name, if it has one, follows in len bytes.</summary>
    public struct inotify_event
    {
        public int wd;
        public uint mask, cookie, len;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int inotify_init1(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int inotify_add_watch(FileDescriptor inotify, string path, uint events);
}
