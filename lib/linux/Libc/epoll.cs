using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int EPOLL_CLOEXEC = 0x80000, EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3;
    public const uint EPOLLIN = 1, EPOLLOUT = 4;

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct epoll_event
    {
        public uint events;
        public ulong data;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(FileDescriptor epoll, int operation, FileDescriptor file, in epoll_event @event);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(FileDescriptor epoll, Span<epoll_event> events, int count, int milliseconds);
}
