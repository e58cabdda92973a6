using System.Diagnostics;
using Linux;

namespace Hull.Monitor;

/// <summary>
/// Somebody who looks on, at the other end of a control socket. What one does not take at once waits for it, but no more than so much: then the container has to
/// wait too, as with a pipe; and one that takes nothing at all for a while is let go, so that nobody who left a terminal stopped holds a container up for ever.
/// </summary>
internal sealed class Onlooker(FileDescriptor socket) : IDisposable
{
    const int Most = 256 * 1024;
    /// <summary>One that takes nothing for so long is let go.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    readonly FrameReader _frames = new();
    byte[] _waiting = [];
    int _start, _end;
    long _lastTaken;

    public FileDescriptor Socket => socket;

    /// <summary>Whether it is still there.</summary>
    public bool IsHere { get; private set; } = true;

    /// <summary>It said that it goes; one that does not was killed, or its machine was.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Waited for without end.</summary>
    public bool IsPatient { get; private set; }

    /// <summary>What it wants the process to read and that has not been passed on yet.</summary>
    public byte[] Input { get; set; } = [];

    public bool HasMore => _end > _start;

    /// <summary>Nothing more may be added before it has taken some.</summary>
    public bool IsFull => IsHere && _end - _start >= Most;

    /// <summary>How long it may still take nothing; without end when nothing waits, or when it is waited for.</summary>
    public TimeSpan Patience => !IsFull || IsPatient ? Timeout.InfiniteTimeSpan
        : LongestWait - Stopwatch.GetElapsedTime(_lastTaken) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Add(FrameKind kind, ReadOnlySpan<byte> content = default)
    {
        if (!IsHere)
            return;
        if (!HasMore)
            _lastTaken = Stopwatch.GetTimestamp();
        var frame = FrameReader.Pack(kind, content);
        Reserve(frame.Length);
        frame.CopyTo(_waiting, _end);
        _end += frame.Length;
        Flush();
    }

    void Reserve(int size)
    {
        if (_end + size <= _waiting.Length)
            return;
        var old = _waiting.AsSpan(_start, _end - _start);
        var room = old.Length + size <= _waiting.Length ? _waiting : new byte[Math.Max(4096, 2 * (old.Length + size))];
        old.CopyTo(room);
        (_waiting, _start, _end) = (room, 0, old.Length);
    }

    /// <summary>Sends what it takes now.</summary>
    public void Flush()
    {
        while (IsHere && HasMore)
            if (StreamSocket.WriteSome(socket, _waiting.AsSpan(_start, _end - _start)) is not { } size)
                Close();
            else if (size == 0)
                return;
            else
                (_start, _lastTaken) = (_start + size, Stopwatch.GetTimestamp());
        (_waiting, _start, _end) = ([], 0, 0);   // a monitor lives long, and few look on
    }

    /// <summary>Reads what it says, and gives each frame to <paramref name="heard"/>.</summary>
    public void Listen(Action<Onlooker, FrameKind, byte[]> heard)
    {
        if (!_frames.Fill(socket))
            Close();
        while (_frames.Next(out var kind, out var content))
        {
            HasLeft |= kind == FrameKind.Leave;
            IsPatient |= kind == FrameKind.Patience;
            heard(this, kind, content.ToArray());
        }
    }

    public void Close()
    {
        if (!IsHere)
            return;
        IsHere = false;
        socket.Dispose();
    }

    public void Dispose() => Close();
}
