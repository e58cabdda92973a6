using System.CommandLine;
using Linux;
using Netctl.Listings;
using Netlink;
using Netlink.Routing;

namespace Netctl;

/// <summary>The options that many verbs share; they may stand before the verb or after it.</summary>
internal static class Options
{
    static readonly Option<string?> s_netns = new("--netns", "-n") { Description = "Work in this namespace: a name, or a path with a slash in it.", Recursive = true };
    static readonly Option<bool> s_json = new("--json", "-j") { Description = "Print JSON with the keys that ip -j has.", Recursive = true };
    static readonly Option<bool> s_ipv4 = new("--ipv4", "-4") { Description = "IPv4 only.", Recursive = true };
    static readonly Option<bool> s_ipv6 = new("--ipv6", "-6") { Description = "IPv6 only.", Recursive = true };

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

    static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true, Arity = ArgumentArity.Zero };

    /// <summary>A colour option alone means always. It would else take the next word, the verb, for its value.</summary>
    public static string WithItsValue(string option) => option == s_color.Name || s_color.Aliases.Contains(option) ? $"{option}=always" : option;

    public static IReadOnlyList<Option> All =>
        [s_netns, s_json, s_pretty, s_brief, s_oneLine, s_details, s_statistics, s_color, s_ipv4, s_ipv6];

    public static bool Json(this ParseResult parsed) => parsed.GetValue(s_json);

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
    public static RouteSocket OpenSocket(this ParseResult parsed)
    {
        if (parsed.GetValue(s_netns) is not { } name)
            return RouteSocket.Open();
        using var ns = OpenNamespace(name);
        return RouteSocket.Open(ns);
    }

    static NetNamespace OpenNamespace(string name)
    {
        try { return NamedNamespaces.Open(name); }
        catch (LinuxException e) { throw new CommandFailure(ExitCode.Usage, e.Message); }
    }
}
