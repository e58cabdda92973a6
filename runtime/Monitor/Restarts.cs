using System.Diagnostics;
using Hull.Containers;
using Linux;

namespace Hull.Monitor;

/// <summary>Whether, and how soon, a container's process is started again when it has ended: docker's pauses, 100 ms at first and then twice as long each time.</summary>
internal sealed class Restarts(Container container)
{
    static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100), s_longest = TimeSpan.FromMinutes(1), s_settled = TimeSpan.FromSeconds(10);

    TimeSpan _pause;
    int _count;

    /// <summary>Whether it is to be started again, after a <see cref="Pause"/>. That is then to be seen.</summary>
    /// <param name="exitCode">What it ended with.</param>
    /// <param name="ran">For how long it had run: long enough, and the pauses begin anew.</param>
    public bool Follow(int exitCode, TimeSpan ran)
    {
        if (!container.Life.Restart.Follows(exitCode, _count) || IsStopped)
            return false;
        _pause = Next(_pause, ran);
        ContainerStatus.SaveRestart(container, exitCode, ++_count);
        return true;
    }

    /// <summary>How long to wait, after having waited that long the last time (not at all is the first time) before a run of that length.</summary>
    public static TimeSpan Next(TimeSpan last, TimeSpan ran) =>
        last == TimeSpan.Zero || ran >= s_settled ? s_shortest : last * 2 > s_longest ? s_longest : last * 2;

    /// <summary>Waits until it is to be started; false when somebody has stopped it first.</summary>
    public bool Pause()
    {
        using var watch = FileWatch.ForEntries(container.Files.Store);
        long start = Stopwatch.GetTimestamp();
        while (!IsStopped && _pause - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left)
            watch.Wait(left);
        return !IsStopped;
    }

    bool IsStopped => File.Exists(container.Files.Stopped);
}
