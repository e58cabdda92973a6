using System.Text;
using Linux;

namespace Hull.Events;

/// <summary>Reads what happened, in order, and then what happens, until a moment or for ever.</summary>
internal sealed class EventReader : IDisposable
{
    readonly FileWatch _watch;
    readonly List<byte> _unfinished = [];
    FileDescriptor? _file;
    long _at;

    public EventReader()
    {
        EventLog.Ensure();
        _watch = FileWatch.ForEntries(EventLog.Folder);   // before anything is read: what is written from here on wakes us
    }

    /// <param name="until">Null for no end.</param>
    public IEnumerable<Event> Read(DateTimeOffset? until)
    {
        foreach (var earlier in Begin()) yield return earlier;
        while (true)
        {
            foreach (var one in New()) yield return one;
            if (!Wait(until)) break;
        }
        foreach (var last in New()) yield return last;
    }

    // No new file may begin between the one and the other.
    List<Event> Begin()
    {
        using var nobodyWrites = EventLog.Alone();
        var earlier = Lines(EventLog.Earlier).ToList();
        Close();
        if (File.Exists(EventLog.File)) _file = FileDescriptor.Open(EventLog.File);
        return earlier;
    }

    // False when there is nothing more to wait for.
    bool Wait(DateTimeOffset? until)
    {
        var left = until is { } end ? end - DateTimeOffset.UtcNow : Timeout.InfiniteTimeSpan;
        if (until is not null && left <= TimeSpan.Zero)
            return false;
        var poll = new Poll();
        poll.ForReading(_watch.Descriptor);
        if (!poll.Wait(left))
            return false;
        _watch.Drain();
        return true;
    }

    IEnumerable<Event> New()
    {
        while (true)
        {
            foreach (var one in Lines(EventLog.File)) yield return one;
            if (_file is null || FileIdentity.Of(EventLog.File) == FileIdentity.Of(_file))
                yield break;
            // A new file has begun. What came to the old one until then is still to be read.
            foreach (var last in Lines(EventLog.Earlier)) yield return last;
            Close();
        }
    }

    // What has come to the file that is open, or to the one of this name.
    IEnumerable<Event> Lines(string path)
    {
        if (_file is null && !File.Exists(path))
            yield break;
        _file ??= FileDescriptor.Open(path);
        var part = new byte[1 << 16];
        while (_file.ReadAt(part, _at) is var size and > 0)
        {
            _at += size;
            _unfinished.AddRange(part.AsSpan(0, size));
            while (_unfinished.IndexOf((byte)'\n') is var end and >= 0)
            {
                string line = Encoding.UTF8.GetString([.. _unfinished[..end]]);
                _unfinished.RemoveRange(0, end + 1);
                if (Event.Parse(line) is { } found) yield return found;
            }
        }
    }

    void Close()
    {
        _file?.Dispose();
        (_file, _at) = (null, 0);
        _unfinished.Clear();
    }

    public void Dispose()
    {
        Close();
        _watch.Dispose();
    }
}
