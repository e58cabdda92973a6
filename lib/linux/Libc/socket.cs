using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int AF_NETLINK = 16, SOCK_RAW = 3, SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1, SOL_NETLINK = 270, SO_SNDBUFFORCE = 32, SO_RCVBUFFORCE = 33;
    public const int AF_INET = 2, AF_INET6 = 10, SOCK_STREAM = 1, SOCK_DGRAM = 2, SHUT_WR = 1, SHUT_RDWR = 2;
    public const int AF_UNIX = 1, AF_PACKET = 17, SOCK_NONBLOCK = 0x800, SO_PEERCRED = 17, SO_ATTACH_FILTER = 26, SOMAXCONN = 4096;
    public const int SO_REUSEADDR = 2, IPPROTO_IPV6 = 41, IPV6_V6ONLY = 26;
    public const int MSG_PEEK = 2, MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;

    /// <summary>Who is at the other end of a local socket, as SO_PEERCRED tells it.</summary>
    public struct UCred
    {
        public int pid;
        public uint uid, gid;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(FileDescriptor fd, ReadOnlySpan<byte> address, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(FileDescriptor fd, ReadOnlySpan<byte> address, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(FileDescriptor fd, int level, int option, in int value, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(FileDescriptor fd, ReadOnlySpan<byte> data, nint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(FileDescriptor fd, Span<byte> data, nint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int listen(FileDescriptor fd, int backlog);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int shutdown(FileDescriptor fd, int how);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(FileDescriptor fd, int level, int option, out UCred value, ref int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(FileDescriptor fd, Span<byte> address, ref int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int accept4(FileDescriptor fd, nint address, nint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getpeername(FileDescriptor fd, Span<byte> address, ref int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendto(FileDescriptor fd, ReadOnlySpan<byte> data, nint size, int flags, ReadOnlySpan<byte> address, int addressSize);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(FileDescriptor fd, Span<byte> data, nint size, int flags, Span<byte> address, ref int addressSize);
}
