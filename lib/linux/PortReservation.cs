using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// Keeps a port of this machine's from being taken by a program that would listen on it, without listening itself: a packet that finds
/// its way here is refused as on any closed port.
/// </summary>
public sealed class PortReservation : IDisposable
{
    readonly FileDescriptor _socket;

    PortReservation(FileDescriptor socket) => _socket = socket;

    /// <summary>Throws <see cref="LinuxException"/> with <see cref="Errno.AddressInUse"/> when somebody has the port.</summary>
    public static PortReservation Take(IPAddress address, ushort port, ProtocolType protocol)
    {
        string doing = $"take port {port}";
        bool v6 = address.AddressFamily == AddressFamily.InterNetworkV6, tcp = protocol == ProtocolType.Tcp;
        int type = (tcp ? Libc.SOCK_STREAM : Libc.SOCK_DGRAM) | Libc.SOCK_CLOEXEC;
        var socket = new FileDescriptor(Check(Libc.socket(v6 ? Libc.AF_INET6 : Libc.AF_INET, type, 0), doing));
        try
        {
            if (v6)
                Set(socket, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1, doing);
            if (tcp)
                Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1, doing);
            var name = SocketAddress(address, port);
            Check(Libc.bind(socket, name, name.Length), doing);
            if (tcp)
                Close(socket, doing);
            return new PortReservation(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Connections that ended lately keep a port busy for whoever binds without SO_REUSEADDR; but two that bind with it, and do not listen, share
    // a port. So: bind with it, listen for a moment, which nobody else can be doing then, give up both, and the port is ours alone.
    static void Close(FileDescriptor socket, string doing)
    {
        Check(Libc.listen(socket, 0), doing);
        Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 0, doing);
        Check(Libc.shutdown(socket, Libc.SHUT_RDWR), doing);
    }

    static void Set(FileDescriptor socket, int level, int option, int value, string doing) =>
        Check(Libc.setsockopt(socket, level, option, value, sizeof(int)), doing);

    // struct sockaddr_in: family, port, address; struct sockaddr_in6: family, port, flow, address, scope.
    static byte[] SocketAddress(IPAddress address, ushort port)
    {
        bool v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var name = new byte[v6 ? 28 : 16];
        MemoryMarshal.Write(name, (ushort)(v6 ? Libc.AF_INET6 : Libc.AF_INET));
        BinaryPrimitives.WriteUInt16BigEndian(name.AsSpan(2), port);
        address.TryWriteBytes(name.AsSpan(v6 ? 8 : 4), out _);
        if (v6)
            MemoryMarshal.Write(name.AsSpan(24), (uint)address.ScopeId);
        return name;
    }

    public void Dispose() => _socket.Dispose();
}
