using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>ICMP messages of one family, sent and received as they are (raw(7)); the kernel puts an IP header before them. Nothing waits here.</summary>
public sealed unsafe class IcmpSocket : IDisposable
{
    const int MostHeader = 60;

    readonly bool _isIpv6;
    readonly byte[] _buffer = new byte[ushort.MaxValue + 1];

    IcmpSocket(FileDescriptor descriptor, bool isIpv6) => (Descriptor, _isIpv6) = (descriptor, isIpv6);

    /// <summary>Readable, for poll(2), when a message is there.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>Opens a socket in the calling thread's namespace.</summary>
    public static IcmpSocket Open(AddressFamily family)
    {
        bool isIpv6 = family == AddressFamily.InterNetworkV6;
        var socket = new FileDescriptor(Check(Libc.socket(isIpv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK,
            isIpv6 ? Libc.IPPROTO_ICMPV6 : Libc.IPPROTO_ICMP), "open an ICMP socket"));
        var opened = new IcmpSocket(socket, isIpv6);
        if (isIpv6) opened.Set(Libc.IPPROTO_IPV6, Libc.IPV6_RECVHOPLIMIT, 1, "ask for hop limits");
        return opened;
    }

    /// <summary>Sends by this link only.</summary>
    public void BindTo(string link)
    {
        var name = Encoding.UTF8.GetBytes(link + "\0");
        Check(Libc.setsockopt(Descriptor, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, name, name.Length), $"send by {link}");
    }

    /// <summary>Sends from this address.</summary>
    public void BindTo(IPAddress source)
    {
        var name = Name(source);
        Check(Libc.bind(Descriptor, name, name.Length), $"send from {source}");
    }

    /// <summary>How many routers a message may pass.</summary>
    public void SetTimeToLive(int hops) =>
        Set(_isIpv6 ? Libc.IPPROTO_IPV6 : Libc.IPPROTO_IP, _isIpv6 ? Libc.IPV6_UNICAST_HOPS : Libc.IP_TTL, hops, $"set a time to live of {hops}");

    /// <summary>Looks, in the calling thread's namespace, whether there is a way to a destination; that there is none is the kernel's refusal.</summary>
    public static void CheckWayTo(IPAddress destination)
    {
        bool isIpv6 = destination.AddressFamily == AddressFamily.InterNetworkV6;
        using var probe = new FileDescriptor(Check(Libc.socket(isIpv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0), "open a socket"));
        var name = Name(destination, port: 1025);
        Check(Libc.connect(probe, name, name.Length), "connect");
    }

    /// <summary>Sends a message; its checksum is the kernel's work for IPv6 and the caller's for IPv4.</summary>
    public void Send(ReadOnlySpan<byte> message, IPAddress destination)
    {
        var name = Name(destination);
        Check(Libc.sendto(Descriptor, message, message.Length, 0, name, name.Length), "sendmsg");
    }

    /// <summary>The next message, without its IP header; false when there is none yet. It is good until the next call.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> message, out IPAddress from, out int timeToLive)
    {
        var name = stackalloc byte[28];
        var control = stackalloc byte[64];
        nint length;
        var header = new Libc.MsgHdr { msg_name = (nint)name, msg_namelen = 28, msg_control = (nint)control, msg_controllen = 64 };
        fixed (byte* buffer = _buffer)
        {
            var part = new Libc.IoVec { iov_base = (nint)buffer, iov_len = (nuint)_buffer.Length };
            header.msg_iov = (nint)(&part);
            header.msg_iovlen = 1;
            length = Libc.recvmsg(Descriptor, ref header, 0);
        }
        message = default;
        (from, timeToLive) = (IPAddress.None, 0);
        if (length < 0)
            return Last("receive a message") is { Errno: not (Errno.Again or Errno.Interrupted) } failure ? throw failure : false;
        message = _buffer.AsSpan(0, (int)length);
        from = new IPAddress(_isIpv6 ? new ReadOnlySpan<byte>(name + 8, 16) : new ReadOnlySpan<byte>(name + 4, 4));
        timeToLive = _isIpv6 ? HopLimit(header) : _buffer[8];
        if (!_isIpv6)
            message = message[Math.Min((_buffer[0] & 15) * 4, Math.Min(message.Length, MostHeader))..];
        return true;
    }

    static int HopLimit(in Libc.MsgHdr header)
    {
        var first = (Libc.CMsgHdr*)header.msg_control;
        bool told = header.msg_controllen >= (nuint)sizeof(Libc.CMsgHdr) + sizeof(int)
            && first->cmsg_level == Libc.IPPROTO_IPV6 && first->cmsg_type == Libc.IPV6_HOPLIMIT;
        return told ? *(int*)(first + 1) : 0;
    }

    void Set(int level, int option, int value, string doing) => Check(Libc.setsockopt(Descriptor, level, option, value, sizeof(int)), doing);

    // struct sockaddr_in and sockaddr_in6: family, port, then for IPv6 a flow, the address and the link it is of.
    static byte[] Name(IPAddress address, ushort port = 0)
    {
        bool isIpv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var name = new byte[isIpv6 ? 28 : 16];
        MemoryMarshal.Write(name, (ushort)(isIpv6 ? Libc.AF_INET6 : Libc.AF_INET));
        name[2] = (byte)(port >> 8);
        name[3] = (byte)port;
        address.TryWriteBytes(name.AsSpan(isIpv6 ? 8 : 4), out _);
        if (isIpv6) MemoryMarshal.Write(name.AsSpan(24), (uint)address.ScopeId);
        return name;
    }

    public void Dispose() => Descriptor.Dispose();
}
