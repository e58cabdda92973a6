using System.CommandLine;
using Netctl.Completions;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>The form that link, addr and route share: <c>VERB</c>, <c>VERB show</c>, <c>VERB show [dev] NAME</c>.</summary>
internal static class ShowVerb
{
    public static Command Create(string name, string description, Func<ParseResult, string?, int> show)
    {
        var verb = new Verb(name, description, $"netctl {name}");
        verb.SetAction(parsed => show(parsed, null));

        var device = new Argument<string[]>("dev") { Arity = ArgumentArity.ZeroOrMore, Description = "One link only: NAME, or dev NAME.", CompletionSources = { Candidates.Links } };
        var shown = new Verb("show", description, $"netctl {name} show lo") { device };
        foreach (string alias in (string[])["list", "ls", "lst"]) shown.Aliases.Add(alias);
        shown.SetAction(parsed => show(parsed, NameIn(parsed.GetValue(device) ?? [])));
        verb.Add(shown);
        return verb;
    }

    static string? NameIn(string[] words) => words switch
    {
        [] => null,
        ["dev", var name] => name,
        [var name] => name,
        _ => throw new CommandFailure(ExitCode.Usage, $"\"{words[^1]}\" is one word too many. See netctl --help."),
    };
}
