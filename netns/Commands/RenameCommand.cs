using System.CommandLine;
using Cli;
using Linux;
using Netctl.Completions;

namespace Netctl.Commands;

/// <summary>netctl rename OLD NEW: gives a namespace another name.</summary>
internal static class RenameCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("old") { Description = "The name it has.", CompletionSources = { Candidates.Namespaces } };
        var to = new Argument<string>("new") { Description = "The name it is to have." };
        var rename = new Verb("rename", """
            Gives a namespace another name. Its folder in /etc/netns goes with it.

            ip netns cannot: the file is a mount point, which rename(2) refuses.
            """, "netctl add blue", "netctl rename blue red", "netctl list") { from, to };
        rename.SetAction(parsed =>
        {
            NamedNamespaces.Rename(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            return ExitCode.Ok;
        });
        return rename;
    }
}
