using System.Net;
using System.Net.Sockets;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// Keeps a port of this machine's from being taken by a program that would listen on it, without listening itself: a packet that finds
/// its way here is refused as on any closed port.
/// </summary>
public sealed class PortReservation : IDisposable
{
    /// <summary>.NET has no name for it.</summary>
    public const ProtocolType Sctp = (ProtocolType)Libc.IPPROTO_SCTP;

    FileDescriptor _socket;

    PortReservation(FileDescriptor socket) => _socket = socket;

    /// <summary>Throws <see cref="LinuxException"/> with <see cref="Errno.AddressInUse"/> when somebody has the port.</summary>
    public static PortReservation Take(IPAddress address, ushort port, ProtocolType protocol)
    {
        string doing = $"take port {port}";
        var socket = Bind(new(address, port), protocol, doing);
        return protocol == ProtocolType.Tcp ? Finish(socket, () => Close(socket, doing)) : new(socket);
    }

    /// <summary>The same of a TCP port, but on one of the addresses it is listened after all, by the socket that comes with it.</summary>
    public static (PortReservation Held, FileDescriptor Listening) Take(IPAddress address, ushort port, IPAddress listenAt)
    {
        string doing = $"take port {port}";
        var socket = Bind(new(address, port), ProtocolType.Tcp, doing, shared: true);
        FileDescriptor? listening = null;
        var held = Finish(socket, () =>
        {
            Check(Libc.listen(socket, 0), doing);
            SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 0, doing);
            // Only who has our user and shares as well can have the port beside the first; from here on nobody can.
            listening = Bind(new(listenAt, port), ProtocolType.Tcp, doing, shared: true, Libc.SOCK_NONBLOCK);
            Check(Libc.listen(listening, Libc.SOMAXCONN), doing);
            SocketName.Set(listening, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 0, doing);
            SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 0, doing);
            Check(Libc.shutdown(socket, Libc.SHUT_RDWR), doing);
        }, orElse: () => listening?.Dispose());
        return (held, listening!);
    }

    /// <summary>The same of a UDP port, but what is sent to one of the addresses is received after all, by the socket that comes with it.</summary>
    public static (PortReservation Held, FileDescriptor Receiving) TakeDatagrams(IPAddress address, ushort port, IPAddress receiveAt)
    {
        string doing = $"take port {port}";
        bool isOne = receiveAt.Equals(address);
        var socket = Bind(new(address, port), ProtocolType.Udp, doing, flags: isOne ? Libc.SOCK_NONBLOCK : 0);
        FileDescriptor? receiving = null;
        var held = Finish(socket, () =>
        {
            if (isOne)
            {
                receiving = new(Check(Libc.fcntl(socket, Libc.F_DUPFD_CLOEXEC, 0), doing));
                return;
            }
            // As with TCP: shared for a moment, with ourselves. What is sent to the one address goes to the socket that has only that.
            SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 1, doing);
            receiving = Bind(new(receiveAt, port), ProtocolType.Udp, doing, shared: true, Libc.SOCK_NONBLOCK);
            SocketName.Set(receiving, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 0, doing);
            SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 0, doing);
        }, orElse: () => receiving?.Dispose());
        return (held, receiving!);
    }

    /// <summary>The number of a port that is free at the moment, of the kernel's choice.</summary>
    public static ushort FindFree(IPAddress address, ProtocolType protocol)
    {
        using var socket = Bind(new(address, 0), protocol, "find a free port");
        Span<byte> name = stackalloc byte[SocketName.Longest];
        int size = name.Length;
        Check(Libc.getsockname(socket, name, ref size), "find a free port");
        return (ushort)SocketName.Read(name).Port;
    }

    static FileDescriptor Bind(IPEndPoint end, ProtocolType protocol, string doing, bool shared = false, int flags = 0)
    {
        var socket = SocketName.Open(end, (protocol == ProtocolType.Udp ? Libc.SOCK_DGRAM : Libc.SOCK_STREAM) | flags, doing, (int)protocol);
        Finish(socket, () =>
        {
            if (protocol == ProtocolType.Tcp)
                SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1, doing);
            if (shared)
                SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 1, doing);
            var name = SocketName.Of(end);
            Check(Libc.bind(socket, name, name.Length), doing);
        });
        return socket;
    }

    static PortReservation Finish(FileDescriptor socket, Action steps, Action? orElse = null)
    {
        try
        {
            steps();
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            orElse?.Invoke();
            throw;
        }
    }

    // Connections that ended lately keep a port busy for whoever binds without SO_REUSEADDR; but two that bind with it, and do not listen, share
    // a port. So: bind with it, listen for a moment, which nobody else can be doing then, give up both, and the port is ours alone.
    static void Close(FileDescriptor socket, string doing)
    {
        Check(Libc.listen(socket, 0), doing);
        SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 0, doing);
        Check(Libc.shutdown(socket, Libc.SHUT_RDWR), doing);
    }

    /// <summary>Leaves the lower numbers of files to others.</summary>
    public void MoveAbove(FileLimit limit) => _socket = limit.Above(_socket);

    public void Dispose() => _socket.Dispose();
}
