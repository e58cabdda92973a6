using Microsoft.Win32.SafeHandles;
using static Linux.LinuxException;

namespace Linux;

/// <summary>An open file descriptor that closes itself.</summary>
public sealed class FileDescriptor() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    public FileDescriptor(int fd) : this() => SetHandle(fd);

    public int Number => (int)handle;

    /// <summary>Opens what is there for reading.</summary>
    public static FileDescriptor Open(string path) => new(Check(Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC), $"open {path}"));

    /// <summary>Opens a file, made when it is missing, for writing at its end.</summary>
    public static FileDescriptor Append(string path, uint mode = 0x1a4 /* 0644 */) =>
        new(Check(Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC, mode), $"open {path}"));

    /// <summary>Makes a file, or empties the one that is there, for writing.</summary>
    public static FileDescriptor Create(string path, uint mode = 0x1a4 /* 0644 */) =>
        new(Check(Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC | Libc.O_CLOEXEC, mode), $"write {path}"));

    /// <summary>Reads once: how many bytes came, 0 at the end.</summary>
    public int Read(Span<byte> into)
    {
        nint size;
        while ((size = Libc.read(this, into, into.Length)) < 0)
            if (Last($"read file {Number}") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        return (int)size;
    }

    /// <summary>Writes all of it, in as many calls as the reader makes necessary.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            nint size = Libc.write(this, content, content.Length);
            if (size >= 0)
                content = content[(int)size..];
            else if (Last($"write file {Number}") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        }
    }

    protected override bool ReleaseHandle() => Libc.close(Number) == 0;
}
