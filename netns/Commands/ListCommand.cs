using System.CommandLine;
using Cli;
using Linux;
using Netctl.Listings;
using Netctl.Namespaces;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl list: the named namespaces, each with the number by which this one knows it; with --all those without a name, too.</summary>
internal static class ListCommand
{
    const int MostShown = 4;   // holders in a line; JSON has them all

    public static Command Create()
    {
        var list = new Verb("list", """
            Lists the namespaces that have a name, each with its id if it has one here.

            Unlike ip netns, it sorts them, marks names that have lost their namespace as stale, and with --all shows those without a name, too: of containers and
            services, found in /proc, with who holds them.
            """, "netctl add blue red", "netctl list", "netctl list --all");
        list.SetAction(Run);
        return list;
    }

    public static int Run(ParseResult parsed) => Show(parsed.Modes(), parsed.OpenSocket(), parsed.WantsAll());

    public static int Show(OutputModes modes, RouteSocket observer, bool all)
    {
        var to = new Listing(modes);
        using var socket = observer;
        var named = NamedNamespaces.List();
        foreach (var (name, isStale) in named)
            using (to.Item())
            {
                to.Put("name", name, name);
                if (isStale) to.Put("stale", true, " (stale)");
                else if (NamespaceNames.IdOf(name, socket) is { } id) to.Put("id", id, $" (id: {id})");
                to.EndLine();
            }
        if (all)
            PutUnnamed(to, socket, named);
        return to.Print();
    }

    static void PutUnnamed(Listing to, RouteSocket socket, IReadOnlyList<NamedNamespace> named)
    {
        var known = new HashSet<ulong>();
        foreach (var one in named)
            if (!one.IsStale && FileIdentity.Of(one.Path) is { } file)
                known.Add(file.Inode);
        using var own = NetNamespace.Current();
        var holders = NamespaceHolders.OfAll(Holding.Process | Holding.Thread | Holding.File | Holding.Mount);
        foreach (ulong inode in holders.Namespaces.Order())
            if (!known.Contains(inode))
                PutUnnamed(to, socket, inode, holders.Of(inode), isOwn: inode == own.Inode);
    }

    static void PutUnnamed(Listing to, RouteSocket socket, ulong inode, IReadOnlyList<NamespaceHolder> holders, bool isOwn)
    {
        using var item = to.Item();
        to.Put("inode", inode, $"net:[{inode}]");
        if (IdBy(holders, socket) is { } id) to.Put("id", id, $" (id: {id})");
        if (isOwn) to.Put("current", true, " (this one)");
        to.Text($" held by {string.Join("; ", holders.Take(MostShown))}{(holders.Count > MostShown ? $" and {holders.Count - MostShown} more" : "")}");
        to.EndLine();
        using (to.List("holders"))
            foreach (var holder in holders) HolderListing.Put(to, holder);
    }

    static int? IdBy(IReadOnlyList<NamespaceHolder> holders, RouteSocket socket)
    {
        foreach (var holder in holders)
        {
            using var ns = holder.Open();
            if (ns is not null)
                return socket.NamespaceIds.Find(ns);
        }
        return null;
    }
}
