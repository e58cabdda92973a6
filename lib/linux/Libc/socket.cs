using System.Runtime.InteropServices;

namespace Linux;

internal static partial class Libc
{
    public const int AF_NETLINK = 16, SOCK_RAW = 3, SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1, SOL_NETLINK = 270, SO_SNDBUFFORCE = 32, SO_RCVBUFFORCE = 33;
    public const int AF_INET = 2, AF_INET6 = 10, SOCK_STREAM = 1, SOCK_DGRAM = 2, SHUT_WR = 1, SHUT_RDWR = 2;
    public const int AF_UNIX = 1, AF_PACKET = 17, SOCK_NONBLOCK = 0x800, SO_PEERCRED = 17, SO_ATTACH_FILTER = 26, SOMAXCONN = 4096;
    public const int SO_REUSEADDR = 2, SO_REUSEPORT = 15, IPPROTO_SCTP = 132, SO_BINDTODEVICE = 25, IPPROTO_IP = 0, IPPROTO_ICMP = 1, IPPROTO_IPV6 = 41, IPPROTO_ICMPV6 = 58;
    public const int IP_TTL = 2, IPV6_UNICAST_HOPS = 16, IPV6_V6ONLY = 26, IPV6_RECVHOPLIMIT = 51, IPV6_HOPLIMIT = 52;
    public const int MSG_PEEK = 2, MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000;
    public const int SCM_RIGHTS = 1, MSG_CMSG_CLOEXEC = 0x40000000;

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
    public static partial int setsockopt(FileDescriptor fd, int level, int option, ReadOnlySpan<byte> value, int size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendto(FileDescriptor fd, ReadOnlySpan<byte> data, nint size, int flags, ReadOnlySpan<byte> address, int addressSize);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(FileDescriptor fd, Span<byte> data, nint size, int flags, Span<byte> address, ref int addressSize);

    public struct MsgHdr
    {
        public nint msg_name;
        public uint msg_namelen;
        public nint msg_iov;
        public nuint msg_iovlen;
        public nint msg_control;
        public nuint msg_controllen;
        public int msg_flags;
    }

    public struct IoVec
    {
        public nint iov_base;
        public nuint iov_len;
    }

    /// <summary>Before each piece of what a message brings beside its data; the piece follows at once.</summary>
    public struct CMsgHdr
    {
        public nuint cmsg_len;
        public int cmsg_level, cmsg_type;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvmsg(FileDescriptor fd, ref MsgHdr message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint sendmsg(FileDescriptor fd, in MsgHdr message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, Span<int> ends);
}
