using System.CommandLine;
using System.Globalization;
using Linux;
using Netctl.Completions;
using Netctl.Listings;
using Netlink;
using Netlink.Routing;

namespace Netctl;

/// <summary>The options that many verbs share; they may stand before the verb or after it. The names with one dash are those of ip.</summary>
internal static class Options
{
    static readonly Option<string?> s_netns = new("--netns", "-n", "-net", "-netns")
    {
        Description = "Work in this namespace: a name, a path with a slash in it, or a process's number.", HelpName = "NAME", Recursive = true,
        CompletionSources = { Candidates.Namespaces },
    };

    static readonly Option<bool> s_json = Flag("--json", "Print JSON, with the keys that ip -j has.", "-j", "-js", "-json");
    static readonly Option<bool> s_ipv4 = Flag("--ipv4", "IPv4 only.", "-4");
    static readonly Option<bool> s_ipv6 = Flag("--ipv6", "IPv6 only.", "-6");
    static readonly Option<bool> s_all = Flag("--all", "With list, delete and exec: every namespace.", "-a", "-all");

    static readonly Option<bool> s_pretty = Flag("--pretty", "JSON with a line for each value; else as without it.", "-p", "-pretty");
    static readonly Option<bool> s_brief = Flag("--brief", "A line of a few columns for each.", "-br", "-brief");
    static readonly Option<bool> s_oneLine = Flag("--oneline", "One line for each, with a backslash where a line would end.", "-o", "-oneline");
    static readonly Option<bool> s_details = Flag("--details", "Show everything that is known.", "-d", "-details");
    static readonly Option<bool> s_statistics = Flag("--statistics", "Show counters; given twice, those of errors too.", "-s", "-stats", "-statistics");
    static readonly Option<string> s_color = new("--color", "-c", "-color")
    {
        Description = "Paint names, addresses and states: auto (the default: on a terminal, unless NO_COLOR is set), always, never; alone it means always.",
        Arity = ArgumentArity.ZeroOrOne, Recursive = true, HelpName = "=WHEN",
    };

    static readonly Option<string?> s_batch = new("--batch", "-b", "-batch")
    {
        Description = "Do what each line of FILE says, or of standard input for -; the first failure is told with its line's number and ends it.",
        HelpName = "FILE", Recursive = true,
    };

    static readonly Option<bool> s_force = Flag("--force", "With --batch: go on after a failure.", "-force");
    static readonly Option<bool> s_help = Flag("--help", "Say what a command does, with an example.", "-h", "-?");
    static readonly Option<bool> s_version = Flag("--version", "Say which version this is.", "-V");

    public static IReadOnlyList<Option> All { get; } =
        [s_netns, s_json, s_pretty, s_brief, s_oneLine, s_details, s_statistics, s_color, s_ipv4, s_ipv6, s_all, s_batch, s_force, s_help, s_version];

    static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true, Arity = ArgumentArity.Zero };

    public static bool Json(this ParseResult parsed) => parsed.GetValue(s_json);

    public static bool WantsAll(this ParseResult parsed) => parsed.GetValue(s_all);

    public static bool WantsHelp(this ParseResult parsed) => parsed.GetValue(s_help);

    public static bool WantsVersion(this ParseResult parsed) => parsed.GetValue(s_version);

    public static string? Batch(this ParseResult parsed) => parsed.GetValue(s_batch);

    public static bool Force(this ParseResult parsed) => parsed.GetValue(s_force);

    public static string? Netns(this ParseResult parsed) => parsed.GetValue(s_netns);

    /// <summary>How what is shown is to look.</summary>
    public static OutputModes Modes(this ParseResult parsed) => new()
    {
        Json = parsed.GetValue(s_json), Pretty = parsed.GetValue(s_pretty), Brief = parsed.GetValue(s_brief), OneLine = parsed.GetValue(s_oneLine),
        Details = parsed.GetValue(s_details), Statistics = parsed.GetResult(s_statistics)?.IdentifierTokenCount ?? 0, Color = IsPainted(parsed),
    };

    static bool IsPainted(ParseResult parsed) => (parsed.GetResult(s_color) is { } given ? given.GetValueOrDefault<string>() ?? "" : "auto") switch
    {
        "always" or "" => true,
        "never" => false,
        "auto" => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Stdio.OutputIsTerminal,
        var other => throw new CommandFailure(ExitCode.Usage, $"--color is auto, always or never, not \"{other}\"."),
    };

    public static Family Family(this ParseResult parsed) =>
        parsed.GetValue(s_ipv4) ? Netlink.Family.Ipv4 : parsed.GetValue(s_ipv6) ? Netlink.Family.Ipv6 : Netlink.Family.Any;

    /// <summary>A socket in the namespace asked for: unlike ip, this leaves our own mounts as they are.</summary>
    public static RouteSocket OpenSocket(this ParseResult parsed) => parsed.Open(RouteSocket.Open);

    /// <inheritdoc cref="OpenSocket"/>
    public static T Open<T>(this ParseResult parsed, Func<NetNamespace?, T> open)
    {
        if (parsed.Netns() is not { } name)
            return open(null);
        using var ns = OpenNamespace(name);
        return open(ns);
    }

    /// <summary>Works in the namespace asked for: what is read and written below /proc/sys/net is its own.</summary>
    public static T Visit<T>(this ParseResult parsed, Func<T> work)
    {
        if (parsed.Netns() is not { } name)
            return work();
        using var ns = OpenNamespace(name);
        return ns.Visit(work);
    }

    /// <summary>Does something short, such as opening a socket, in the namespace asked for.</summary>
    public static T InNamespace<T>(this ParseResult parsed, Func<T> work)
    {
        if (parsed.Netns() is not { } name)
            return work();
        using var ns = OpenNamespace(name);
        return ns.Visit(work);
    }

    /// <summary>A namespace by its name, by a path with a slash in it or, when no namespace has that name, by the number of a process in it.</summary>
    public static NetNamespace OpenNamespace(string name)
    {
        try
        {
            return NamedNamespaces.Open(name);
        }
        catch (LinuxException e)
        {
            bool isPid = e.Errno == Errno.NoEntry && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            return isPid && NetNamespace.Find($"/proc/{name}/ns/net") is { } ofProcess ? ofProcess : throw new CommandFailure(ExitCode.Usage, e.Message);
        }
    }

    /// <summary>The place of the first word, from <paramref name="at"/> on, that is neither an option nor an option's value.</summary>
    public static int SkipIn(List<string> words, IReadOnlyList<Option> options, int at)
    {
        while (at < words.Count && words[at].Length > 1 && words[at][0] == '-' && words[at] != "--")
        {
            words[at] = WithItsValue(words[at]);
            at += Find(options, words[at]) is { Arity.MinimumNumberOfValues: > 0 } ? 2 : 1;
        }
        return Math.Min(at, words.Count);
    }

    /// <summary>The option of that name; null when there is none, also for one that is written with its value (--netns=blue).</summary>
    public static Option? Find(IReadOnlyList<Option> among, string word)
    {
        foreach (var option in among)
            if (option.Name == word || option.Aliases.Contains(word))
                return option;
        return null;
    }

    /// <summary>A colour option alone means always. It would else take the next word, the verb, for its value.</summary>
    static string WithItsValue(string option) => option == s_color.Name || s_color.Aliases.Contains(option) ? $"{option}=always" : option;

    /// <summary>Whether a word among the options stands for every namespace.</summary>
    public static bool IsAll(string word) => word is "--all" or "-a" or "-all";
}
