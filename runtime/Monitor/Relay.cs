using Linux;

namespace Hull.Monitor;

/// <summary>
/// Carries bytes between a container's process and whoever looks on, until the process has ended and all it wrote has arrived.
/// One thread does it all; when the reader is slow the container waits, as with any pipe.
/// </summary>
internal sealed class Relay(Streams streams, FileDescriptor ended)
{
    readonly Poll _poll = new();
    readonly byte[] _buffer = new byte[32768];
    bool _outputOpen = true, _errorOpen = true, _hasEnded;

    /// <summary>What is to be read by the process; null when nothing is, or no more.</summary>
    public FileDescriptor? Input { get; set; }

    /// <summary>Gets what the process writes to its standard output.</summary>
    public required Action<ReadOnlySpan<byte>> Output { get; init; }

    /// <summary>Gets what the process writes to its standard error.</summary>
    public required Action<ReadOnlySpan<byte>> Error { get; init; }

    public void Run()
    {
        while (_outputOpen || _errorOpen || !_hasEnded)
        {
            bool canFeed = Watch();
            // Whoever else holds the far ends when the process is gone can hold them for ever: only what is there now is still fetched.
            bool any = _hasEnded ? _poll.Wait(TimeSpan.Zero) : _poll.Wait(Timeout.InfiniteTimeSpan);
            if (!any)
                return;
            if (_outputOpen && _poll.IsReady(streams.Output))
                _outputOpen = Carry(streams.Output, Output);
            if (_errorOpen && _poll.IsReady(streams.Error))
                _errorOpen = Carry(streams.Error, Error);
            if (canFeed)
                Feed();
            _hasEnded |= !_hasEnded && _poll.IsReady(ended);
        }
    }

    // Input is only asked for once there is room for it: then neither side of the relay can hold up the other.
    bool Watch()
    {
        _poll.Clear();
        if (_outputOpen)
            _poll.ForReading(streams.Output);
        if (_errorOpen)
            _poll.ForReading(streams.Error);
        if (!_hasEnded)
            _poll.ForReading(ended);
        if (Input is null || _hasEnded)
            return false;
        var room = new Poll();
        room.ForWriting(streams.Input!);
        if (room.Wait(TimeSpan.Zero))
            _poll.ForReading(Input);
        else
            _poll.ForWriting(streams.Input!);
        return true;
    }

    bool Carry(FileDescriptor from, Action<ReadOnlySpan<byte>> to)
    {
        int size = from.Read(_buffer);
        to(_buffer.AsSpan(0, size));
        return size > 0;
    }

    void Feed()
    {
        const int alwaysFits = 4096;   // PIPE_BUF: a pipe that has room has room for this much
        if (!_poll.IsReady(Input!))
            return;
        int size = Input!.Read(_buffer.AsSpan(0, alwaysFits));
        if (size > 0 && TryFeed(_buffer.AsSpan(0, size)))
            return;
        streams.Input!.Dispose();
        Input = null;
    }

    bool TryFeed(ReadOnlySpan<byte> content)
    {
        try
        {
            streams.Input!.Write(content);
            return true;
        }
        catch (LinuxException e) when (e.Errno == Errno.BrokenPipe)
        {
            return false;   // the process reads no more, which is its own affair
        }
    }
}
