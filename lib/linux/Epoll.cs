using static Linux.LinuxException;

namespace Linux;

/// <summary>Waits, by epoll(7), for those of many files that have something to do: unlike <see cref="Poll"/> it takes no longer for those that have nothing.</summary>
public sealed class Epoll : IDisposable
{
    readonly FileDescriptor _epoll = new(Check(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "make an epoll"));
    readonly Dictionary<int, uint> _wanted = [];
    readonly Libc.epoll_event[] _ready = new Libc.epoll_event[64];

    /// <summary>Says, in place of what was said of the file before, what is waited for; nothing at all forgets it, errors included.</summary>
    public void Watch(FileDescriptor file, bool toRead, bool toWrite)
    {
        uint wanted = (toRead ? Libc.EPOLLIN : 0) | (toWrite ? Libc.EPOLLOUT : 0), known = _wanted.GetValueOrDefault(file.Number);
        if (wanted == known)
            return;
        int operation = known == 0 ? Libc.EPOLL_CTL_ADD : wanted == 0 ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
        Check(Libc.epoll_ctl(_epoll, operation, file, new() { events = wanted, data = (ulong)file.Number }), $"watch file {file.Number}");
        if (wanted == 0) _wanted.Remove(file.Number);
        else _wanted[file.Number] = wanted;
    }

    /// <summary>Waits until there is something to do; the numbers of the files.</summary>
    public IReadOnlyList<int> Wait()
    {
        int count;
        while ((count = Libc.epoll_wait(_epoll, _ready, _ready.Length, milliseconds: -1)) < 0)
            if (Last("wait for files") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        return [.. _ready.AsSpan(0, count).ToArray().Select(ready => (int)ready.data)];
    }

    public void Dispose() => _epoll.Dispose();
}
