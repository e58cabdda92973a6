using System.Runtime.InteropServices;
using Hull.Monitor;
using Linux;

namespace Hull.Oci;

/// <summary>
/// The terminal of a process, which makes it in its container. The other end goes to whoever listens at --console-socket; without that it is shown in our own
/// terminal, and what is typed there goes to the process.
/// </summary>
internal sealed class OciTerminal : IDisposable
{
    readonly FileDescriptor? _listener;
    readonly SocketPair? _pair;
    readonly byte[] _buffer = new byte[4096], _keys = new byte[4096];
    ReadOnlyMemory<byte> _typed;
    bool _isRead = true;

    OciTerminal(FileDescriptor? listener) => (_listener, _pair) = (listener, listener is null ? new() : null);

    /// <summary>Null for a process that is to have none.</summary>
    /// <param name="leaves">Whether we end before the process does.</param>
    public static OciTerminal? For(OciArguments args, bool wanted, bool leaves)
    {
        string? socket = args.Value("console-socket") is { Length: > 0 } path ? path : null;
        if (!wanted)
            return socket is null ? null : throw new HullException("--console-socket is of no use to a process without a terminal: set process.terminal, or leave it out", exitCode: 1);
        if (socket is null && leaves)
            throw new HullException("the process is to have a terminal, and nobody would hold its other end: --console-socket says who is to", exitCode: 1);
        return new(socket is null ? null : UnixSocket.Connect(socket));
    }

    /// <summary>How large it is to be from the beginning, where ours is what shows it.</summary>
    public TerminalSize? Size => _pair is null ? null : Commands.Attachment.Size();

    /// <summary>Until it has made the terminal its standard input is the socket by which it sends the other end.</summary>
    public Spawn GiveTo(Spawn init) => init.With(0, _listener ?? _pair!.Theirs).With(1, Stdio.Output).With(2, Stdio.Error);

    /// <summary>To be called once the process has been started.</summary>
    public void CloseFarEnd()
    {
        _listener?.Dispose();
        _pair?.Theirs.Dispose();
    }

    /// <summary>Shows it until the process has ended; nothing is to be shown where somebody else has it.</summary>
    public void Show(Launcher process)
    {
        if (_pair is null || SocketPair.Receive(_pair.Ours) is not { } received)
            return;
        using var terminal = received;
        terminal.DoNotWait();
        using var resized = new Pipe();
        using var window = PosixSignalRegistration.Create((PosixSignal)(int)Signal.WindowChange, _ => resized.Writer.Write([0]));
        var raw = Stdio.InputIsTerminal ? new RawTerminal(Stdio.Input) : null;
        try
        {
            Resize(terminal);
            Relay(terminal, process.Ended, resized.Reader);
        }
        finally
        {
            raw?.Dispose();
        }
    }

    static void Resize(FileDescriptor terminal)
    {
        if (Commands.Attachment.Size() is { } size)
            size.Set(terminal);
    }

    void Relay(FileDescriptor terminal, FileDescriptor ended, FileDescriptor resized)
    {
        var poll = new Poll();
        bool hasEnded = false, reads = true, shows = true;
        while (shows || !hasEnded)
        {
            poll.Clear();
            if (shows)
                poll.ForReading(terminal);
            if (!hasEnded)
            {
                poll.ForReading(ended);
                poll.ForReading(resized);
                if (!_typed.IsEmpty)
                    poll.ForWriting(terminal);
                else if (reads)
                    poll.ForReading(Stdio.Input);
            }
            // Whoever else still has the terminal when the process is gone may have it for ever: only what is there now is still shown.
            if (!poll.Wait(hasEnded ? TimeSpan.Zero : Timeout.InfiniteTimeSpan))
                return;
            if (poll.IsReady(resized))
                Resize(terminal, resized);
            if (poll.IsReady(terminal))
            {
                Pass(terminal);
                shows = shows && Show(terminal);
            }
            if (poll.IsReady(Stdio.Input))
                reads = Type();
            hasEnded |= poll.IsReady(ended);
        }
    }

    void Resize(FileDescriptor terminal, FileDescriptor resized)
    {
        resized.Read(_buffer);
        Resize(terminal);
    }

    bool Show(FileDescriptor terminal)
    {
        if (terminal.TryRead(_buffer) is not { } size)
            return true;
        try
        {
            if (_isRead)
                Stdio.Output.WriteWaiting(_buffer.AsSpan(0, size));
        }
        catch (LinuxException e) when (e.Errno is Errno.BrokenPipe or Errno.Io)
        {
            _isRead = false;   // nobody looks at it any more; the process goes on
        }
        return size > 0;
    }

    bool Type()
    {
        int size = Stdio.Input.Read(_keys);
        _typed = _keys.AsMemory(0, size);
        return size > 0;
    }

    // What nobody can read any more is lost.
    void Pass(FileDescriptor terminal) => _typed = terminal.TryWrite(_typed.Span) is { } size ? _typed[size..] : default;

    public void Dispose()
    {
        CloseFarEnd();
        _pair?.Dispose();
    }
}
