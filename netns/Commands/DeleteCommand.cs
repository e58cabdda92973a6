using System.CommandLine;
using Linux;

namespace Netctl.Commands;

/// <summary>netctl delete NAME…: takes names away.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name") { Arity = ArgumentArity.OneOrMore, Description = "Names in /run/netns, stale ones too." };
        var delete = new Command("delete", "Takes names away; a namespace itself ends when nothing uses it any more.") { names };
        delete.Aliases.Add("del");
        delete.Aliases.Add("rm");
        delete.SetAction(parsed => EachName.Do(parsed.GetRequiredValue(names), NamedNamespaces.Delete));
        return delete;
    }
}
