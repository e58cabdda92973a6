using System.Buffers.Binary;
using Linux;

namespace Hull.Monitor;

/// <summary>What goes through a control socket, each with its length before it.</summary>
internal enum FrameKind : byte
{
    /// <summary>From the onlooker: what is to be read by the process. Not before there is <see cref="Room"/> for it.</summary>
    Input = (byte)'i',

    /// <summary>From the onlooker: there is nothing more to be read.</summary>
    EndOfInput = (byte)'e',

    /// <summary>From the onlooker: how large its terminal is, rows and columns.</summary>
    Size = (byte)'s',

    /// <summary>From the onlooker: it goes, and does not mind what becomes of the process.</summary>
    Leave = (byte)'l',

    /// <summary>From the onlooker: it is to be waited for, however slow it is, as the reader of a pipe is.</summary>
    Patience = (byte)'p',

    /// <summary>To the onlooker: its last input has been passed on, or it may send the first.</summary>
    Room = (byte)'r',

    /// <summary>To the onlooker: what was written to standard output, or to the terminal.</summary>
    Output = (byte)'1',

    /// <summary>To the onlooker: what was written to standard error.</summary>
    Error = (byte)'2',

    /// <summary>To the onlooker, the last: it has ended, with this exit code.</summary>
    Ended = (byte)'x',
}

/// <summary>Takes frames out of what comes through a socket, whole ones only.</summary>
internal sealed class FrameReader
{
    const int Head = 5;

    /// <summary>The most that one frame holds.</summary>
    public const int Longest = 32768;

    byte[] _buffer = new byte[1024];
    int _start, _end;

    /// <summary>The bytes of a frame, with its head, one after the other in a buffer that is to be sent.</summary>
    public static byte[] Pack(FrameKind kind, ReadOnlySpan<byte> content = default)
    {
        var frame = new byte[Head + content.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(1), content.Length);
        content.CopyTo(frame.AsSpan(Head));
        return frame;
    }

    /// <summary>Reads what has come, without waiting. False when the other end is gone, or speaks otherwise.</summary>
    public bool Fill(FileDescriptor socket)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end >= Head && (uint)Length > Longest)
            return false;
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(2 * _end, Head + Longest));
        try
        {
            int? size = StreamSocket.TryRead(socket, _buffer.AsSpan(_end));
            _end += size ?? 0;
            return size != 0;
        }
        catch (LinuxException e) when (e.Errno == Errno.ConnectionReset)
        {
            return false;
        }
    }

    /// <summary>The next frame, if all of it has come.</summary>
    public bool Next(out FrameKind kind, out ReadOnlySpan<byte> content)
    {
        kind = default;
        content = default;
        if (_end - _start < Head || Length is var length && (uint)length > Longest || _end - _start < Head + length)
            return false;
        kind = (FrameKind)_buffer[_start];
        content = _buffer.AsSpan(_start + Head, length);
        _start += Head + length;
        return true;
    }

    int Length => BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start + 1));
}
