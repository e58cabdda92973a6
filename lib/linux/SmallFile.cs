using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Reads and writes a file of the kernel's (proc, sys, cgroup), or one as small, in one call each.</summary>
public static class SmallFile
{
    /// <summary>All of the file; null when there is none.</summary>
    public static string? Find(string path)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (fd < 0)
            return Last($"read {path}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory) } failure ? throw failure : null;
        using var file = new FileDescriptor(fd);
        return Encoding.UTF8.GetString(ReadAll(file, path));
    }

    // What is larger is not what it was taken for: a device, or somebody's mistake.
    const int Most = 16 << 20;

    internal static byte[] ReadAll(FileDescriptor file, string path, int most = Most)
    {
        var content = new byte[4096];
        int length = 0;
        while (Check(Libc.read(file, content.AsSpan(length), content.Length - length), $"read {path}") is var size and > 0)
        {
            length += (int)size;
            if (length > most)
                throw new LinuxException($"read {path}: it holds more than {most >> 20} MiB", Errno.FileTooBig);
            if (length == content.Length)
                Array.Resize(ref content, 2 * length);
        }
        return content[..length];
    }

    /// <summary>Writes into a file that exists, in one write(2), as the kernel's own files want it.</summary>
    public static void Write(string path, string value)
    {
        using var file = new FileDescriptor(Check(Libc.open(path, Libc.O_WRONLY | Libc.O_CLOEXEC), $"write {path}"));
        var bytes = Encoding.UTF8.GetBytes(value);
        Check(Libc.write(file, bytes, bytes.Length), $"write {value.TrimEnd()} to {path}");
    }

    /// <summary>
    /// Makes the file, or writes over what it holds; for what can be done without after a crash. It is never emptied first: ext4 takes
    /// that for a replacement that must survive, and waits for the disk when the file is closed (2 ms).
    /// </summary>
    public static void Put(string path, string content, uint mode)
    {
        using var file = new FileDescriptor(Check(Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_CLOEXEC, mode), $"write {path}"));
        var bytes = Encoding.UTF8.GetBytes(content);
        Check(Libc.write(file, bytes, bytes.Length), $"write {path}");
        if (Size(path) > (ulong)bytes.Length)
            Check(Libc.ftruncate(file, bytes.Length), $"shorten {path}");
    }

    /// <summary>How many bytes the file holds; null when there is none.</summary>
    public static ulong? Size(string path) =>
        Libc.statx(Libc.AT_FDCWD, path, 0, Libc.STATX_BASIC_STATS, out var found) < 0 ? null : found.stx_size;

    /// <summary>Removes the file, if it is there.</summary>
    public static void Remove(string path)
    {
        if (Libc.unlink(path) < 0 && Last($"remove {path}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory) } failure)
            throw failure;
    }
}
