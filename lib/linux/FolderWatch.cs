using System.Runtime.InteropServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>Tells which names come into a folder and which go (inotify), in the order in which they do.</summary>
public sealed class FolderWatch : IDisposable
{
    public FolderWatch(string path)
    {
        Descriptor = new(Check(Libc.inotify_init1(Libc.IN_CLOEXEC), $"watch {path}"));
        Check(Libc.inotify_add_watch(Descriptor, path, Libc.IN_CREATE | Libc.IN_DELETE | Libc.IN_MOVED_FROM | Libc.IN_MOVED_TO), $"watch {path}");
    }

    /// <summary>Readable when something has come or gone.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>What has happened since the last call; waits if nothing has.</summary>
    public unsafe IReadOnlyList<(string Name, bool IsThere)> Read()
    {
        var changes = new List<(string, bool)>();
        var events = new byte[16 * 1024];
        int size = Descriptor.Read(events);
        fixed (byte* start = events)
            for (int at = 0; at < size;)
            {
                var change = (Libc.inotify_event*)(start + at);
                if (change->len > 0)
                    changes.Add((Marshal.PtrToStringUTF8((nint)(change + 1))!, (change->mask & (Libc.IN_CREATE | Libc.IN_MOVED_TO)) != 0));
                at += sizeof(Libc.inotify_event) + (int)change->len;
            }
        return changes;
    }

    public void Dispose() => Descriptor.Dispose();
}
