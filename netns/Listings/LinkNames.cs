using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>The names of links by number, asked for one at a time: of a thousand links, a list of routes or neighbours names a few.</summary>
internal sealed class LinkNames(RouteSocket socket)
{
    readonly Dictionary<int, string> _names = [];

    public string NameOf(int index) => _names.TryGetValue(index, out string? known) ? known : _names[index] = socket.Links.Find(index)?.Name ?? $"if{index}";
}
