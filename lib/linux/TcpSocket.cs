using System.Net;
using static Linux.LinuxException;

namespace Linux;

/// <summary>The ends of TCP connections (tcp(7)); what goes through them is <see cref="StreamSocket"/>'s.</summary>
public static class TcpSocket
{
    /// <summary>Listens at an address and port of the calling thread's namespace.</summary>
    public static FileDescriptor Listen(IPEndPoint at)
    {
        string doing = $"listen at {at}";
        var socket = SocketName.Open(at, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK, doing);
        try
        {
            // Without it, connections that ended lately keep the port busy.
            SocketName.Set(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1, doing);
            var name = SocketName.Of(at);
            Check(Libc.bind(socket, name, name.Length), doing);
            Check(Libc.listen(socket, Libc.SOMAXCONN), doing);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Begins to connect: once it can be written to, it is connected or has failed, which reading or writing then tells.</summary>
    public static FileDescriptor Connect(IPEndPoint to)
    {
        string doing = $"connect to {to}";
        var socket = SocketName.Open(to, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK, doing);
        var name = SocketName.Of(to);
        if (Libc.connect(socket, name, name.Length) == 0 || Last(doing) is not { Errno: not Errno.InProgress } failure)
            return socket;
        socket.Dispose();
        throw failure;
    }

    /// <summary>The other end of a connection; null when it is gone.</summary>
    public static IPEndPoint? PeerOf(FileDescriptor connection)
    {
        Span<byte> name = stackalloc byte[SocketName.Longest];
        int size = name.Length;
        return Libc.getpeername(connection, name, ref size) == 0 ? SocketName.Read(name) : null;
    }
}
