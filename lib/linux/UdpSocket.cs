using System.Net;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Datagrams over IP (udp(7)). Nothing here waits: <see cref="Poll"/> says when there is something to read.</summary>
public sealed class UdpSocket : IDisposable
{
    /// <param name="descriptor">A socket that receives already, without waiting, and is closed with this.</param>
    public UdpSocket(FileDescriptor descriptor) => Descriptor = descriptor;

    /// <summary>Readable, for poll(2), when a datagram is there, or the answer that nobody listens where one went.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>A socket that receives what is sent to an address and port of the calling thread's namespace. Port 0 is any that is free.</summary>
    public static UdpSocket Bind(IPEndPoint at) => Open(at, $"receive at {at}", Libc.bind);

    /// <summary>A socket, at a port of the kernel's choice, that exchanges datagrams with one other end only.</summary>
    public static UdpSocket Connect(IPEndPoint to) => Open(to, $"send to {to}", Libc.connect);

    delegate int Naming(FileDescriptor socket, ReadOnlySpan<byte> name, int size);

    static UdpSocket Open(IPEndPoint end, string doing, Naming call)
    {
        var socket = SocketName.Open(end, Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK, doing);
        try
        {
            var name = SocketName.Of(end);
            Check(call(socket, name, name.Length), doing);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next datagram; null when there is none yet. One that is longer than the buffer is cut off.</summary>
    public (int Size, IPEndPoint From)? TryReceive(Span<byte> into)
    {
        Span<byte> name = stackalloc byte[SocketName.Longest];
        int nameSize = name.Length;
        nint size = Libc.recvfrom(Descriptor, into, into.Length, 0, name, ref nameSize);
        if (size >= 0)
            return ((int)size, SocketName.Read(name));
        return Last("receive a datagram") is { Errno: not (Errno.Again or Errno.Interrupted) } failure ? throw failure : null;
    }

    /// <summary>Sends to the end that this is connected with. False when it cannot be sent now: then it is lost, as datagrams may be.</summary>
    public bool TrySend(ReadOnlySpan<byte> datagram) => Libc.send(Descriptor, datagram, datagram.Length, Libc.MSG_NOSIGNAL) >= 0;

    /// <inheritdoc cref="TrySend(ReadOnlySpan{byte})"/>
    public bool TrySend(ReadOnlySpan<byte> datagram, IPEndPoint to)
    {
        var name = SocketName.Of(to);
        return Libc.sendto(Descriptor, datagram, datagram.Length, Libc.MSG_NOSIGNAL, name, name.Length) >= 0;
    }

    public void Dispose() => Descriptor.Dispose();
}
