using Hull.Containers;
using Hull.Monitor;
using Linux;

namespace Hull.Commands;

/// <summary>The start of a container that is made already: what run, start and restart have in common.</summary>
internal static class Starting
{
    /// <summary>Takes a container that is at rest, to be started; null for one that runs already, which is as good.</summary>
    public static FileLock? Take(Container container)
    {
        FileLock? taken = null;
        bool rests = Ending.WhenAtRest(container, minded =>
        {
            container.Files.CreateRun();
            taken = minded;
        });
        return rests || ContainerStatus.Of(container).Phase == Phase.Running
            ? taken
            : throw new HullException($"container {container.Name} is being started by another command", exitCode: 1);
    }

    /// <summary>Starts it, and leaves it running.</summary>
    public static void Detached(Container container, FileLock minded)
    {
        using var status = MonitorProcess.Start(container, minded, attached: false, interactive: false);
        Await(container, status);
    }

    /// <summary>Starts it, shows what it writes, passes signals on to it, and waits for its end. Returns its exit code.</summary>
    public static int Attached(Container container, FileLock minded, bool interactive)
    {
        using var signals = new SignalForwarding();
        using var status = MonitorProcess.Start(container, minded, attached: true, interactive);
        signals.To(ProcessHandle.Find(Await(container, status).Number));
        return MonitorStatus.Receive(status)?.Number ?? throw MonitorGone(container);
    }

    static MonitorStatus Await(Container container, FileDescriptor status) => MonitorStatus.Receive(status) switch
    {
        { Kind: MonitorStatus.Started } started => started,
        { } failed => throw new HullException(failed.Text, failed.Number),
        null => throw MonitorGone(container),
    };

    static HullException MonitorGone(Container container) =>
        new($"the monitor of container {container.Name} was ended; `hull gc` tidies up what it left");
}
