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
    readonly FileDescriptor _socket;

    PortReservation(FileDescriptor socket) => _socket = socket;

    /// <summary>Throws <see cref="LinuxException"/> with <see cref="Errno.AddressInUse"/> when somebody has the port.</summary>
    public static PortReservation Take(IPAddress address, ushort port, ProtocolType protocol)
    {
        string doing = $"take port {port}";
        bool tcp = protocol == ProtocolType.Tcp;
        var end = new IPEndPoint(address, port);
        var socket = SocketName.Open(end, tcp ? Libc.SOCK_STREAM : Libc.SOCK_DGRAM, doing);
        try
        {
            if (tcp)
                SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1, doing);
            var name = SocketName.Of(end);
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
        SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 0, doing);
        Check(Libc.shutdown(socket, Libc.SHUT_RDWR), doing);
    }

    public void Dispose() => _socket.Dispose();
}
