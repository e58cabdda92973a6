using System.CommandLine;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>What run and create can be told about how a container's process is started, ended and started again.</summary>
internal static class LifeOptions
{
    static readonly Option<string?> s_restart = new("--restart")
    {
        Description = "Start it again when it ends: no, on-failure[:TIMES], always, or unless-stopped, which differs from that only when the machine starts.",
    };
    static readonly Option<string?> s_stopSignal = new("--stop-signal") { Description = "What asks it to end; what the image says, or SIGTERM, without." };
    static readonly Option<int?> s_stopTimeout = new("--stop-timeout") { Description = "Seconds that it has to end when it is asked to, -1 for as many as it takes; 10 without." };
    static readonly Option<string?> s_pidFile = new("--pidfile") { Description = "A file to write the number of its first process to." };

    static readonly Option<string?> s_idFile = new("--cidfile") { Description = "A file to write its id to, which must not be there yet." };

    public static IReadOnlyList<Option> All => [s_restart, s_stopSignal, s_stopTimeout, s_pidFile, s_idFile];

    /// <summary>Where its id is to be written to; null for nowhere. Complains about a file that is there.</summary>
    public static string? IdFile(ParseResult parsed) => parsed.GetValue(s_idFile) is not { } file ? null
        : !File.Exists(file) ? file
        : throw new HullException($"--cidfile {file} is there already: remove it, unless the container that it names still counts");

    public static LifeSettings Settings(ParseResult parsed, bool remove)
    {
        var restart = RestartPolicy.Parse(parsed.GetValue(s_restart) ?? RestartPolicy.No);
        if (restart.IsAny && remove)
            throw new HullException($"--rm and --restart {restart} ask for two things at once: a container that is removed at its end is not started again");
        return new()
        {
            Restart = restart,
            StopTimeout = parsed.GetValue(s_stopTimeout),
            PidFile = parsed.GetValue(s_pidFile) is { } file ? Path.GetFullPath(file) : null,
        };
    }

    /// <summary>Null leaves it as the image has it.</summary>
    public static string? StopSignal(ParseResult parsed) => parsed.GetValue(s_stopSignal) is { } text
        ? SignalName.Find(text) is null ? throw new HullException($"invalid --stop-signal {text}; see signal(7)") : text
        : null;
}
