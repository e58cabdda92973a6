using Netctl.Hosts;
using System.Net;
using Linux;
using Netfilter.Nft;
using Netfilter.Nft.Tracing;
using Netlink;
using Netlink.Routing;

namespace Netctl.Trace;

/// <summary>
/// A packet's way from namespace to namespace, as their routes, rules, bridges and neighbours have it now. Nothing is sent: routes are the kernel's own answers,
/// rules are gone through as the kernel would.
/// </summary>
internal sealed class Walk(Places places, List<Step> steps)
{
    const int MostHops = 24;

    readonly Dictionary<Place, (TracedPacket Before, TracedPacket After)> _translations = [];
    readonly List<string> _unknown = [];

    /// <summary>Rules that could not be judged.</summary>
    public IEnumerable<string> Unknown => _unknown.Distinct();

    /// <summary>From a socket in a namespace to a namespace that keeps the packet. Throws <see cref="WayEnds"/> when none does.</summary>
    public (Place Place, TracedPacket Packet) Send(Place place, TracedPacket packet, bool hasSource)
    {
        var route = Route(place, packet, hasSource, incoming: 0);
        if (!hasSource) packet = packet with { Source = SourceOf(place, route, packet) };
        packet = Out(packet, place, route);
        var before = packet;
        packet = Pass(place, HookPoint.Output, packet);
        if (!packet.Destination.Equals(before.Destination))
        {
            route = Route(place, packet, hasSource: true, incoming: 0);
            packet = Out(packet, place, route);
        }
        packet = packet with { IncomingIndex = 0, IncomingName = "" };
        return Leave(place, packet, route, before);
    }

    /// <summary>From a link by which the packet comes in.</summary>
    public (Place Place, TracedPacket Packet) Receive(Place place, Link link, TracedPacket packet, int hops = 0)
    {
        if (hops > MostHops) throw new WayEnds(Ending.IsLost, "the packet goes round in circles until its time to live is over");
        packet = packet with
        {
            IncomingIndex = link.Index, IncomingName = link.Name, OutgoingIndex = 0, OutgoingName = "", HasNewDestination = false, HasNewSource = false,
        };
        var before = packet;
        packet = Pass(place, HookPoint.Prerouting, packet, there => Untranslate(place, there));
        var route = Route(place, packet, hasSource: true, link.Index);
        if (route.Type is RouteType.Local or RouteType.Broadcast or RouteType.Anycast)
        {
            Remember(place, before, packet);
            return Keep(place, packet);
        }
        if (packet.IsIpv6 && place.Setting("net/ipv6/conf/all/forwarding") == "0")
            throw Lost(place, "net.ipv6.conf.all.forwarding is 0: it forwards nothing");
        packet = Out(packet, place, route);
        packet = Pass(place, HookPoint.Forward, packet);
        return Leave(place, packet, route, before, hops);
    }

    (Place, TracedPacket) Leave(Place place, TracedPacket packet, Route route, TracedPacket before, int hops = 0)
    {
        packet = Pass(place, HookPoint.Postrouting, packet);
        if (packet.HasNewSource && packet.Source.Equals(IPAddress.Any))   // masquerade
            packet = packet with { Source = SourceOf(place, place.Ask(new RouteQuestion(packet.Destination) { OutgoingIndex = route.LinkIndex }), packet) };
        Remember(place, before, packet);
        packet = Retranslate(place, packet);
        if (route.Type is RouteType.Local)
        {
            var lo = place.Links[1];
            if (!lo.IsUp) throw Lost(place, "lo is down: a namespace reaches itself by it");
            packet = packet with { IncomingIndex = 1, IncomingName = lo.Name, OutgoingIndex = 0, OutgoingName = "" };
            return Keep(place, Pass(place, HookPoint.Prerouting, packet with { IsEstablished = true }) with { IsEstablished = packet.IsEstablished });
        }
        var (there, link) = Deliver(place, packet, route);
        return Receive(there, link, packet, hops + 1);
    }

    (Place, TracedPacket) Keep(Place place, TracedPacket packet)
    {
        packet = Pass(place, HookPoint.Input, packet);
        return (place, packet);
    }

