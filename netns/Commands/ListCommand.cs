using System.CommandLine;
using Linux;
using Netctl.Listings;
using Netctl.Tree;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl list: the named namespaces, each with the number by which this one knows it.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var list = new Verb("list", "Lists the namespaces that have a name.", "netctl list");
        list.SetAction(Run);
        return list;
    }

    public static int Run(ParseResult parsed)
    {
        var to = new Listing(parsed.Modes());
        using var socket = parsed.OpenSocket();
        foreach (var (name, isStale) in NamedNamespaces.List())
            using (to.Item())
            {
                to.Put("name", name, name);
                if (isStale) to.Put("stale", true, " (stale)");
                else if (NamespaceNames.IdOf(name, socket) is { } id) to.Put("id", id, $" (id: {id})");
                to.EndLine();
            }
        return to.Print();
    }
}
