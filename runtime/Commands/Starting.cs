using System.CommandLine;
using Hull.Bundle;
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
            if (new Journal(container).Undo() is [var failure, ..])   // what a monitor has left that was killed just now
                throw new HullException(failure, exitCode: 1);
            container.Files.CreateRun();
            taken = minded;
        });
        return rests || ContainerStatus.Of(container).IsAlive
            ? taken
            : throw new HullException($"container {container.Name} is being started by another command", exitCode: 1);
    }

    /// <summary>Starts it, and leaves it running.</summary>
    public static void Detached(Container container, FileLock minded)
    {
        using var status = MonitorProcess.Start(container, minded, onlooker: null, interactive: false);
        Await(container, status);
    }

    /// <summary>Starts it, shows what it writes, and waits for its end. Returns its exit code; 0 when it was left.</summary>
    public static int Attached(Container container, FileLock minded, bool interactive, ParseResult parsed)
    {
        using var sockets = new SocketPair();
        bool isTerminal = BundleReader.Read(container.Files.Bundle).Process.Terminal;
        using var signals = isTerminal || !parsed.GetValue(AttachOptions.PassSignals) ? null : new SignalForwarding();
        var attachment = new Attachment(sockets.Ours) { IsTerminal = isTerminal, WithInput = interactive, Keys = AttachOptions.KeysOf(parsed) };
        attachment.Introduce();
        using var status = MonitorProcess.Start(container, minded, sockets.Theirs, interactive);
        sockets.Theirs.Dispose();
        int pid = Await(container, status).Number;
        signals?.To(ProcessHandle.Find(pid));
        return attachment.Run() ?? (attachment.IsDetached ? 0 : AttachOptions.CodeWithoutAWord(container));
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
