using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A file that is complete before it gets its names (O_TMPFILE and linkat), so that nobody, even after a crash, ever finds half of it.
/// </summary>
public sealed class UnnamedFile : IDisposable
{
    readonly FileDescriptor? _file;   // null where the file system makes no files without names
    readonly byte[] _content;
    readonly uint _mode;

    UnnamedFile(FileDescriptor? file, byte[] content, uint mode) => (_file, _content, _mode) = (file, content, mode);

    /// <summary>Makes the file within the file system of a folder that exists.</summary>
    public static UnnamedFile Create(string folder, byte[] content, uint mode)
    {
        int fd = Libc.open(folder, Libc.O_WRONLY | Libc.O_TMPFILE | Libc.O_CLOEXEC, mode);
        if (fd >= 0)
        {
            var file = new FileDescriptor(fd);
            Write(file, content, folder);
            return new(file, content, mode);
        }
        // EISDIR is what kernels and file systems say that never heard of O_TMPFILE.
        return Last($"make a file in {folder}") is { Errno: not (Errno.NotSupported or Errno.IsDirectory) } failure
            ? throw failure
            : new(null, content, mode);
    }

    /// <summary>Gives the file a name, or one more. False when the name is taken.</summary>
    public bool TryLink(string path)
    {
        if (_file is null)
            return TryCreate(path);
        if (Libc.linkat(Libc.AT_FDCWD, $"/proc/self/fd/{_file.Number.ToString()}", Libc.AT_FDCWD, path, Libc.AT_SYMLINK_FOLLOW) == 0)
            return true;
        return Last($"make {path}") is { Errno: not Errno.Exists } failure ? throw failure : false;
    }

    bool TryCreate(string path)
    {
        int fd = Libc.open(path, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, _mode);
        if (fd < 0)
            return Last($"make {path}") is { Errno: not Errno.Exists } failure ? throw failure : false;
        using var file = new FileDescriptor(fd);
        Write(file, _content, path);
        return true;
    }

    static void Write(FileDescriptor file, ReadOnlySpan<byte> content, string where)
    {
        while (content.Length > 0)
            content = content[(int)Check(Libc.write(file, content, content.Length), $"write a file in {where}")..];
    }

    public void Dispose() => _file?.Dispose();
}
