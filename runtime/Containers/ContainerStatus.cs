using System.Globalization;
using System.Text;
using Linux;

namespace Hull.Containers;

internal enum Phase
{
    /// <summary>Its files are there, its first process never was.</summary>
    Created,
    Running,

    /// <summary>It has processes, which are stopped where they are.</summary>
    Paused,

    /// <summary>Its process has ended and is about to be started again.</summary>
    Restarting,
    Exited,
}

/// <summary>How a container is, as its files and the kernel say.</summary>
/// <param name="Since">When it entered this phase.</param>
/// <param name="ExitCode">Of interest once it has exited, if only to be started again.</param>
/// <param name="Pid">Of interest while it has processes.</param>
/// <param name="OomKilled">Whether the kernel killed one of its processes, since its last start, for lack of memory; known once it has exited.</param>
internal sealed record ContainerStatus(Phase Phase, DateTimeOffset Since, int ExitCode = 0, int Pid = 0, bool OomKilled = false)
{
    public static ContainerStatus Of(Container container)
    {
        var process = Process(container);
        if (process is var (pid, ticks, since) && ProcessHandle.StartTime(pid) == ticks)
            return new(File.Exists(container.Files.Paused) ? Phase.Paused : Phase.Running, since, Pid: pid);
        if (container.Files.ReadExit()?.Split(' ') is [var code, var ended, .. var rest])
            return new(File.Exists(container.Files.Restarting) ? Phase.Restarting : Phase.Exited, Time(ended), ExitCode: int.Parse(code, CultureInfo.InvariantCulture),
                OomKilled: rest is [.., Oom]);
        // It has only just ended, or its monitor did not live to see its end.
        return Started(container) is { } started ? new(Phase.Exited, process?.Since ?? started, ExitCode: Unseen) : new(Phase.Created, container.Created);
    }

    /// <summary>Whether it has processes, or is about to have some again: then it has a network, too.</summary>
    public bool IsAlive => Phase is Phase.Running or Phase.Paused or Phase.Restarting;

    /// <summary>Whether it has processes.</summary>
    public bool HasProcesses => Phase is Phase.Running or Phase.Paused;

    /// <summary>Docker's exit code for a container whose end nobody saw.</summary>
    public const int Unseen = 255;

    /// <summary>When its process was last started; null as long as it never was.</summary>
    public static DateTimeOffset? Started(Container container) => SmallFile.Find(container.Files.Started) is { Length: > 0 } seconds ? Time(seconds) : null;

    /// <summary>Whether there is a process, of whose end nothing is known yet.</summary>
    public static bool IsEndUnknown(Container container) => Started(container) is not null
        && (container.Files.ReadExit()?.Split(' ') is not [_, _, var ended, ..]
            || Process(container) is var (_, ticks, _) && ended != ticks.ToString(CultureInfo.InvariantCulture));

    /// <summary>The container's first process; null when it is not there (any more).</summary>
    public static ProcessHandle? FindProcess(Container container) =>
        Process(container) is var (pid, ticks, _) ? ProcessHandle.Find(pid, ticks) : null;

    /// <summary>The root folder of that process; null when it is not there (any more).</summary>
    public static FileDescriptor? OpenRoot(Container container) =>
        Process(container) is var (pid, ticks, _) ? ProcessHandle.OpenRoot(pid, ticks) : null;

    /// <summary>There is a first process, which need not be the command yet.</summary>
    public static void SaveProcess(Container container, int pid) =>
        Save(container.Files.Process, $"{pid} {ProcessHandle.StartTime(pid) ?? 0} {Now()}");

    /// <summary>The first process has become the command.</summary>
    public static void SaveStart(Container container)
    {
        Save(container.Files.Started, $"{Now()}");
        SmallFile.Remove(container.Files.Exit);
        SmallFile.Remove(container.Files.Failure);
        SmallFile.Remove(container.Files.Restarting);
    }

    /// <summary>It could not be started, or not be minded any longer. One that ran before has ended with that.</summary>
    public static void SaveFailure(Container container, int code, string why)
    {
        File.WriteAllText(container.Files.Failure, string.Create(CultureInfo.InvariantCulture, $"{code} {why.ReplaceLineEndings(" ")}\n"));
        if (Started(container) is not null)
            SaveExit(container, code);
    }

    /// <summary>It has ended. Call it while its control group is there: that knows whether memory was short.</summary>
    public static void SaveExit(Container container, int code) => Save(container.Files.Exit,
        $"{code} {Now()} {Process(container)?.Ticks ?? 0}{(Cgroup.Named(container.CgroupName).OomKills() > 0 ? $" {Oom}" : "")}");

    const string Oom = "oom";

    /// <summary>The end of its process is the container's.</summary>
    public static void SaveOutcome(Container container, int code)
    {
        SaveExit(container, code);
        SmallFile.Put(container.Files.Outcome, code.ToString(CultureInfo.InvariantCulture), 0x180 /* 0600 */);
    }

    /// <summary>Its process has ended, and is started again soon, for that time.</summary>
    public static void SaveRestart(Container container, int code, int count)
    {
        Save(container.Files.Restarts, $"{count}");
        SmallFile.Put(container.Files.Restarting, "", 0x180 /* 0600 */);
        SaveExit(container, code);
    }

    /// <summary>How often --restart has started it again since somebody did.</summary>
    public static int Restarts(Container container) => SmallFile.Find(container.Files.Restarts) is { Length: > 0 } count ? int.Parse(count, CultureInfo.InvariantCulture) : 0;

    // Others look while we write.
    static void Save(string file, FormattableString text) => AtomicFile.Write(file, Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture)), 0x180 /* 0600 */, flush: false, $"{file}.new");

    static string Now() => (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    static (int Pid, ulong Ticks, DateTimeOffset Since)? Process(Container container)
    {
        if (container.Files.ReadProcess() is not { } line)
            return null;
        var parts = line.Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture), Time(parts[2]));
    }

    static DateTimeOffset Time(string seconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)(1000 * decimal.Parse(seconds, CultureInfo.InvariantCulture)));
}
