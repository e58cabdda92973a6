using System.Globalization;
using Linux;

namespace Hull.Containers;

internal enum Phase
{
    /// <summary>Its files are there, its first process is not yet.</summary>
    Created,
    Running,
    Exited,
}

/// <summary>How a container is, as its files and the kernel say.</summary>
/// <param name="Since">When it entered this phase.</param>
/// <param name="ExitCode">Of interest once it has exited.</param>
/// <param name="Pid">Of interest while it runs.</param>
internal sealed record ContainerStatus(Phase Phase, DateTimeOffset Since, int ExitCode = 0, int Pid = 0)
{
    public static ContainerStatus Of(Container container)
    {
        if (container.Files.ReadExit() is { } exit)
        {
            var parts = exit.Split(' ');
            return new(Phase.Exited, Time(parts[1]), ExitCode: int.Parse(parts[0], CultureInfo.InvariantCulture));
        }
        if (Process(container) is var (pid, ticks, since) && ProcessHandle.StartTime(pid) == ticks)
            return new(Phase.Running, since, Pid: pid);
        return new(Phase.Created, container.Created);
    }

    /// <summary>The container's first process; null when it is not there (any more).</summary>
    public static ProcessHandle? FindProcess(Container container) =>
        Process(container) is var (pid, ticks, _) ? ProcessHandle.Find(pid, ticks) : null;

    /// <summary>The root folder of that process; null when it is not there (any more).</summary>
    public static FileDescriptor? OpenRoot(Container container) =>
        Process(container) is var (pid, ticks, _) ? ProcessHandle.OpenRoot(pid, ticks) : null;

    public static void SaveProcess(Container container, int pid) => File.WriteAllText(container.Files.Process,
        string.Create(CultureInfo.InvariantCulture, $"{pid} {ProcessHandle.StartTime(pid) ?? 0} {DateTimeOffset.UtcNow.ToUnixTimeSeconds()}"));

    public static void SaveExit(Container container, int code) => File.WriteAllText(container.Files.Exit,
        string.Create(CultureInfo.InvariantCulture, $"{code} {DateTimeOffset.UtcNow.ToUnixTimeSeconds()}"));

    static (int Pid, ulong Ticks, DateTimeOffset Since)? Process(Container container)
    {
        if (container.Files.ReadProcess() is not { } line)
            return null;
        var parts = line.Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture), Time(parts[2]));
    }

    static DateTimeOffset Time(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
}
