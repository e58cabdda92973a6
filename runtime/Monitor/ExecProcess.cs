using Hull.Bundle;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Monitor;

/// <summary>Starts the keeper of one more process in a container.</summary>
internal static class ExecProcess
{
    /// <summary>Starts it, and leaves it running.</summary>
    public static int Detached(Container container, ProcessConfig process)
    {
        Start(container, process, onlooker: null, withInput: false);
        return 0;
    }

    /// <summary>Starts it, and returns when the process has become the command, with its number. That it could not be is an exception with docker's exit code.</summary>
    public static int Start(Container container, ProcessConfig process, FileDescriptor? onlooker, bool withInput)
    {
        string id = KernelRandom.Hex(32);
        Happened.Ran(container, id, process.Args);   // now: it may be over before we hear of its start
        using var description = new Pipe();
        using var status = new Pipe();
        using (var keeper = Spawn(container, id, process, onlooker, withInput, description, status))
        {
            description.Reader.Dispose();
            status.Writer.Dispose();
            Write(description.Writer, BundleWriter.Process(process));
        }
        return MonitorStatus.Receive(status.Reader) switch
        {
            { Kind: MonitorStatus.Started } started => started.Number,
            { } failed => throw new HullException(failed.Text, failed.Number),
            null => throw new HullException($"what was to mind the command in container {container.Name} was ended"),
        };
    }

    static ChildProcess Spawn(Container container, string id, ProcessConfig process, FileDescriptor? onlooker, bool withInput, Pipe description, Pipe status)
    {
        string?[] flags =
        [
            onlooker is null ? null : ExecProgram.Attached, withInput ? ExecProgram.WithInput : null, process.Terminal ? ExecProgram.WithTerminal : null,
            Distrust.Of(BundleReader.Read(container.Files.Bundle).Process.Capabilities) ? ExecProgram.Distrusted : null,
        ];
        using var nothing = FileDescriptor.OpenBoth("/dev/null");
        var keeper = new Spawn("/proc/self/exe", [ExecProgram.Name, container.Id, id, .. flags.OfType<string>()]) { NewSession = true }
            .With(0, nothing).With(1, nothing).With(2, nothing).With(ExecProgram.Status, status.Writer).With(ExecProgram.Process, description.Reader);
        return (onlooker is null ? keeper : keeper.With(ExecProgram.Onlooker, onlooker)).Start();
    }

    // That nobody reads it to its end is told by what comes back.
    static void Write(FileDescriptor pipe, ReadOnlySpan<byte> content)
    {
        try
        {
            pipe.Write(content);
        }
        catch (LinuxException e) when (e.Errno == Errno.BrokenPipe) { }
        pipe.Dispose();
    }
}
