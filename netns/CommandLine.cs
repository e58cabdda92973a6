using System.CommandLine;
using Cli;
using Netctl.Commands;
using Netctl.Tree;
using Netlink.Routing;

namespace Netctl;

/// <summary>The verbs of netctl, and how the words of a call lead to one. A new verb is a file in Commands/ and a line below.</summary>
internal static class CommandLine
{
    static readonly Entry[] s_namespaceVerbs =
    [
        // In the order in which ip tries them when a verb is shortened.
        new("list", ListCommand.Create, "ls", "show", "lst") { Plain = _ => ListCommand.Show(default, RouteSocket.Open(), all: false) },
        new("list-id", ListIdCommand.Create),
        new("add", AddCommand.Create) { Plain = AddCommand.Add, Takes = 1 },
        new("set", SetCommand.Create),
        new("delete", DeleteCommand.Create, "del", "rm") { Plain = DeleteCommand.Delete, Takes = 1 },
        new("identify", IdentifyCommand.Create),
        new("pids", PidsCommand.Create),
        new(ExecCommand.Name, ExecCommand.Create, "x") { Plain = ExecCommand.Exec, Takes = 2, TakesAnything = true },
        new("monitor", MonitorCommand.Create),
        new("attach", AttachCommand.Create),
        new("rename", RenameCommand.Create),
        new("prune", PruneCommand.Create),
        new("inspect", InspectCommand.Create),
    ];

    static readonly Entry[] s_verbs =
    [
        .. s_namespaceVerbs,
        new("netns", Netns),
        new("link", LinkCommand.Create, "l"),
        new("bridge", BridgeCommand.Create),
        new("qdisc", QdiscCommand.Create),
        new("filter", FilterCommand.Create),
        new("tuntap", TuntapCommand.Create),
        new("addr", AddrCommand.Create, "a", "address"),
        new("route", RouteCommand.Create, "r", "ro", "rou"),
        new("rule", RuleCommand.Create, "ru"),
        new("neigh", NeighCommand.Create, "neighbour", "neighbor", "n"),
        new("sysctl", SysctlCommand.Create),
        new("nft", NftCommand.Create),
        new("conntrack", ConntrackCommand.Create),
        new("cni", CniCommand.Create),
        new("ping", PingCommand.Create),
        new("capture", CaptureCommand.Create),
        new("trace", TraceCommand.Create),
        new("top", TopCommand.Create),
        new("graph", GraphCommand.Create),
        new("completion", () => About.Commands.Completion("commands, options, namespaces and links", About.NoCompletionFor)),
        new("complete", () => About.Commands.Complete("netctl complete -- li")) { IsHidden = true },
        new("man", () => About.Commands.Man(About.Manual)) { IsHidden = true },
    ];

    /// <summary>Does what the words of a call without options ask for; null when they must be read with care.</summary>
    public static int? DoPlain(ReadOnlySpan<string> words)
    {
        if (words is ["netns", ..])
            words = words[1..];
        if (words.Length == 0)
            return null;
        foreach (var verb in s_namespaceVerbs)
            if (verb.IsCalled(words[0]))
                return verb.IsPlain(words[1..]) ? verb.Plain!([.. words[1..]]) : null;
        return null;
    }

    // Made when it is needed: a plain call does without any of System.CommandLine.
    static ParserConfiguration AsWritten => new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>All of it, for help, the manual page and completion.</summary>
    public static Command Tree() => Root(s_verbs);

    /// <summary>Reads a call's words. Of all commands only the one that they name is made.</summary>
    public static ParseResult Parse(IReadOnlyList<string> words)
    {
        var args = words.ToList();
        int at = Options.SkipIn(args, Options.All, 0);
        if (at == args.Count || args[at] == "--")
            return Tree().Parse(args, AsWritten);
        var verb = Resolve(args, at, s_verbs);
        if (verb is null)
            return Root([]).Parse(args, AsWritten);   // which says that it does not know the word
        if (verb.Name == "netns")
            Resolve(args, Options.SkipIn(args, Options.All, at + 1), s_namespaceVerbs, mustBeOnly: false);
        var root = Root([verb]);
        KeepTheProgramsOwn(args, Spell(root.Subcommands[0], args, at + 1));
        return root.Parse(args, AsWritten);
    }

    static Command Root(IEnumerable<Entry> verbs)
    {
        var root = new Verb("netctl", """
            Named network namespaces, the same that ip netns keeps in /run/netns, and what is in them.

            Exit codes: 0 done, 1 failed, 2 refused by the kernel's network, 255 not understood or no such namespace; exec exits as its program does.
            """, "netctl add blue", "netctl -n blue link");
        foreach (var option in Options.All) root.Add(option);
        foreach (var verb in verbs) root.Add(verb.Create());
        return root;
    }

    static Command Netns()
    {
        var netns = new Verb("netns", "The verbs for namespaces, as ip has them; alone it lists.", "netctl netns add blue", "netctl netns");
        foreach (var verb in s_namespaceVerbs) netns.Add(verb.Create());
        netns.SetAction(ListCommand.Run);
        return netns;
    }

    // The word as its command's name: from an alias, or from its beginning. At the top that must fit one only, below it is the first that it fits, as with ip.
    static Entry? Resolve(List<string> args, int at, Entry[] among, bool mustBeOnly = true)
    {
        if (at >= args.Count || args[at] == "")
            return null;
        string word = args[at];
        var found = Array.Find(among, verb => verb.IsCalled(word));
        foreach (var verb in found is null ? among : [])
            if (!verb.IsHidden && verb.BeginsWith(word))
            {
                if (found is not null)
                    throw new CommandFailure(ExitCode.Usage, $"\"{word}\" could be {found.Name} or {verb.Name}. See netctl --help.");
                found = verb;
                if (!mustBeOnly) break;
            }
        if (found is not null)
            args[at] = found.Name;
        return found;
    }

    // The same for the verbs below a verb. Returns the last one, and where its own words begin.
    static (Command Verb, int At) Spell(Command verb, List<string> args, int at)
    {
        while (verb.Subcommands.Count > 0)
        {
            at = Options.SkipIn(args, Options.All, at);
            if (at >= args.Count || Below(verb, args[at]) is not { } next)
                break;
            args[at++] = next.Name;
            verb = next;
        }
        return (verb, at);
    }

    /// <summary>The command below another that a word names, if only by its beginning; null when there is none.</summary>
    public static Command? Below(Command verb, string word)
    {
        foreach (var next in verb.Subcommands)
            if (next.Name == word || next.Aliases.Contains(word))
                return next;
        foreach (var next in verb.Subcommands)
            if (word != "" && !next.Hidden && (next.Name.StartsWith(word, StringComparison.Ordinal) || next.Aliases.Any(alias => alias.StartsWith(word, StringComparison.Ordinal))))
                return next;
        return null;
    }

    // netctl exec blue ip -j link: the -j is for ip. "--" ends our own options, and users should not have to write it.
    static void KeepTheProgramsOwn(List<string> args, (Command Verb, int At) own)
    {
        if (own.Verb.Name != ExecCommand.Name)
            return;
        int at = Options.SkipIn(args, [.. Options.All, .. own.Verb.Options], own.At);
        if (!args.Take(at).Any(Options.IsAll)) at++;   // the namespace's name
        if (at < args.Count && !args.Take(at + 1).Contains("--"))
            args.Insert(at, "--");
    }
}
