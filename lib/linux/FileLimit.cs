namespace Linux;

/// <summary>How many files this process may have open (RLIMIT_NOFILE): as many as it is allowed to allow itself, until this is disposed of.</summary>
/// <remarks>What is open then stays open. What is to leave the lower numbers to others goes <see cref="Above"/> them meanwhile.</remarks>
public sealed class FileLimit : IDisposable
{
    readonly ResourceLimit _before = ResourceLimit.Current(nameof(Libc.RLIMIT_NOFILE));

    FileLimit() => (_before with { Soft = _before.Hard }).Set();

    public static FileLimit Raise() => new();

    /// <summary>The same file under a number that the limit before did not allow; as it is, when there is none.</summary>
    public FileDescriptor Above(FileDescriptor file)
    {
        int fd = _before.Soft >= _before.Hard ? -1 : Libc.fcntl(file, Libc.F_DUPFD_CLOEXEC, (int)_before.Soft);
        if (fd < 0)
            return file;
        file.Dispose();
        return new(fd);
    }

    public void Dispose() => _before.Set();
}