    // Over the wire to whom has the address, or the router's.
    (Place, Link) Deliver(Place place, TracedPacket packet, Route route)
    {
        var link = place.Links[route.LinkIndex];
        var next = route.Gateway is { } gateway && !IsOwn(place, gateway) ? gateway : packet.Destination;
        if (next.Family() != packet.Destination.Family()) next = route.Gateway!;
        var wire = new Wire(places, next);
        var found = wire.From(place, link);
        if (found is { } at)
        {
            foreach (string way in wire.Way) Tell(place, "bridge", way);
            CheckNeighbour(place, link, next, at.Link);
            return at;
        }
        if (wire.Faults.Count > 0)
            throw new WayEnds(Ending.IsUnreachable, $"{place.Name}: nobody answers for {next} on {link.Name}: {string.Join("; ", wire.Faults)}");
        if (wire.Outside.Count > 0)
            throw new WayEnds(Ending.LeavesHost, $"{place.Name}: to {next} by {wire.Outside[0]}: what is beyond cannot be seen from this host");
        throw new WayEnds(Ending.IsUnreachable, $"{place.Name}: nobody on {link.Name} has {next}, so that nobody answers for it");
    }

    void CheckNeighbour(Place place, Link link, IPAddress next, Link found)
    {
        var neighbour = place.Neighbour(next, link);
        string known = neighbour?.Mac is null ? "to be asked for" : $"lladdr {neighbour.Mac.Text()} {neighbour.State.ToString().ToUpperInvariant()}";
        Tell(place, "neighbour", $"{next} dev {link.Name} {known}");
        if (neighbour is { Mac: not null, State: NeighbourState.Permanent } && !neighbour.Mac.Equals(found.Mac))
            throw Lost(place, $"the neighbour entry {next} dev {link.Name} is permanent and wrong: it says {neighbour.Mac.Text()}, {found.Name} has {found.Mac.Text()}");
    }

    // A gateway that is this namespace's own address is no router: the destination itself is asked for.
    static bool IsOwn(Place place, IPAddress gateway) => place.Has(gateway);

    TracedPacket Pass(Place place, HookPoint hook, TracedPacket packet, Func<TracedPacket, TracedPacket>? restore = null)
    {
        var verdict = place.Rules.Pass(hook, packet, restore);
        foreach (string step in verdict.Steps) Tell(place, hook.ToString().ToLowerInvariant(), step);
        _unknown.AddRange(verdict.Unknown.Select(rule => $"{place.Name}: {rule}"));
        if (verdict.IsDropped) throw Lost(place, verdict.Steps[^1]);
        if (verdict.IsRejected) throw new WayEnds(Ending.IsRefused, $"{place.Name}: {verdict.Steps[^1]}");
        return verdict.Packet;
    }

    Route Route(Place place, TracedPacket packet, bool hasSource, int incoming)
    {
        var question = new RouteQuestion(packet.Destination)
        {
            From = hasSource ? packet.Source : null, IncomingIndex = incoming, Mark = packet.Mark, Protocol = packet.Protocol,
            SourcePort = packet.SourcePort, DestinationPort = packet.DestinationPort,
        };
        try
        {
            var route = place.Ask(question);
            if (route.Type is RouteType.Unreachable or RouteType.Prohibit or RouteType.Blackhole)
                throw Refused(place, packet, $"the route is {route.Type.ToString().ToLowerInvariant()}", route.Type == RouteType.Blackhole);
            string link = place.Links.TryGetValue(route.LinkIndex, out var by) ? by.Name : "lo";
            Tell(place, "route", (route.Type == RouteType.Local ? "local " : "") + $"{packet.Destination}"
                + (route.Gateway is null ? "" : $" via {route.Gateway}") + $" dev {link}" + TableOf(route));
            return route;
        }
        catch (NetlinkException e)
        {
            bool isSilent = e.Errno is Errno.CrossDevice or Errno.Invalid || e.Errno == Errno.HostUnreachable && ForwardsNothing(place, packet, incoming);
            throw Refused(place, packet, Why(place, packet, incoming, e.Errno), isSilent);
        }
    }

    static string TableOf(Route route) =>
        route.Table is 0 or Netlink.Routing.Route.MainTable or Netlink.Routing.Route.LocalTable ? "" : $" table {route.Table}";

