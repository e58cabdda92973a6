using System.CommandLine;
using Cli;
using Linux;
using Netctl.Listings;
using Netctl.Namespaces;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl prune: takes away what killed programs and forgotten work have left.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        var unused = new Option<bool>("--unused") { Description = "Namespaces, too, that nothing is in: no process, no link but lo, and nobody has them open or has named them otherwise." };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would go." };
        var prune = new Verb("prune", """
            Removes names that have lost their namespace, and says which.

            Such a file is left when an add is killed, or when something unmounts the namespace; ip netns then says "Invalid argument" of it.
            """, "netctl add blue", "umount /run/netns/blue", "netctl prune", "netctl add blue") { unused, dry };
        prune.SetAction(parsed => Run(parsed, parsed.GetValue(unused), parsed.GetValue(dry)));
        return prune;
    }

    static int Run(ParseResult parsed, bool unused, bool dry)
    {
        var all = NamedNamespaces.List();
        var pruned = dry ? [.. all.Where(one => one.IsStale).Select(one => one.Name)] : NamedNamespaces.Prune().ToList();
        foreach (var one in unused ? all : [])
            if (!one.IsStale && IsUnused(one))
            {
                if (!dry) NamedNamespaces.Delete(one.Name);
                pruned.Add(one.Name);
            }
        var to = new Listing(parsed.Modes());
        foreach (string name in pruned)
            using (to.Item())
                to.Put("name", name, $"{name}\n");
        return to.Print();
    }

    static bool IsUnused(NamedNamespace named)
    {
        using var ns = NetNamespace.Find(named.Path);
        if (ns is null || NamespaceHolders.OfOthers(ns, named.Path).Count > 0)
            return false;
        using var socket = RouteSocket.Open(ns);
        return socket.Links.List().Count == 1;
    }
}
