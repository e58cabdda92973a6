using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// An advisory lock by flock(2), the kind that the reference plugins take; .NET's own FileStream.Lock is fcntl(2)'s, which does not exclude it.
/// The kernel lets go of it when its holder dies.
/// </summary>
public sealed class FileLock : IDisposable
{
    readonly FileDescriptor _fd;

    FileLock(FileDescriptor fd) => _fd = fd;

    /// <summary>A process that is given this file holds the lock too, until the last of both has closed it.</summary>
    public FileDescriptor Descriptor => _fd;

    /// <summary>Waits for the lock. The file is made, empty, when it is missing; a folder can be locked too.</summary>
    public static FileLock Take(string path, uint mode = 0x180 /* 0600 */) => Wait(Open(path, mode), path, Libc.LOCK_EX);

    /// <summary>Waits for the lock on a network namespace, which nobody can open for writing.</summary>
    public static FileLock Take(NetNamespace of)
    {
        string path = $"/proc/self/fd/{of.Descriptor}";   // opened once more: a lock is an open file's, not a namespace's
        return Wait(new(Check(Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC), $"open {of.Path}")), of.Path, Libc.LOCK_EX);
    }

    /// <summary>The same lock for many at once: waits only while somebody has it alone.</summary>
    public static FileLock Share(string path, uint mode = 0x180) => Wait(Open(path, mode), path, Libc.LOCK_SH);

    static FileLock Wait(FileDescriptor held, string path, int kind)
    {
        while (Libc.flock(held, kind) < 0)
            if (Last($"lock {path}") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        return new FileLock(held);
    }

    /// <summary>Takes the lock if it is free now; null if another holds it.</summary>
    public static FileLock? TryTake(string path, uint mode = 0x180)
    {
        var held = Open(path, mode);
        if (Libc.flock(held, Libc.LOCK_EX | Libc.LOCK_NB) == 0)
            return new FileLock(held);
        var failure = Last($"lock {path}");
        held.Dispose();
        return failure.Errno == Errno.Again ? null : throw failure;
    }

    static FileDescriptor Open(string path, uint mode) => Directory.Exists(path)
        ? new(Check(Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC), $"open {path}"))
        : new(Check(Libc.open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, mode), $"open {path}"));

    public void Dispose() => _fd.Dispose();
}
