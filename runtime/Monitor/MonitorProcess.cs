using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Monitor;

/// <summary>Starts a container's monitor.</summary>
internal static class MonitorProcess
{
    /// <summary>
    /// Starts it for a container that is at rest, and lets go of the container, which is the monitor's from then on. What is returned is read for how it
    /// fares: see <see cref="MonitorStatus"/>.
    /// </summary>
    /// <remarks>It leads a session of its own, with nothing of our environment but the way to the plugins.</remarks>
    /// <param name="container">Which container.</param>
    /// <param name="minded">Its lock.</param>
    /// <param name="attached">Whether what it writes goes to our standard output and error, too.</param>
    /// <param name="interactive">Whether it reads our standard input.</param>
    public static FileDescriptor Start(Container container, FileLock minded, bool attached, bool interactive)
    {
        string[] flags = [.. attached ? [MonitorProgram.Attached] : (string[])[], .. interactive ? [MonitorProgram.WithInput] : (string[])[]];
        using var untilItHasIt = minded;
        using var nothing = FileDescriptor.Open("/dev/null");
        using var ignored = FileDescriptor.Append("/dev/null");
        var status = new Pipe();
        using var monitor = new Spawn("/proc/self/exe", [MonitorProgram.Name, container.Id, .. flags])
        {
            NewSession = true,
            Environment = PluginEnvironment.Variables,
        }
            .With(0, interactive ? Stdio.Input : nothing)
            .With(1, attached ? Stdio.Output : ignored)
            .With(2, attached ? Stdio.Error : ignored)
            .With(MonitorProgram.Lock, minded.Descriptor)
            .With(MonitorProgram.Status, status.Writer)
            .Start();
        status.Writer.Dispose();
        return status.Reader;
    }
}
