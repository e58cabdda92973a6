using System.Diagnostics;
using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Waits, by poll(2), until one of several files can be read from or written to.</summary>
public sealed class Poll
{
    readonly List<Libc.PollFd> _files = [];

    /// <summary>Watches for something to read, and for the end of what can be read.</summary>
    public void ForReading(FileDescriptor file) => Add(file, Libc.POLLIN);

    /// <summary>Watches for what a file of /proc signals apart from data: of a mountinfo, that mounts have come or gone.</summary>
    public void ForChange(FileDescriptor file) => Add(file, Libc.POLLPRI);

    /// <summary>Watches for room to write, and for the loss of the reader.</summary>
    public void ForWriting(FileDescriptor file) => Add(file, Libc.POLLOUT);

    /// <summary>Watches only for the loss of the other end of a pipe.</summary>
    public void ForHangup(FileDescriptor file) => Add(file, 0);

    void Add(FileDescriptor file, short events) => _files.Add(new() { fd = file.Number, events = events });

    public void Clear() => _files.Clear();

    /// <summary>Waits without limit until one is ready.</summary>
    public void Wait() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until one is ready; false when <paramref name="timeout"/> went by first.</summary>
    public bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            int left = timeout == Timeout.InfiniteTimeSpan ? -1
                : (int)Math.Clamp((timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds, 0, int.MaxValue);
            int ready = Libc.poll(CollectionsMarshal.AsSpan(_files), (nuint)_files.Count, left);
            if (ready >= 0)
                return ready > 0;
            if (Last("wait for a file") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        }
    }

    /// <summary>Whether the last wait found a file ready, or its other end gone; by its place in the order in which they were added, so that among many none is searched for.</summary>
    public bool IsReady(int place) => _files[place].revents != 0;

    /// <inheritdoc cref="IsReady(int)"/>
    public bool IsReady(FileDescriptor file) => _files.Exists(f => f.fd == file.Number && f.revents != 0);
}
