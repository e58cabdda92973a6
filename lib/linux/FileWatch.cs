using static Linux.LinuxException;

namespace Linux;

/// <summary>Waits for something to happen to a file (inotify), instead of looking again and again.</summary>
public sealed class FileWatch : IDisposable
{
    readonly FileDescriptor _inotify;

    FileWatch(string path, uint events)
    {
        _inotify = new(Check(Libc.inotify_init1(Libc.IN_CLOEXEC), $"watch {path}"));
        Check(Libc.inotify_add_watch(_inotify, path, events), $"watch {path}");
    }

    /// <summary>Watches for those who write the file to close it.</summary>
    public static FileWatch ForWriters(string path) => new(path, Libc.IN_CLOSE_WRITE);

    /// <summary>Watches for files of a folder to come, under their names and whole, and to go.</summary>
    public static FileWatch ForEntries(string folder) => new(folder, Libc.IN_CREATE | Libc.IN_CLOSE_WRITE | Libc.IN_MOVED_TO | Libc.IN_MOVED_FROM | Libc.IN_DELETE);

    /// <summary>Watches for all of that, for each write to a file of the folder's, and for the folder's own end.</summary>
    public static FileWatch ForWrites(string folder) => new(folder,
        Libc.IN_MODIFY | Libc.IN_CREATE | Libc.IN_CLOSE_WRITE | Libc.IN_MOVED_TO | Libc.IN_MOVED_FROM | Libc.IN_DELETE | Libc.IN_DELETE_SELF);

    /// <summary>Readable, for poll(2), when something happened.</summary>
    public FileDescriptor Descriptor => _inotify;

    /// <summary>Forgets what has happened so far. Only when something has.</summary>
    public void Drain() => Check(Libc.read(_inotify, stackalloc byte[4096], 4096), "read file events");

    /// <summary>Waits for the next event. False when none came in time.</summary>
    public bool Wait(TimeSpan limit)
    {
        var wanted = new Libc.PollFd { fd = _inotify.Number, events = Libc.POLLIN };
        if (Check(Libc.poll([wanted], 1, (int)limit.TotalMilliseconds), "wait for a file's writers") == 0)
            return false;
        Drain();
        return true;
    }

    public void Dispose() => _inotify.Dispose();
}
