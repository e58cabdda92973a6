using Netctl.Hosts;
using System.Net;
using Netfilter.Nft.Tracing;
using Netlink;
using Netlink.Routing;

namespace Netctl.Trace;

/// <summary>Whether and how a connection from one place to another's port comes about: the request's way there, who listens, and the answer's way back.</summary>
internal sealed class Tracing(Places places)
{
    const ushort SomePort = 40000;   // of those that the kernel gives to clients

    public List<Step> Steps { get; } = [];
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    public (Ending Ending, string Reason) Run(string from, IPAddress to, ushort port, byte protocol)
    {
        var walk = new Walk(places, Steps);
        try
        {
            return Go(walk, from, to, port, protocol);
        }
        catch (WayEnds e)
        {
            return (e.Ending, e.Message);
        }
        finally
        {
            Unknown = [.. walk.Unknown];
        }
    }

    (Ending, string) Go(Walk walk, string from, IPAddress to, ushort port, byte protocol)
    {
        var packet = new TracedPacket
        {
            Source = to, Destination = to, Protocol = protocol, SourcePort = port == 0 ? (ushort)0 : SomePort, DestinationPort = port,
        };
        var (place, arrived) = Start(walk, from, packet, out bool isOutside);
        string? listener = port == 0 ? "" : Listeners.Find(place, protocol, arrived.Destination, arrived.DestinationPort);
        Steps.Add(new(place.Name, "socket", port == 0 ? "answers by itself"
            : listener is null ? $"nobody listens on port {arrived.DestinationPort}" : $"listens on {listener}"));
        if (isOutside)
            return listener is null ? Refusal(place, arrived) : (Ending.Connects, $"{place.Name} takes it; the answer's way leaves this host");
        Answer(walk, place, arrived);
        return listener is null ? Refusal(place, arrived) : (Ending.Connects, $"{place.Name} takes it{(port == 0 ? "" : $" on {listener}")}");
    }

    static (Ending, string) Refusal(Place place, TracedPacket arrived) =>
        (Ending.IsRefused, $"{place.Name}: nobody listens on port {arrived.DestinationPort} of {arrived.Destination}");

    // The no, too, has to find its way back.
    void Answer(Walk walk, Place place, TracedPacket arrived)
    {
        int request = Steps.Count;
        try
        {
            walk.Send(place, arrived with
            {
                Source = arrived.Destination, SourcePort = arrived.DestinationPort, Destination = arrived.Source, DestinationPort = arrived.SourcePort,
                IsEstablished = true, IncomingIndex = 0, IncomingName = "",
            }, hasSource: true);
            Steps.RemoveRange(request, Steps.Count - request);   // of interest only when it fails
        }
        catch (WayEnds e) when (e.Ending != Ending.LeavesHost)
        {
            throw new WayEnds(Ending.IsLost, $"the answer does not come back: {e.Message}");
        }
    }

    (Place, TracedPacket) Start(Walk walk, string from, TracedPacket packet, out bool isOutside)
    {
        isOutside = false;
        if (from == "outside") return Outside(walk, null, packet, out isOutside);
        if (IPAddress.TryParse(from, out var address))
            return places.Having(address) is { } owner
                ? walk.Send(owner, packet with { Source = address }, hasSource: true)
                : Outside(walk, address, packet, out isOutside);
        var place = from is "host" or "." ? places.Here : places.Named(from);
        return place is null
            ? throw new CommandFailure(ExitCode.Usage, $"{from} is no namespace, no address and neither \"host\" nor \"outside\"; netctl list shows the namespaces")
            : walk.Send(place, packet, hasSource: false);
    }

    // Somebody whom this host has a route to, or the default route's router: it comes in where answers would go out.
    (Place, TracedPacket) Outside(Walk walk, IPAddress? address, TracedPacket packet, out bool isOutside)
    {
        isOutside = true;
        var asked = address ?? (packet.IsIpv6 ? IPAddress.Parse("2001:db8::1") : IPAddress.Parse("203.0.113.1"));
        Route way;
        try
        {
            way = places.Here.Ask(new RouteQuestion(asked));
        }
        catch (NetlinkException)
        {
            throw new CommandFailure(ExitCode.Own, address is null
                ? "this host has no default route, by which the outside would be: name an address"
                : $"this host has no route to {asked}, so that nothing comes from there");
        }
        var source = address ?? way.Gateway ?? asked;
        var link = places.Here.Links[way.LinkIndex];
        Steps.Add(new(places.Here.Name, "link", $"comes in by {link.Name}"));
        return walk.Receive(places.Here, link, packet with { Source = source });
    }
}
