using Netctl.Hosts;
using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Trace;

/// <summary>Where a frame that leaves by a link arrives: through veths and bridges, to whom has the address that it is for.</summary>
internal sealed class Wire(Places places, IPAddress wanted)
{
    readonly HashSet<(Place, int)> _seen = [];
    readonly List<string> _faults = [];
    readonly List<string> _outside = [];

    /// <summary>The bridges and ports on the way to where it arrived.</summary>
    public IReadOnlyList<string> Way { get; private set; } = [];

    /// <summary>Why some of the ways ended: a link that is down, a port that is kept apart.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Links by which the frame leaves what can be seen of this host.</summary>
    public IReadOnlyList<string> Outside => _outside;

    /// <summary>The link that the frame arrives by at whom has the address; null when it meets nobody who has.</summary>
    public (Place Place, Link Link)? From(Place place, Link link) => Leave(place, link, []);

    (Place, Link)? Leave(Place place, Link link, List<string> way)
    {
        if (!_seen.Add((place, link.Index))) return null;
        if (!link.IsUp)
        {
            _faults.Add($"{link.Name} in {place.Name} is down");
            return null;
        }
        if (link.Kind == "bridge") return Flood(place, link, from: null, way);
        if (link.Kind != "veth")
        {
            _outside.Add($"{link.Name} in {place.Name}");
            return null;
        }
        if (places.PeerOf(place, link) is not { } peer)
        {
            _outside.Add($"{link.Name} in {place.Name}, whose other end cannot be seen from here");
            return null;
        }
        return Arrive(peer.Place, peer.Link, way);
    }

    (Place, Link)? Arrive(Place place, Link link, List<string> way)
    {
        if (!link.IsUp)
        {
            _faults.Add($"{link.Name} in {place.Name}, the other end, is down");
            return null;
        }
        if (link.MasterIndex == 0 || !place.Links.TryGetValue(link.MasterIndex, out var master) || master.Kind != "bridge")
            return Found(place, link, way);
        if (!master.IsUp)
        {
            _faults.Add($"bridge {master.Name} in {place.Name} is down");
            return null;
        }
        return Flood(place, master, link, [.. way, $"port {link.Name} of bridge {master.Name} in {place.Name}"]);
    }

    (Place, Link)? Found(Place place, Link link, List<string> way)
    {
        if (!Answers(place, link)) return null;
        Way = way;
        return (place, link);
    }

    // Linux answers ARP for any address of the namespace, neighbour discovery for those of the link.
    bool Answers(Place place, Link link) =>
        place.Addresses.Exists(address => address.Ip.Equals(wanted) && (wanted.Family() == Family.Ipv4 || address.LinkIndex == link.Index));

    (Place, Link)? Flood(Place place, Link bridge, Link? from, List<string> way)
    {
        if (from is not null && Found(place, bridge, way) is { } own) return own;
        foreach (var port in place.Links.Values)
        {
            if (port.MasterIndex != bridge.Index || port.Index == from?.Index) continue;
            if (from?.Port?.Isolated == true && port.Port?.Isolated == true)
            {
                if (new Wire(places, wanted).Leave(place, port, []) is not null)
                    _faults.Add($"ports {from.Name} and {port.Name} of bridge {bridge.Name} in {place.Name} are isolated from each other");
                continue;
            }
            if (Leave(place, port, [.. way, $"port {port.Name} of bridge {bridge.Name} in {place.Name}"]) is { } found) return found;
        }
        return null;
    }
}
