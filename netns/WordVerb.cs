using System.CommandLine;
using Cli;
using Netctl.Completions;

namespace Netctl;

/// <summary>The verbs in iproute2's manner: an object such as link, and what can be done to it, each followed by words.</summary>
internal static class WordVerb
{
    /// <summary>
    /// An object with its verbs, in the order in which ip tries them when a verb is shortened: <c>ip link s</c> is set, <c>ip addr s</c> is show.
    /// Alone it does what its verb "show" does.
    /// </summary>
    public static Command Object(string name, string description, IEnumerable<string> aliases, params ReadOnlySpan<Command> verbs)
    {
        var all = new Cli.Verb(name, description);
        foreach (string alias in aliases) all.Aliases.Add(alias);
        foreach (var verb in verbs)
        {
            all.Add(verb);
            if (verb.Name == "show") all.Action = verb.Action;
        }
        return all;
    }

    /// <summary>One verb. The description's second part shows the words, as ip(8) writes them; the examples work.</summary>
    public static Command Verb(string name, string description, IEnumerable<string> aliases, Func<ParseResult, Words, int> work, params string[] examples)
    {
        var words = new Argument<string[]>("words") { Arity = ArgumentArity.ZeroOrMore, Description = "In the order and spelling of iproute2.", CompletionSources = { Candidates.Links } };
        var verb = new Cli.Verb(name, description, examples) { words };
        foreach (string alias in aliases) verb.Aliases.Add(alias);
        verb.SetAction(parsed => work(parsed, new Words(parsed.CommandResult.GetResult(words)?.GetValueOrDefault<string[]>() ?? [])));
        return verb;
    }
}
