using System.CommandLine;
using System.Globalization;
using Cli;
using Hull.Containers;
using Hull.Monitor;

namespace Hull.Commands;

/// <summary>hull logs</summary>
internal static class LogsCommand
{
    static readonly Option<bool> s_follow = new("--follow", "-f") { Description = "Go on with what it writes, until it ends." };
    static readonly Option<string> s_tail = new("--tail", "-n")
    {
        Description = "Only so many lines, the last ones.", DefaultValueFactory = _ => "all",
    };
    static readonly Option<bool> s_timestamps = new("--timestamps", "-t") { Description = "Say when each line was written." };
    static readonly Option<string?> s_since = new("--since") { Description = "Only what was written since: 2026-01-31T12:00:00Z, 1769860800, or 10m for ten minutes ago." };
    static readonly Option<string?> s_until = new("--until") { Description = "Only what was written until then." };
    static readonly Argument<string> s_name = new("container") { Description = "A name or id, or the beginning of an id." };

    public static Command Create()
    {
        var logs = new Verb("logs", "Prints what a container wrote, each stream to the same one of ours.", "hull logs -f --tail 20 web")
        {
            s_follow, s_tail, s_timestamps, s_since, s_until, s_name,
        };
        logs.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Print(parsed);
            return 0;
        });
        return logs;
    }

    static void Print(ParseResult parsed)
    {
        var now = DateTime.UtcNow;
        DateTime? Moment(Option<string?> option) => parsed.GetValue(option) is { } text ? LogTime.Parse(option.Name, text, now) : null;
        var container = AllContainers.Get(parsed.GetRequiredValue(s_name));
        if (container.Log.Driver == LogAsked.None)
            throw new HullException($"container {container.Name} keeps no log: it was made with --log-driver none", exitCode: 1);
        var printer = new LogPrinter
        {
            WithTimes = parsed.GetValue(s_timestamps), Since = Moment(s_since) ?? DateTime.MinValue, Until = Moment(s_until) ?? DateTime.MaxValue,
        };
        long? tail = Tail(parsed.GetRequiredValue(s_tail));
        // Before the log is opened: what comes after is told of.
        using var following = parsed.GetValue(s_follow) ? new LogFollowing(container) : null;
        using var log = new LogReader(container.Files.Log);
        if (tail is { } lines)
            log.Start(lines);
        else
            log.Start();
        while (printer.Print(log) && following?.Wait(printer.Until) == true) { }
    }

    // As docker: what is no number of lines, such as "all" or -1, is all of them.
    static long? Tail(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long lines)
            ? lines < 0 ? null : lines
            : text == "all" ? null : throw new HullException($"--tail {text} is neither a number of lines nor \"all\"", exitCode: 1);
}
