using System.CommandLine;
using Linux;
using Netctl.Tree;

namespace Netctl.Commands;

/// <summary>netctl add NAME…: makes namespaces.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name") { Arity = ArgumentArity.OneOrMore, Description = "What they will be called in /run/netns." };
        var add = new Verb("add", "Makes namespaces, each with lo alone in it.", "netctl add blue red") { names };
        add.SetAction(parsed => EachName.Do(parsed.GetRequiredValue(names), NamedNamespaces.Add));
        return add;
    }
}
