using System.CommandLine.Completions;
using Linux;
using Netlink.Routing;

namespace Netctl.Completions;

/// <summary>What may stand where a command wants a name: <c>argument.CompletionSources.Add(Candidates.Links)</c>.</summary>
internal static class Candidates
{
    /// <summary>The namespace that the words before have chosen by -n.</summary>
    public static string? Netns { get; set; }

    public static IEnumerable<CompletionItem> Namespaces(CompletionContext _) => NamedNamespaces.List().Select(found => Item(found.Name, found.IsStale ? "stale" : ""));

    public static IEnumerable<CompletionItem> Links(CompletionContext _)
    {
        try
        {
            using var ns = Netns is null ? null : Options.OpenNamespace(Netns);
            using var socket = RouteSocket.Open(ns);
            return socket.Links.List().Select(link => Item(link.Name, link.Kind));
        }
        catch (Exception e) when (e is LinuxException or CommandFailure or ArgumentException)
        {
            return [];   // nothing can be said while somebody types
        }
    }

    /// <summary>Processes by number, with the name of each.</summary>
    public static IEnumerable<CompletionItem> Processes(CompletionContext _)
    {
        foreach (int pid in Linux.Processes.Ids())
            if (Linux.Processes.NameOf(pid) is { } name)
                yield return Item($"{pid}", name);
    }

    /// <summary>Programs on PATH.</summary>
    public static IEnumerable<CompletionItem> Programs(CompletionContext _) =>
        ProgramFile.Folders.SelectMany(folder => Folder.Names(folder) ?? []).Distinct().Select(name => Item(name, ""));

    static CompletionItem Item(string label, string detail) => new(label, detail: detail);
}
