using Linux;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>Which named namespace is meant by a number (nsid) in a socket's namespace.</summary>
internal sealed class NamespaceNames(RouteSocket socket)
{
    Dictionary<int, string>? _names;   // filled when a number is first met: most links have none

    public string? Find(int id) => (_names ??= Read()).GetValueOrDefault(id);

    Dictionary<int, string> Read()
    {
        var names = new Dictionary<int, string>();
        foreach (var (name, isStale) in NamedNamespaces.List())
            if (!isStale && IdOf(name, socket) is { } id)
                names.TryAdd(id, name);
        return names;
    }

    /// <summary>The number of a named namespace; null when it has none.</summary>
    public static int? IdOf(string name, RouteSocket socket)
    {
        try
        {
            using var ns = NamedNamespaces.Open(name);
            return socket.NamespaceIds.Find(ns);
        }
        catch (LinuxException)
        {
            return null;   // deleted since it was listed
        }
    }
}
