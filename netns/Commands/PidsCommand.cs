using System.CommandLine;
using Cli;
using Linux;
using Netctl.Completions;
using Netctl.Listings;
using Netctl.Namespaces;

namespace Netctl.Commands;

/// <summary>netctl pids NAME: the processes in a namespace.</summary>
internal static class PidsCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The namespace: a name, a path with a slash in it, or a process's number.", CompletionSources = { Candidates.Namespaces } };
        var threads = new Option<bool>("--threads") { Description = "Those with a thread in it, too." };
        var files = new Option<bool>("--fds") { Description = "Those elsewhere who have it, or a socket of it, open, too: that keeps it alive as well." };
        var pids = new Verb("pids", """
            Lists the processes in a namespace, a number each.

            Unlike ip netns, which sees main threads only, it also finds, if told to, who else keeps it alive; each line then says by what.
            """, "netctl add blue", "netctl pids blue", "netctl pids blue --threads --fds") { name, threads, files };
        pids.SetAction(parsed => Run(parsed, parsed.GetRequiredValue(name), parsed.GetValue(threads), parsed.GetValue(files)));
        return pids;
    }

    static int Run(ParseResult parsed, string name, bool threads, bool files)
    {
        using var ns = NamedNamespaces.Open(name);
        var kinds = Holding.Process | (threads ? Holding.Thread : 0) | (files ? Holding.File | Holding.Socket : 0);
        var to = new Listing(parsed.Modes());
        foreach (var holder in NamespaceHolders.Of(ns, kinds))
        {
            if (holder.By != Holding.Process && holder.Pid == Environment.ProcessId)
                continue;
            to.Text(kinds == Holding.Process ? $"{holder.Pid}\n" : $"{holder}\n");
            HolderListing.Put(to, holder);
        }
        return to.Print();
    }
}
