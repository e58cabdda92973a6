using static Linux.LinuxException;

namespace Linux;

/// <summary>A pipe: what is written at one end is read at the other. Neither end survives an execve.</summary>
public sealed class Pipe : IDisposable
{
    public FileDescriptor Reader { get; }
    public FileDescriptor Writer { get; }

    public Pipe()
    {
        Span<int> ends = stackalloc int[2];
        Check(Libc.pipe2(ends, Libc.O_CLOEXEC), "make a pipe");
        (Reader, Writer) = (new FileDescriptor(ends[0]), new FileDescriptor(ends[1]));
    }

    /// <summary>Moves bytes from a file to another, one of them a pipe's end, without reading them and without waiting: how many, 0 at the end; null when there are none, or no room.</summary>
    public static int? TryMove(FileDescriptor from, FileDescriptor to, int most)
    {
        nint size = Libc.splice(from, 0, to, 0, (nuint)most, Libc.SPLICE_F_NONBLOCK);
        if (size >= 0)
            return (int)size;
        return Last("move what was sent") is { Errno: not (Errno.Again or Errno.Interrupted) } failure ? throw failure : null;
    }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}
