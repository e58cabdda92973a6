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

    /// <summary>Opens what is there for reading; null when nothing is.</summary>
    public static FileDescriptor? Find(string path)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd >= 0)
            return new(fd);
        return Last($"open {path}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory) } failure ? throw failure : null;
    }

    /// <summary>Opens what is there as a place only, neither for reading nor for writing.</summary>
    public static FileDescriptor OpenPath(string path) => new(Check(Libc.open(path, Libc.O_PATH | Libc.O_CLOEXEC), $"open {path}"));

    /// <summary>Opens a file, made when it is missing, for writing at its end.</summary>
    public static FileDescriptor Append(string path, uint mode = 0x1a4 /* 0644 */) =>
        new(Check(Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC, mode), $"open {path}"));

    /// <summary>Makes a file without a name, to be written and read: it is gone when it is closed.</summary>
    public static FileDescriptor Temporary(string folder) =>
        new(Check(Libc.open(folder, Libc.O_RDWR | Libc.O_TMPFILE | Libc.O_CLOEXEC, 0x180 /* 0600 */), $"make a file in {folder}"));

    /// <summary>Makes a file in memory, to be written and read: it is gone when it is closed.</summary>
    public static FileDescriptor Memory(string name) => new(Check(Libc.memfd_create(name, Libc.MFD_CLOEXEC), "make a file in memory"));

    /// <summary>Makes it a file of the next program's, too, under this number.</summary>
    public void PassOn(int number) =>
        Check(Number == number ? Libc.fcntl(this, Libc.F_SETFD, 0) : Libc.dup2(Number, number), $"pass a file on as {number}");

    /// <summary>A file that whoever started this process left open for it under this number; null when there is none, or it is one that this process has opened itself.</summary>
    public static FileDescriptor? PassedOn(int number)
    {
        var file = new FileDescriptor(number);
        int flags = Libc.fcntl(file, Libc.F_GETFD, 0);
        if (flags >= 0 && (flags & Libc.FD_CLOEXEC) == 0)
            return file;
        file.SetHandleAsInvalid();   // not ours to close
        return null;
    }

    /// <summary>How long the file is; null for what is no file, such as a pipe.</summary>
    public long? FileLength()
    {
        Check(Libc.statx(this, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var found), $"look at file {Number}");
        return (found.stx_mode & Libc.S_IFMT) == Libc.S_IFREG ? (long)found.stx_size : null;
    }

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

    /// <summary>Has reads and writes answer at once, by <see cref="TryRead"/> and <see cref="TryWrite"/>, where they would have to wait.</summary>
    public void DoNotWait() => Check(Libc.fcntl(this, Libc.F_SETFL, Libc.O_NONBLOCK), $"set file {Number} not to wait");

    /// <summary>Reads without waiting, of one that is set so: how many bytes came, 0 at the end, or when a terminal's other end is closed; null when there are none yet.</summary>
    public int? TryRead(Span<byte> into)
    {
        nint size = Libc.read(this, into, into.Length);
        if (size >= 0)
            return (int)size;
        return Last($"read file {Number}") switch
        {
            { Errno: Errno.Again or Errno.Interrupted } => null,
            { Errno: Errno.Io } => 0,
            var failure => throw failure,
        };
    }

    /// <summary>Writes as much as there is room for, to one that is set not to wait: how many bytes; null when nobody can read them any more.</summary>
    public int? TryWrite(ReadOnlySpan<byte> content)
    {
        nint size = Libc.write(this, content, content.Length);
        if (size >= 0)
            return (int)size;
        return Last($"write file {Number}") switch
        {
            { Errno: Errno.Again or Errno.Interrupted } => 0,
            { Errno: Errno.BrokenPipe or Errno.Io } => null,
            var failure => throw failure,
        };
    }

    /// <summary>Opens what is there for reading and writing.</summary>
    public static FileDescriptor OpenBoth(string path) => new(Check(Libc.open(path, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC), $"open {path}"));

    /// <summary>Writes all of it, even to one that somebody has set not to wait.</summary>
    public void WriteWaiting(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            nint size = Libc.write(this, content, content.Length);
            if (size >= 0)
                content = content[(int)size..];
            else if (Last($"write file {Number}") is var failure && failure.Errno == Errno.Again)
                AwaitRoom();
            else if (failure.Errno != Errno.Interrupted)
                throw failure;
        }
    }

    void AwaitRoom()
    {
        var poll = new Poll();
        poll.ForWriting(this);
        poll.Wait();
    }

    /// <summary>Reads at a place of a file, whose own position stays as it is: how many bytes came, 0 at the end.</summary>
    public int ReadAt(Span<byte> into, long offset)
    {
        nint size;
        while ((size = Libc.pread(this, into, into.Length, offset)) < 0)
            if (Last($"read file {Number}") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        return (int)size;
    }

    /// <summary>Writes all of it at a place of a file, whose own position stays as it is.</summary>
    public void WriteAt(ReadOnlySpan<byte> content, long offset)
    {
        while (content.Length > 0)
        {
            nint size = Libc.pwrite(this, content, content.Length, offset);
            if (size >= 0)
            {
                content = content[(int)size..];
                offset += size;
            }
            else if (Last($"write file {Number}") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        }
    }

    /// <summary>Makes a file this long; what is added is a hole.</summary>
    public void SetLength(long length) => Check(Libc.ftruncate(this, length), $"make file {Number} {length} bytes long");

    protected override bool ReleaseHandle() => Libc.close(Number) == 0;
}
