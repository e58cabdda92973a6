using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Stream sockets in the file system (unix(7)); what goes through them is <see cref="StreamSocket"/>'s.</summary>
public static class UnixSocket
{
    /// <summary>A path has to fit into struct sockaddr_un, with its NUL.</summary>
    public const int LongestPath = 107;

    /// <summary>Connects to who listens at the path. Throws with <see cref="Errno.NoEntry"/> or <see cref="Errno.ConnectionRefused"/> when nobody does.</summary>
    public static FileDescriptor Connect(string path)
    {
        string doing = $"connect to {path}";
        var socket = Open(doing, 0);
        try
        {
            var name = Name(path);
            Check(Libc.connect(socket, name, name.Length), doing);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Listens at a path for its owner to connect. A socket that nobody listens at any more is replaced; that somebody does is <see cref="Errno.AddressInUse"/>.</summary>
    public static FileDescriptor Listen(string path)
    {
        string doing = $"listen at {path}";
        if (IsListenedTo(path))
            throw new LinuxException(doing, Errno.AddressInUse);
        SmallFile.Remove(path);
        var socket = Open(doing, Libc.SOCK_NONBLOCK);
        try
        {
            var name = Name(path);
            Check(Libc.bind(socket, name, name.Length), doing);
            Check(Libc.fchmodat(Libc.AT_FDCWD, path, 0x180 /* 0600 */, 0), doing);
            Check(Libc.listen(socket, Libc.SOMAXCONN), doing);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket that listens already, and that this process was started with, by its number.</summary>
    public static FileDescriptor Adopt(int number)
    {
        var socket = new FileDescriptor(number);
        Check(Libc.fcntl(socket, Libc.F_SETFL, Libc.O_NONBLOCK), $"take socket {number} over");
        return socket;
    }

    static bool IsListenedTo(string path)
    {
        try
        {
            using var there = Connect(path);
            return true;
        }
        catch (LinuxException e) when (e.Errno is Errno.NoEntry or Errno.ConnectionRefused)
        {
            return false;
        }
    }

    /// <summary>The user who connected.</summary>
    public static uint PeerUser(FileDescriptor connection)
    {
        int size = Unsafe.SizeOf<Libc.UCred>();
        Check(Libc.getsockopt(connection, Libc.SOL_SOCKET, Libc.SO_PEERCRED, out Libc.UCred peer, ref size), "ask who is connected");
        return peer.uid;
    }

    /// <summary>Where a socket listens.</summary>
    public static string PathOf(FileDescriptor listening)
    {
        Span<byte> name = stackalloc byte[LongestPath + 3];
        int size = name.Length;
        Check(Libc.getsockname(listening, name, ref size), "ask where a socket listens");
        return Encoding.UTF8.GetString(name[2..Math.Clamp(size, 2, name.Length)]).TrimEnd('\0');
    }

    static FileDescriptor Open(string doing, int flags) => new(Check(Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC | flags, 0), doing));

    // struct sockaddr_un: the family, then the path with its NUL.
    static byte[] Name(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
            throw new LinuxException($"use the socket {path}", Errno.NameTooLong);
        var name = new byte[2 + Encoding.UTF8.GetByteCount(path) + 1];
        MemoryMarshal.Write(name, (ushort)Libc.AF_UNIX);
        Encoding.UTF8.GetBytes(path, name.AsSpan(2));
        return name;
    }
}
