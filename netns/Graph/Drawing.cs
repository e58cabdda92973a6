using Netctl.Hosts;
using Netlink.Routing;

namespace Netctl.Graph;

/// <summary>A link as the pictures show it.</summary>
/// <param name="Bridge">The bridge that it is a port of; null for none.</param>
/// <param name="Peer">The other end of a veth; null when it has none, or none to be seen.</param>
internal sealed record DrawnLink(string Name, string Kind, bool IsUp, IReadOnlyList<string> Addresses, string? Bridge, (string Place, string Link)? Peer)
{
    /// <summary>What stands beside its name.</summary>
    public string Details => string.Join(' ', (string[])[.. Kind is "" or "veth" ? (string[])[] : [Kind], .. IsUp ? (string[])[] : ["down"], .. Addresses]);
}

/// <summary>A namespace with its links: each bridge is followed by its ports.</summary>
internal sealed record DrawnPlace(string Name, IReadOnlyList<DrawnLink> Links)
{
    public IEnumerable<DrawnLink> Outermost => Links.Where(link => link.Bridge is null);

    public IEnumerable<DrawnLink> PortsOf(DrawnLink bridge) => Links.Where(link => link.Bridge == bridge.Name);
}

/// <summary>All namespaces of this host with their links, addresses, and what is connected with what.</summary>
internal static class Drawing
{
    public static List<DrawnPlace> Of(Places places) => places.All.Select(place => new DrawnPlace(place.Name, LinksOf(places, place))).ToList();

    static List<DrawnLink> LinksOf(Places places, Place place)
    {
        var all = place.Links.Values.OrderBy(link => link.Index).ToList();
        var sorted = all.Where(link => BridgeOf(place, link) is null)
            .SelectMany(link => (Link[])[link, .. all.Where(port => BridgeOf(place, port)?.Index == link.Index)]);
        return [.. sorted.Select(link => Draw(places, place, link))];
    }

    static DrawnLink Draw(Places places, Place place, Link link) => new(link.Name, link.Kind, link.IsUp,
        [.. place.Addresses.Where(address => address.LinkIndex == link.Index && address.Scope == Scope.Global).Select(address => $"{address.Ip}/{address.PrefixLength}")],
        BridgeOf(place, link)?.Name,
        link.Kind == "veth" && places.PeerOf(place, link) is { } peer ? (peer.Place.Name, peer.Link.Name) : null);

    static Link? BridgeOf(Place place, Link link) => link.MasterIndex != 0 && place.Links.TryGetValue(link.MasterIndex, out var master) ? master : null;
}
