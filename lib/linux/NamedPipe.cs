using static Linux.LinuxException;

namespace Linux;

/// <summary>A pipe that is found by its path (fifo(7)).</summary>
public static class NamedPipe
{
    /// <summary>Makes it, root's alone, and opens both of its ends in one: nobody who opens it later has to wait for another.</summary>
    public static FileDescriptor Make(string path)
    {
        Check(Libc.mkfifo(path, 0x180 /* 0600 */), $"make pipe {path}");
        return new(Check(Libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC), $"open pipe {path}"));
    }

    /// <summary>Opens the end that is read, whether or not somebody writes.</summary>
    public static FileDescriptor OpenReader(string path)
    {
        var reader = new FileDescriptor(Check(Libc.open(path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC), $"open pipe {path}"));
        Check(Libc.fcntl(reader, Libc.F_SETFL, 0), $"open pipe {path}");   // from here on reading waits
        return reader;
    }

    /// <summary>Opens the end that is written to; null when nobody reads.</summary>
    public static FileDescriptor? OpenWriter(string path)
    {
        int fd = Libc.open(path, Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (fd >= 0)
            return new(fd);
        return Last($"open pipe {path}") is { Errno: not Errno.NoSuchDeviceOrAddress } failure ? throw failure : null;
    }
}
