using Linux;

namespace Hull.Monitor;

/// <summary>What onlookers want a process to read, in the order in which it came; each of them has one piece in it at most.</summary>
/// <param name="into">Null for a process that reads nothing: all is taken and lost.</param>
internal sealed class InputFeed(FileDescriptor? into)
{
    readonly Queue<Onlooker> _turns = [];
    bool _isClosed = into is null, _endsWhenEmpty;
    int _written;

    /// <summary>Whether something waits for the process to read.</summary>
    public bool IsWaiting => _turns.Count > 0;

    public void AddTo(Poll poll)
    {
        if (IsWaiting && !_isClosed)
            poll.ForWriting(into!);
    }

    public void Add(Onlooker from, byte[] content)
    {
        if (content.Length == 0 || from.Input.Length > 0)
            return;   // it did not wait for room
        from.Input = content;
        _turns.Enqueue(from);
        Write();
    }

    /// <summary>Nothing more is to be read, once what waits has been.</summary>
    public void End()
    {
        _endsWhenEmpty = true;
        Write();
    }

    /// <summary>Passes on what there is room for.</summary>
    public void Write()
    {
        while (_turns.TryPeek(out var from))
        {
            int? size = _isClosed ? null : into!.TryWrite(from.Input.AsSpan(_written));
            _isClosed |= size is null;   // the process reads no more, which is its own affair
            _written += size ?? 0;
            if (!_isClosed && _written < from.Input.Length)
            {
                if (size == 0)
                    return;
                continue;
            }
            _written = 0;
            from.Input = [];
            from.Add(FrameKind.Room);
            _turns.Dequeue();
        }
        if (!_endsWhenEmpty || _isClosed)
            return;
        _isClosed = true;
        into!.Dispose();
    }
}
