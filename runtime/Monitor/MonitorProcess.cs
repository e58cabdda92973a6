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
    /// <param name="onlooker">The socket of one who looks on from the beginning; null for none.</param>
    /// <param name="interactive">Whether its input ends with that one's.</param>
    public static FileDescriptor Start(Container container, FileLock minded, FileDescriptor? onlooker, bool interactive)
    {
        string[] flags = [.. onlooker is null ? (string[])[] : [MonitorProgram.Attached], .. interactive ? [MonitorProgram.WithInput] : (string[])[]];
        using var untilItHasIt = minded;
        using var nothing = FileDescriptor.OpenBoth("/dev/null");
        var status = new Pipe();
        var monitor = new Spawn("/proc/self/exe", [MonitorProgram.Name, container.Id, .. flags])
        {
            NewSession = true,
            Environment = Debugging.IsOn ? [.. PluginEnvironment.Variables, $"{Debugging.Variable}=1"] : PluginEnvironment.Variables,
        }
            .With(0, nothing).With(1, nothing).With(2, Debugging.IsOn ? Stdio.Error : nothing)
            .With(MonitorProgram.Lock, minded.Descriptor)
            .With(MonitorProgram.Status, status.Writer);
        (onlooker is null ? monitor : monitor.With(MonitorProgram.Onlooker, onlooker)).Start().Dispose();
        status.Writer.Dispose();
        return status.Reader;
    }
}
