using Linux;

namespace Hull.Network;

/// <summary>A client's connection and the one to the container that answers it. What comes from one goes to the other, each way by a pipe.</summary>
internal sealed class ForwardedConnection(FileDescriptor client, FileDescriptor container) : IDisposable
{
    const int AtOnce = 65536;   // what a pipe holds

    sealed class Way(FileDescriptor from, FileDescriptor to) : IDisposable
    {
        readonly Pipe _pipe = new();
        int _held;
        bool _ended;

        public bool IsDone { get; private set; }
        public bool WantsToRead => _held == 0 && !_ended;
        public bool WantsToWrite => _held > 0;

        public void Move()
        {
            while (!IsDone)
            {
                if (WantsToRead && Pipe.TryMove(from, _pipe.Writer, AtOnce) is { } came)
                    (_held, _ended) = (came, came == 0);
                if (_held > 0 && Pipe.TryMove(_pipe.Reader, to, _held) is { } went)
                    _held -= went;
                else if (!_ended || _held > 0)
                    return;
                if (!_ended || _held > 0)
                    continue;
                StreamSocket.EndWriting(to);
                IsDone = true;
            }
        }

        public void Dispose() => _pipe.Dispose();
    }

    readonly Way _there = new(client, container), _back = new(container, client);
    bool _begun, _isConnected;

    public FileDescriptor Client => client;
    public FileDescriptor Container => container;

    /// <summary>Moves what can be moved now. False when both have said all.</summary>
    public bool Move()
    {
        // Not yet connected at the first look; at the next one, which an event is the reason for, it is, or never will be.
        if (!_isConnected && TcpSocket.PeerOf(container) is null)
            return !_begun && (_begun = true);
        _isConnected = true;
        _there.Move();
        _back.Move();
        return !_there.IsDone || !_back.IsDone;
    }

    /// <summary>Says what is to be waited for until the next move; nothing, when there is none.</summary>
    public void Watch(Epoll epoll, bool goesOn)
    {
        epoll.Watch(client, goesOn && _isConnected && _there.WantsToRead, goesOn && _back.WantsToWrite);
        epoll.Watch(container, goesOn && _isConnected && _back.WantsToRead, goesOn && (!_isConnected || _there.WantsToWrite));
    }

    public void Dispose()
    {
        _there.Dispose();
        _back.Dispose();
        client.Dispose();
        container.Dispose();
    }
}