    // A sender is told at once; a router tells the sender, but for what it holds to be forged.
    static WayEnds Refused(Place place, TracedPacket packet, string why, bool isSilent) =>
        new(isSilent || packet.IsEstablished ? Ending.IsLost : Ending.IsUnreachable, $"{place.Name}: {why}");

    // Newer kernels say no more than that they would not take it.
    static bool FailsReversePath(Place place, TracedPacket packet, int incoming)
    {
        if (packet.IsIpv6 || !place.Links.TryGetValue(incoming, out var link) || place.TypeOf(packet.Source) == RouteType.Local) return false;
        string strictest = new[] { "all", link.Name }.Max(name => place.Setting($"net/ipv4/conf/{name}/rp_filter")) ?? "0";
        var back = place.WayTo(packet.Source);
        return strictest != "0" && (back is null || strictest == "1" && back.LinkIndex != incoming);
    }

    static bool ForwardsNothing(Place place, TracedPacket packet, int incoming) =>
        !packet.IsIpv6 && place.Links.TryGetValue(incoming, out var link) && place.Setting($"net/ipv4/conf/{link.Name}/forwarding") == "0";

    static string Why(Place place, TracedPacket packet, int incoming, Errno errno)
    {
        string by = place.Links.TryGetValue(incoming, out var link) ? link.Name : "";
        if (incoming != 0 && (errno == Errno.CrossDevice || errno == Errno.Invalid && FailsReversePath(place, packet, incoming)))
            return $"rp_filter on {by}: answers to {packet.Source} would not leave by it";
        if (incoming != 0 && errno == Errno.Invalid && place.TypeOf(packet.Source) == RouteType.Local)
            return $"{packet.Source} cannot come in by {by}: it is an address of this namespace, or 127.0.0.0/8";
        if (errno == Errno.HostUnreachable && ForwardsNothing(place, packet, incoming))
            return $"net.ipv4.ip_forward is 0 (net.ipv4.conf.{by}.forwarding): it forwards nothing that comes in by {by}";
        return errno switch
        {
            Errno.NetworkUnreachable => $"no route to {packet.Destination}",
            Errno.HostUnreachable => $"the route to {packet.Destination} is unreachable",
            Errno.Access => $"the route to {packet.Destination} is prohibited",
            Errno.Invalid => $"the route to {packet.Destination} is a blackhole",
            _ => $"no way to {packet.Destination}: {errno.Text()}",
        };
    }

    static TracedPacket Out(TracedPacket packet, Place place, Route route) =>
        packet with { OutgoingIndex = route.LinkIndex, OutgoingName = place.Links.TryGetValue(route.LinkIndex, out var link) ? link.Name : "" };

    static IPAddress SourceOf(Place place, Route route, TracedPacket packet) =>
        route.PreferredSource
        ?? place.Addresses.Find(address => address.LinkIndex == route.LinkIndex && address.Ip.Family() == packet.Destination.Family())?.Ip
        ?? packet.Destination;

    void Remember(Place place, TracedPacket before, TracedPacket after)
    {
        bool isChanged = !before.Source.Equals(after.Source) || !before.Destination.Equals(after.Destination) || before.DestinationPort != after.DestinationPort;
        if (isChanged && !after.IsEstablished)
            _translations[place] = (before, after);
    }

    // An answer meets the connections that the request was made part of: it goes to whom had asked, and comes from whom was asked.
    TracedPacket Untranslate(Place place, TracedPacket packet) =>
        packet.IsEstablished && _translations.TryGetValue(place, out var known)
            && known.After.Source.Equals(packet.Destination) && known.After.Destination.Equals(packet.Source)
            ? packet with { Destination = known.Before.Source, DestinationPort = known.Before.SourcePort, HasNewSource = true, HasNewDestination = true }
            : packet;

    TracedPacket Retranslate(Place place, TracedPacket packet) =>
        packet.IsEstablished && _translations.TryGetValue(place, out var known) && known.After.Destination.Equals(packet.Source)
            ? packet with { Source = known.Before.Destination, SourcePort = known.Before.DestinationPort }
            : packet;

    static WayEnds Lost(Place place, string why) => new(Ending.IsLost, $"{place.Name}: {why}");

    void Tell(Place place, string kind, string text) => steps.Add(new(place.Name, kind, text));
}
