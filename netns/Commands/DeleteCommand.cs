using System.CommandLine;
using Linux;
using Netctl.Completions;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl delete NAME…: takes names away.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name") { Arity = ArgumentArity.OneOrMore, Description = "Names in /run/netns, stale ones too.", CompletionSources = { Candidates.Namespaces } };
        var delete = new Verb("delete", "Takes names away; a namespace itself ends when nothing uses it any more.",
            "netctl add blue", "netctl delete blue") { names };
        delete.SetAction(parsed => EachName.Do(parsed.GetRequiredValue(names), NamedNamespaces.Delete));
        return delete;
    }
}
