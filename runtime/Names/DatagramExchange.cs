using System.Net;
using Linux;

namespace Hull.Names;

/// <summary>By a datagram.</summary>
internal sealed class DatagramExchange : Exchange
{
    readonly UdpSocket _socket;

    public DatagramExchange(byte[] question, IPEndPoint server) : base(question)
    {
        _socket = UdpSocket.Connect(server);
        _socket.TrySend(Asked);
    }

    public override FileDescriptor Descriptor => _socket.Descriptor;

    public override byte[]? GoOn()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (_socket.TryReceive(buffer) is var (size, _))
            if (IsAnswer(buffer[..size]))
                return buffer[..size].ToArray();
        return null;
    }

    public override void Dispose() => _socket.Dispose();
}
