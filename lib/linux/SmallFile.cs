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

    internal static byte[] ReadAll(FileDescriptor file, string path)
    {
        var content = new byte[4096];
        int length = 0;
        while (Check(Libc.read(file, content.AsSpan(length), content.Length - length), $"read {path}") is var size and > 0)
        {
            length += (int)size;
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
}
