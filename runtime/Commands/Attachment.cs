using System.Runtime.InteropServices;
using Hull.Monitor;
using Linux;

namespace Hull.Commands;

/// <summary>
/// This command's side of a control socket: what the process writes is shown, what is typed is passed on, and so are the sizes of our terminal. A terminal that was
/// set to pass all keys on is as it was again, however this ends.
/// </summary>
internal sealed class Attachment(FileDescriptor socket)
{
    readonly FrameReader _frames = new();
    readonly byte[] _buffer = new byte[FrameReader.Longest];
    bool _mayType, _outputIsRead = true, _errorIsRead = true, _isDetached;
    int? _exitCode;

    /// <summary>Whether the process has a terminal.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether what we read is for the process.</summary>
    public bool WithInput { get; set; }

    /// <summary>The keys that leave it. They count only where there is a terminal.</summary>
    public DetachKeys Keys { get; init; } = DetachKeys.Parse(null);

    /// <summary>Whether this is one of several looks at a terminal that shows something already, and that it should show again.</summary>
    public bool WantsRedraw { get; init; }

    /// <summary>Whether, where a file or a pipe gets what is shown, the process waits for that as it would in a pipeline, however long it takes.</summary>
    public bool IsWaitedFor { get; init; } = true;

    /// <summary>It was left by the keys that do so.</summary>
    public bool IsDetached => _isDetached;

    /// <summary>Call it where a terminal's keys are for the process.</summary>
    public static void NeedTerminal()
    {
        if (!Stdio.InputIsTerminal)
            throw new HullException("the input device is not a TTY", exitCode: 1);
    }

    /// <summary>What has to be known at the other end before the process starts.</summary>
    public void Introduce()
    {
        if (IsWaitedFor && !Stdio.OutputIsTerminal)
            Send(FrameKind.Patience);
        if (!IsTerminal || Size() is not { } size)
            return;
        if (WantsRedraw)
            Send(FrameKind.Size, Pack(new((ushort)(size.Rows + 1), (ushort)(size.Columns + 1))));   // a size that stays the same is no news
        Send(FrameKind.Size, Pack(size));
    }

    /// <summary>Shows and passes on until the end. Its exit code; null when it was left, or the other end is gone without a word.</summary>
    public int? Run()
    {
        bool isRaw = IsTerminal && WithInput && Stdio.InputIsTerminal;
        var raw = isRaw ? new RawTerminal(Stdio.Input) : null;
        try
        {
            using var ends = isRaw ? new RestoringSignals(raw!) : null;
            using var resized = new Pipe();
            using var window = IsTerminal ? PosixSignalRegistration.Create((PosixSignal)(int)Signal.WindowChange, _ => resized.Writer.Write([0])) : null;
            Relay(resized.Reader);
            raw?.Dispose();
            return _exitCode;
        }
        catch
        {
            raw?.Dispose();   // not in a finally: those are left out when nobody catches what was thrown
            throw;
        }
    }

    void Relay(FileDescriptor resized)
    {
        var poll = new Poll();
        while (_exitCode is null && !_isDetached)
        {
            bool reads = WithInput && _mayType;
            poll.Clear();
            poll.ForReading(socket);
            poll.ForReading(resized);
            if (reads)
                poll.ForReading(Stdio.Input);
            poll.Wait();
            if (poll.IsReady(1))
                Resize(resized);
            if (reads && poll.IsReady(2))
                Type();
            if (poll.IsReady(0) && !Hear())
                return;
        }
    }

    bool Hear()
    {
        bool isThere = _frames.Fill(socket);
        while (_frames.Next(out var kind, out var content))
            if (kind == FrameKind.Output)
                Show(Stdio.Output, content, ref _outputIsRead);
            else if (kind == FrameKind.Error)
                Show(Stdio.Error, content, ref _errorIsRead);
            else if (kind == FrameKind.Room)
                _mayType = true;
            else if (kind == FrameKind.Ended)
                _exitCode = BitConverter.ToInt32(content);
        return isThere;
    }

    static void Show(FileDescriptor stream, ReadOnlySpan<byte> content, ref bool isRead)
    {
        try
        {
            if (isRead)
                stream.WriteWaiting(content);
        }
        catch (LinuxException e) when (e.Errno is Errno.BrokenPipe or Errno.Io)
        {
            isRead = false;   // nobody reads it any more; the container goes on
        }
    }

    void Type()
    {
        int size = ReadInput();
        if (size == 0)
        {
            WithInput = false;
            Send(FrameKind.EndOfInput);
            return;
        }
        var typed = IsTerminal ? Keys.Pass(_buffer.AsSpan(0, size), out _isDetached) : _buffer.AsSpan(0, size);
        if (typed.Length > 0)
        {
            _mayType = false;
            Send(FrameKind.Input, typed);
        }
        if (_isDetached)
            Send(FrameKind.Leave);
    }

    // Our terminal may be gone, or there may be no standard input at all: then there is nothing to read.
    int ReadInput()
    {
        try
        {
            return Stdio.Input.Read(_buffer);
        }
        catch (LinuxException e) when (e.Errno is Errno.Io or Errno.BadDescriptor)
        {
            return 0;
        }
    }

    void Resize(FileDescriptor resized)
    {
        resized.Read(new byte[64]);
        if (Size() is { } size)
            Send(FrameKind.Size, Pack(size));
    }

    /// <summary>Of our own terminal; null when there is none.</summary>
    public static TerminalSize? Size() => TerminalSize.Of(Stdio.Output) ?? TerminalSize.Of(Stdio.Input);

    static byte[] Pack(TerminalSize size) => [.. BitConverter.GetBytes(size.Rows), .. BitConverter.GetBytes(size.Columns)];

    void Send(FrameKind kind, ReadOnlySpan<byte> content = default)
    {
        try
        {
            socket.Write(FrameReader.Pack(kind, content));
        }
        catch (LinuxException e) when (e.Errno is Errno.BrokenPipe or Errno.ConnectionReset)
        {
            return;   // what it said last is still to be read
        }
    }
}
