using System.Net;
using Linux;

namespace Hull.Names;

/// <summary>By a connection, for answers of any length: both ways the length stands before the message (RFC 1035 section 4.2.2).</summary>
internal sealed class ConnectionExchange : Exchange
{
    readonly FileDescriptor _socket;
    readonly MessageBuffer _received = new();
    bool _sent;

    public ConnectionExchange(byte[] question, IPEndPoint server) : base(question) => _socket = TcpSocket.Connect(server);

    public override FileDescriptor Descriptor => _socket;

    public override bool WantsToWrite => !_sent;

    public override byte[]? GoOn()
    {
        if (!_sent)
        {
            if (!StreamSocket.TryWrite(_socket, MessageBuffer.WithLength(Asked)))
                throw new LinuxException("ask a name server", Errno.ConnectionRefused);
            _sent = true;
            return null;
        }
        if (!_received.Fill(_socket))
            throw new LinuxException("hear from a name server", Errno.ConnectionReset);
        while (_received.Next() is { } message)
            if (IsAnswer(message))
                return message;
        return null;
    }

    public override void Dispose() => _socket.Dispose();
}
