using System.CommandLine;
using System.Globalization;
using Cli;
using Linux;
using Netctl.Completions;
using Netctl.Listings;
using Netctl.Namespaces;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl inspect NAME…: all there is to know about namespaces.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name")
        {
            Arity = ArgumentArity.OneOrMore, Description = "Namespaces: names, paths with a slash in them, or processes' numbers.", CompletionSources = { Candidates.Namespaces },
        };
        var inspect = new Verb("inspect", "Shows a namespace with its id, its age, whose it is, who keeps it alive, its links, addresses and routes.",
            "netctl add blue --up", "netctl inspect blue") { names };
        inspect.SetAction(parsed =>
        {
            var to = new Listing(parsed.Modes());
            string[] asked = parsed.GetRequiredValue(names);
            var holders = NamespaceHolders.OfEach(Opened(asked), Holding.All);
            foreach (string name in asked) Put(to, name, holders);
            return to.Print();
        });
        return inspect;
    }

    static IEnumerable<NetNamespace> Opened(string[] names)
    {
        foreach (string name in names)
        {
            using var ns = Options.OpenNamespace(name);
            yield return ns;
        }
    }

    static void Put(Listing to, string name, NamespaceHolders holders)
    {
        using var ns = Options.OpenNamespace(name);
        using var item = to.Item();
        to.Put("name", name, $"{name}\n");
        to.Put("inode", ns.Inode, $"    namespace net:[{ns.Inode}]");
        using (var here = RouteSocket.Open())
            if (here.NamespaceIds.Find(ns) is { } id)
                to.Put("id", id, $", id {id} here");
        to.EndLine();
        PutPlace(to, ns);
        PutHolders(to, holders.OfOthers(ns.Inode, ns.Path));
        using var socket = RouteSocket.Open(ns);
        var links = new LinkListing(socket);
        PutLinks(to, socket, links);
        PutRoutes(to, socket, links);
    }

    // The kernel stamps a namespace's inode when it is first looked at, which naming it does.
    static void PutPlace(Listing to, NetNamespace ns)
    {
        to.Put("path", ns.Path, $"    at {ns.Path}");
        if (FileTime.Of(ns.Path) is { } since)
        {
            string time = DateTimeOffset.FromUnixTimeSeconds(since.Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            to.Put("since", time, $" since {time}");
        }
        to.EndLine();
        if (ns.Owner() is not { } owner)
            return;
        string user = Account.Find($"{owner.User}")?.Name ?? $"{owner.User}";
        using (to.Object("owner"))
        {
            to.Put("user_namespace", owner.Inode, $"    owned by user:[{owner.Inode}]");
            to.Put("uid", owner.User, $" of {user}\n");
        }
    }

    static void PutHolders(Listing to, IReadOnlyList<NamespaceHolder> holders)
    {
        using var list = to.List("holders");
        foreach (var holder in holders)
        {
            to.Text($"    held by {holder}\n");
            HolderListing.Put(to, holder);
        }
    }

    static void PutLinks(Listing to, RouteSocket socket, LinkListing links)
    {
        var addresses = socket.Addresses.List().ToLookup(address => address.LinkIndex);
        using var list = to.List("links");
        foreach (var link in links.Links)
            using (to.Item())
            {
                links.PutHead(to, link, withMode: false);
                LinkListing.PutHardware(to, link);
                links.PutParentNamespace(to, link);
                to.EndLine();
                using (to.List("addr_info"))
                    foreach (var address in addresses[link.Index])
                        AddressListing.Put(to, address, link.Name);
            }
    }

    static void PutRoutes(Listing to, RouteSocket socket, LinkListing links)
    {
        var listing = new RouteListing(links, RouteFilter.None);
        using var list = to.List("routes");
        foreach (var family in (Family[])[Family.Ipv4, Family.Ipv6])
            foreach (var route in RoutesOf(socket, family))
                listing.Put(to, route);
    }

    static IReadOnlyList<Route> RoutesOf(RouteSocket socket, Family family)
    {
        try
        {
            return socket.Routes.List(family);
        }
        catch (NetlinkException e) when (e.Errno == Errno.NoEntry)
        {
            return [];   // the kernel makes a table of routes when the first link comes up
        }
    }
}
