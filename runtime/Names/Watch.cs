using System.Diagnostics;
using Linux;

namespace Hull.Names;

/// <summary>What one thread waits for: files with something to do, and points in time.</summary>
internal sealed class Watch
{
    readonly long _start = Stopwatch.GetTimestamp();
    readonly Poll _poll = new();
    readonly List<Action> _actions = [];
    TimeSpan? _until;

    /// <summary>Since the start.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    /// <summary>Does something, once, when a file can be read from, or written to.</summary>
    public void For(FileDescriptor file, bool toWrite, Action action)
    {
        if (toWrite) _poll.ForWriting(file);
        else _poll.ForReading(file);
        _actions.Add(action);
    }

    /// <summary>Waits no longer than until then.</summary>
    public void Until(TimeSpan time)
    {
        if (_until is null || time < _until) _until = time;
    }

    /// <summary>Waits, does what there is to do, and forgets all that was waited for.</summary>
    public void Wait()
    {
        var left = _until - Now;
        bool any = _poll.Wait(left is null ? Timeout.InfiniteTimeSpan : left < TimeSpan.Zero ? TimeSpan.Zero : left.Value + TimeSpan.FromMilliseconds(1));
        for (int i = 0; any && i < _actions.Count; i++)
            if (_poll.IsReady(i)) _actions[i]();
        _poll.Clear();
        _actions.Clear();
        _until = null;
    }
}
