using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>A route as the words of ip route add describe it.</summary>
internal sealed class RouteWish(Family family)
{
    readonly List<HopWish> _hops = [];
    readonly FamilyWords _addresses = new(family);
    Prefix? _to, _from;
    IPAddress? _gateway, _source;
    RouteType? _type;
    RouteProtocol? _protocol;
    Scope? _scope;
    uint? _table;
    uint _priority, _nextHopId, _realms;
    byte _tos;
    RouteFlags _flags;
    RoutePreference _preference;
    RouteMetrics _metrics = RouteMetrics.None;
    string? _device;

    public static RouteWish Read(Words words, Family family)
    {
        var wish = new RouteWish(family);
        while (words.Any) wish.ReadOne(words);
        return wish._to is null ? throw Words.Wrong("where the route leads is missing: default, ADDRESS or ADDRESS/LENGTH") : wish;
    }

    void ReadOne(Words words)
    {
        if (words.Take("src")) _source = _addresses.Address(words);
        else if (words.Take("via")) _gateway = _addresses.AddressOfAny(words);   // an IPv4 route may lead through a router of IPv6, if that is said
        else if (words.Take("from")) _from = _addresses.Prefix(words);
        else if (words.Take("tos") || words.TakeShort("dsfield")) _tos = words.Named<byte>(RouteNames.Tos);
        else if (words.TakeShort("metric") || words.TakeShort("priority", 3) || words.Take("preference")) _priority = words.Number<uint>();
        else if (words.Take("scope")) _scope = (Scope)words.Named<byte>(RouteNames.Scopes);
        else if (MetricWords.Take(words, ref _metrics)) return;
        else if (words.TakeShort("realms")) _realms = RouteNames.RealmsIn(words);
        else if (words.Take("onlink")) _flags |= RouteFlags.OnLink;
        else if (words.Take("nexthop")) _hops.Add(HopWish.Read(words, _addresses));
        else if (words.Take("nhid")) _nextHopId = words.Number<uint>();
        else if (words.TakeShort("protocol")) _protocol = words.Protocol();
        else if (words.TakeShort("table")) _table = words.Named<uint>(RouteNames.Tables);
        else if (words.Take("dev", "oif")) _device = words.Value("name of a link");
        else if (words.Take("pref"))
            _preference = words.OneOf(("low", RoutePreference.Low), ("medium", RoutePreference.Medium), ("high", RoutePreference.High));
        else ReadDestination(words);
    }

    void ReadDestination(Words words)
    {
        words.Take("to");
        if (_type is null && RouteNames.FindType(words.Peek) is { } type)
        {
            words.Value();
            _type = type;
        }
        if (_to is not null) throw words.NotUnderstood();
        _to = _addresses.Prefix(words);
    }

    /// <summary>The route, for which links are looked up by name. What is not said counts as any when it is to be deleted.</summary>
    public Route Route(RouteSocket socket, bool toDelete)
    {
        var family = _addresses.Family == Family.Any ? Family.Ipv4 : _addresses.Family;
        var type = _type ?? (toDelete ? RouteType.Unspecified : RouteType.Unicast);
        var link = _device is null ? null : socket.LinkNamed(_device);
        var route = new Route
        {
            Family = family, To = Network(_to!.Value, family), From = _from is { } from ? Network(from, family) : null, Type = type, Gateway = _gateway,
            PreferredSource = _source, LinkIndex = link?.Index ?? 0, LinkName = _device, Priority = _priority, Tos = _tos, Flags = _flags, Preference = _preference,
            Metrics = _metrics, Realms = _realms, NextHopId = _nextHopId, NextHops = _hops.ConvertAll(hop => hop.NextHop(socket)),
            Table = _table ?? (type is RouteType.Local or RouteType.Broadcast or RouteType.Anycast ? Netlink.Routing.Route.LocalTable : Netlink.Routing.Route.MainTable),
            Protocol = _protocol ?? (toDelete ? RouteProtocol.Unspecified : RouteProtocol.Boot),
        };
        bool anyScope = toDelete && family == Family.Ipv4 && type is not (RouteType.Local or RouteType.Broadcast or RouteType.Multicast or RouteType.Anycast);
        return route with { Scope = _scope ?? (anyScope ? Scope.Nowhere : null) };
    }

    // The kernel refuses bits beyond the prefix of IPv4, and leaves them out of IPv6.
    static IPNetwork? Network(Prefix prefix, Family family) => family == Family.Ipv4 && prefix.HasBitsBeyond
        ? throw new CommandFailure(ExitCode.Kernel, $"Invalid prefix for given prefix length: {prefix} is in {prefix.Network}")
        : prefix.Network;
}
