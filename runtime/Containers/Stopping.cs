using Hull.Events;
using Linux;

namespace Hull.Containers;

/// <summary>Ends a container, paused or not, and keeps --restart from starting it again.</summary>
internal static class Stopping
{
    /// <summary>Asks it to end, kills it when it has not done so in time, and waits until all is undone.</summary>
    public static void Stop(Container container, Signal signal, TimeSpan patience)
    {
        if (ContainerStatus.Of(container).IsAlive)
        {
            End(container, process =>
            {
                process.Send(signal);
                Happened.Killed(container, signal);
            }, patience);
        }
        else
            Ending.WaitFor(container);
    }

    /// <summary>Kills it and waits until all is undone; also one that is only just being started.</summary>
    public static void Kill(Container container) => End(container, process => process.Send(Signal.Kill), Timeout.InfiniteTimeSpan);

    /// <summary>Sends it a signal. One that is meant to end it ends it, whatever --restart says, and also when it is paused.</summary>
    public static void Send(Container container, Signal signal)
    {
        using var process = ContainerStatus.FindProcess(container);
        if (process is null || !ContainerStatus.Of(container).HasProcesses)
            throw new HullException($"cannot kill container {container.Name}: it is not running", exitCode: 1);
        bool isToEnd = signal == Signal.Kill || signal == SignalName.ToStop(container.Config.StopSignal);
        if (isToEnd)
            Mark(container);
        process.Send(signal);
        if (isToEnd)
            Pausing.Thaw(container);
        if (signal == Signal.Kill)
            process.WaitForEnd(Timeout.InfiniteTimeSpan);
    }

    // Between two starts, or before the first, there is no process to be told.
    static void End(Container container, Action<ProcessHandle> tell, TimeSpan patience)
    {
        do
        {
            Mark(container);
            using var process = ContainerStatus.FindProcess(container);
            if (process is not null)
            {
                tell(process);
                Pausing.Thaw(container);
                if (!process.WaitForEnd(patience))
                    process.Send(Signal.Kill);
                process.WaitForEnd(Timeout.InfiniteTimeSpan);
            }
            else
                Ending.WaitABit();
        }
        while (!Ending.IsOver(container));
    }

    static void Mark(Container container)
    {
        try
        {
            SmallFile.Put(container.Files.Stopped, "", 0x180 /* 0600 */);
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return;   // removed meanwhile
        }
    }
}
