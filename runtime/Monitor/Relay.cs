using Linux;

namespace Hull.Monitor;

/// <summary>
/// Carries bytes between a container's process, its log and whoever looks on, until the process has ended and all it wrote has arrived. One thread does it all.
/// </summary>
internal sealed class Relay
{
    readonly Streams _streams;
    readonly FileDescriptor _ended;
    readonly Audience _audience;
    readonly InputFeed _feed;
    readonly Poll _poll = new();
    readonly byte[] _buffer = new byte[FrameReader.Longest];
    bool _outputOpen, _errorOpen, _hasEnded;

    public Relay(Streams streams, FileDescriptor ended, Audience audience)
    {
        (_streams, _ended, _audience) = (streams, ended, audience);
        _feed = new(streams.Input);
        (_outputOpen, _errorOpen) = (streams.Output is not null, streams.Error is not null);
        audience.Heard = Hear;
    }

    /// <summary>The log: gets what the process writes, before anybody who looks on.</summary>
    public Action<ReadOnlySpan<byte>> Output { get; init; } = _ => { };

    /// <inheritdoc cref="Output"/>
    public Action<ReadOnlySpan<byte>> Error { get; init; } = _ => { };

    /// <summary>Whether the process's input ends with an onlooker's. A container that was left to itself reads on, for the next who comes.</summary>
    public bool InputEnds { get; init; }

    public void Run()
    {
        while (_outputOpen || _errorOpen || !_hasEnded)
        {
            // Who looks on and is behind holds the process up, but only for so long.
            bool canCarry = !_audience.IsFull;
            Watch(canCarry);
            // Whoever else holds the far ends when the process is gone can hold them for ever: only what is there now is still fetched.
            bool any = _poll.Wait(_hasEnded && canCarry ? TimeSpan.Zero : _audience.Patience);
            if (!any && _hasEnded && canCarry)
                return;
            if (canCarry && _outputOpen && _poll.IsReady(_streams.Output!))
                _outputOpen = Carry(_streams.Output!, Output, FrameKind.Output);
            if (canCarry && _errorOpen && _poll.IsReady(_streams.Error!))
                _errorOpen = Carry(_streams.Error!, Error, FrameKind.Error);
            _feed.Write();
            _hasEnded |= !_hasEnded && _poll.IsReady(_ended);
            _audience.Serve(_poll);
        }
    }

    void Watch(bool canCarry)
    {
        _poll.Clear();
        if (canCarry && _outputOpen)
            _poll.ForReading(_streams.Output!);
        if (canCarry && _errorOpen)
            _poll.ForReading(_streams.Error!);
        if (_hasEnded && canCarry)
            return;
        if (!_hasEnded)
        {
            _poll.ForReading(_ended);
            _feed.AddTo(_poll);
        }
        _audience.AddTo(_poll);
    }

    bool Carry(FileDescriptor from, Action<ReadOnlySpan<byte>> log, FrameKind kind)
    {
        if (from.TryRead(_buffer) is not { } size)
            return true;
        var piece = _buffer.AsSpan(0, size);
        log(piece);   // an empty one is the stream's end
        if (size > 0)
            _audience.Tell(kind, piece);
        return size > 0;
    }

    void Hear(Onlooker from, FrameKind kind, byte[] content)
    {
        if (kind == FrameKind.Input)
            _feed.Add(from, content);
        else if (kind == FrameKind.EndOfInput && InputEnds && _streams.Terminal is null)
            _feed.End();
        else if (kind == FrameKind.Size && content.Length == 4 && _streams.Terminal is { } terminal)
            new TerminalSize(BitConverter.ToUInt16(content), BitConverter.ToUInt16(content, 2)).Set(terminal);
    }
}
