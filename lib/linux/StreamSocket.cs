using static Linux.LinuxException;

namespace Linux;

/// <summary>Connections, of whatever family. Nothing here waits: <see cref="Poll"/> says when there is something to do.</summary>
public static class StreamSocket
{
    /// <summary>The next connection, which never makes its reader wait; null when there is none now.</summary>
    public static FileDescriptor? Accept(FileDescriptor listening)
    {
        int fd = Libc.accept4(listening, 0, 0, Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK);
        if (fd >= 0)
            return new FileDescriptor(fd);
        return Last("accept a connection") is { Errno: not (Errno.Again or Errno.Interrupted or Errno.ConnectionAborted) } failure ? throw failure : null;
    }

    /// <summary>Tells the other end that nothing more is to come.</summary>
    public static void EndWriting(FileDescriptor connection) => Check(Libc.shutdown(connection, Libc.SHUT_WR), "end a message");

    /// <summary>Reads without waiting: how many bytes came, 0 at the end; null when there are none yet.</summary>
    public static int? TryRead(FileDescriptor connection, Span<byte> into)
    {
        nint size = Libc.recv(connection, into, into.Length, Libc.MSG_DONTWAIT);
        if (size >= 0)
            return (int)size;
        return Last("read what was sent") is { Errno: not (Errno.Again or Errno.Interrupted) } failure ? throw failure : null;
    }

    /// <summary>Writes as much as there is room for, without waiting: how many bytes; null when the other end is gone.</summary>
    public static int? WriteSome(FileDescriptor connection, ReadOnlySpan<byte> content)
    {
        nint size = Libc.send(connection, content, content.Length, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL);
        if (size >= 0)
            return (int)size;
        return Last("write to a connection") switch
        {
            { Errno: Errno.Again or Errno.Interrupted } => 0,
            { Errno: Errno.BrokenPipe or Errno.ConnectionReset } => null,
            var failure => throw failure,
        };
    }

    /// <summary>Writes without waiting. False when the other end is gone, or has no room for all of it.</summary>
    public static bool TryWrite(FileDescriptor connection, ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            nint size = Libc.send(connection, content, content.Length, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL);
            if (size < 0)
                return false;
            content = content[(int)size..];
        }
        return true;
    }
}
