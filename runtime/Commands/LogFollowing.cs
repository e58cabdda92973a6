using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>
/// Waits for a container to write, by the kernel's word that a file of its was written to, and knows the end of it: its monitor is gone, and nobody is restarting it.
/// </summary>
internal sealed class LogFollowing : IDisposable
{
    readonly Container _container;
    readonly FileWatch _store;
    readonly Pipe _gone = new();
    bool _isOver;

    public LogFollowing(Container container)
    {
        _container = container;
        _store = FileWatch.ForWrites(container.Files.Store);
        // A lock can only be waited for, not polled: a thread does that and is left behind when we end first.
        new Thread(() =>
        {
            do
                Ending.WaitFor(_container);
            while (Restarting.RunsAfter(_container));
            _gone.Writer.Dispose();
        }) { IsBackground = true }.Start();
    }

    /// <summary>Waits for more. False when there will be none, or not in time.</summary>
    public bool Wait(DateTime until)
    {
        if (_isOver)
            return false;
        var poll = new Poll();
        poll.ForReading(_store.Descriptor);
        poll.ForHangup(_gone.Reader);
        var patience = until == DateTime.MaxValue ? Timeout.InfiniteTimeSpan : until - DateTime.UtcNow;
        if (patience != Timeout.InfiniteTimeSpan && patience <= TimeSpan.Zero || !poll.Wait(patience))
            return false;
        if (poll.IsReady(0))
            _store.Drain();
        _isOver = poll.IsReady(1);   // what it wrote last is still printed
        return true;
    }

    public void Dispose()
    {
        _store.Dispose();
        _gone.Reader.Dispose();
    }
}
