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

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}
