using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A route, written as iproute2 writes it: default via 10.1.0.1 dev eth0.</summary>
public sealed record Route : RouteObject
{
    /// <summary>Where it leads; null is everywhere (default), of <see cref="Family"/>.</summary>
    public IPNetwork? To { get; init; }
    public Family Family { get; init; } = Family.Ipv4;

    /// <summary>For packets of this source alone; null for any. IPv6 only.</summary>
    public IPNetwork? From { get; init; }

    /// <summary>The router; an IPv4 route may lead through one of IPv6.</summary>
    public IPAddress? Gateway { get; init; }
    public IPAddress? PreferredSource { get; init; }
    public byte Tos { get; init; }

    /// <summary>0 for none.</summary>
    public int LinkIndex { get; init; }
    public string? LinkName { get; init; }

    /// <summary>254 is main, 255 local.</summary>
    public uint Table { get; init; } = MainTable;

    /// <summary>The lower wins. 0 leaves it to the kernel (IPv6: 1024).</summary>
    public uint Priority { get; init; }
    public Scope? Scope { get; init; }
    public RouteType Type { get; init; } = RouteType.Unicast;
    public RouteProtocol Protocol { get; init; } = RouteProtocol.Boot;
    public RouteFlags Flags { get; init; }

    /// <summary>How an advertised router ranks among others (RFC 4191); IPv6 only.</summary>
    public RoutePreference Preference { get; init; }
    public RouteMetrics Metrics { get; init; } = RouteMetrics.None;

    /// <summary>In bytes; 0 for the link's.</summary>
    public uint Mtu { get => Metrics[RouteMetric.Mtu] ?? 0; init => Metrics = With(RouteMetric.Mtu, value); }

    /// <summary>The largest TCP segment to announce, in bytes; 0 leaves it to the kernel.</summary>
    public uint AdvertisedMss { get => Metrics[RouteMetric.AdvertisedMss] ?? 0; init => Metrics = With(RouteMetric.AdvertisedMss, value); }

    RouteMetrics With(RouteMetric metric, uint value) => value == 0 ? Metrics.Without(metric) : Metrics.With(metric, value);

    /// <summary>The nexthop object that it leads to; 0 for none.</summary>
    public uint NextHopId { get; init; }

    /// <summary>The realm of a packet's source in the upper half, that of its destination in the lower.</summary>
    public uint Realms { get; init; }

    /// <summary>How long it has lived and how much it was used, as the kernel tells it.</summary>
    public RouteAge? Age { get; private init; }

    /// <summary>Of an answer to a question: the mark, the user and the link that it was asked for.</summary>
    public uint Mark { get; private init; }

    /// <inheritdoc cref="Mark"/>
    public uint? Uid { get; private init; }

    /// <inheritdoc cref="Mark"/>
    public int IncomingIndex { get; private init; }

    /// <summary>More gateways than one, which share the load.</summary>
    public IReadOnlyList<NextHop> NextHops { get; init; } = [];

    public const uint MainTable = 254, LocalTable = 255;

    /// <summary>Everything else through a gateway.</summary>
    public static Route Default(IPAddress gateway, Link link) =>
        new() { Family = gateway.Family(), Gateway = gateway, LinkIndex = link.Index, LinkName = link.Name };

    internal override ushort AddMessage => RTM.NEWROUTE;
    internal override ushort DeleteMessage => RTM.DELROUTE;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new RtMsg
        {
            Family = (byte)Family, DstLength = (byte)(To?.PrefixLength ?? 0), SrcLength = (byte)(From?.PrefixLength ?? 0), Tos = Tos, Protocol = (byte)Protocol,
            Type = (byte)Type, Table = (byte)(Table < 256 ? Table : 0), Scope = (byte)(Scope ?? DefaultScope), Flags = (uint)Flags,
        });
        if (To is { } network) to.Put(RTA.DST, network.BaseAddress);
        if (From is { } source) to.Put(RTA.SRC, source.BaseAddress);
        NextHop.WriteGateway(to, Gateway, Family);
        if (PreferredSource is not null) to.Put(RTA.PREFSRC, PreferredSource);
        if (LinkIndex != 0) to.Put(RTA.OIF, LinkIndex);
        if (Priority != 0) to.Put(RTA.PRIORITY, Priority);
        if (Table > 255) to.Put(RTA.TABLE, Table);
        if (Realms != 0) to.Put(RTA.FLOW, Realms);
        if (NextHopId != 0) to.Put(RTA.NH_ID, NextHopId);
        if (Preference != RoutePreference.Medium) to.Put(RTA.PREF, (byte)Preference);
        Metrics.WriteTo(to);
        if (NextHops.Count == 0)
            return;
        using (to.Nest(RTA.MULTIPATH))
            foreach (var hop in NextHops)
                hop.WriteTo(to, Family);
    }

    // As iproute2 chooses: what is this host's is in it, what needs no gateway is on the link. IPv6 has no use for scopes.
    Scope DefaultScope => (Family, Type) switch
    {
        (not Family.Ipv4, _) => Routing.Scope.Global,
        (_, RouteType.Local) => Routing.Scope.Host,
        (_, RouteType.Broadcast or RouteType.Multicast or RouteType.Anycast) => Routing.Scope.Link,
        (_, RouteType.Unicast) when Gateway is null && NextHops.Count == 0 && NextHopId == 0 => Routing.Scope.Link,
        _ => Routing.Scope.Global,
    };

    internal static Route Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<RtMsg>(body);
        var route = new Route
        {
            Family = (Family)info.Family, Table = info.Table, Scope = (Scope)info.Scope, Type = (RouteType)info.Type,
            Protocol = (RouteProtocol)info.Protocol, Flags = (RouteFlags)info.Flags, Tos = info.Tos,
        };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<RtMsg>()..]))
            route = a.Type switch
            {
                RTA.DST => route with { To = new IPNetwork(a.IPAddress, info.DstLength) },
                RTA.SRC => route with { From = new IPNetwork(a.IPAddress, info.SrcLength) },
                RTA.GATEWAY => route with { Gateway = a.IPAddress },
                RTA.VIA => route with { Gateway = NextHop.ParseVia(a.Bytes) },
                RTA.PREFSRC => route with { PreferredSource = a.IPAddress },
                RTA.OIF => route with { LinkIndex = a.Int32 },
                RTA.PRIORITY => route with { Priority = a.UInt32 },
                RTA.TABLE => route with { Table = a.UInt32 },
                RTA.PREF => route with { Preference = (RoutePreference)a.UInt8 },
                RTA.METRICS => route with { Metrics = RouteMetrics.Parse(a.Nested) },
                RTA.MULTIPATH => route with { NextHops = NextHop.ParseAll(a.Bytes) },
                RTA.FLOW => route with { Realms = a.UInt32 },
                RTA.NH_ID => route with { NextHopId = a.UInt32 },
                RTA.CACHEINFO => route with { Age = RouteAge.Parse(a.Bytes) },
                RTA.MARK => route with { Mark = a.UInt32 },
                RTA.UID => route with { Uid = a.UInt32 },
                RTA.IIF => route with { IncomingIndex = a.Int32 },
                _ => route,
            };
        return route;
    }

    public override string ToString() =>
        (Type is RouteType.Unicast or RouteType.Unspecified ? "" : $"{Type.ToString().ToLowerInvariant()} ") + (To is { } to ? Name(to) : "default")
        + (Gateway is null ? "" : Gateway.Family() == Family ? $" via {Gateway}" : $" via inet6 {Gateway}") + (LinkIndex == 0 ? "" : $" dev {LinkName ?? $"number {LinkIndex}"}")
        + (Table == MainTable ? "" : $" table {Table}") + (PreferredSource is null ? "" : $" src {PreferredSource}")
        + (Priority == 0 ? "" : $" metric {Priority}") + (Mtu == 0 ? "" : $" mtu {Mtu}") + (AdvertisedMss == 0 ? "" : $" advmss {AdvertisedMss}")
        + string.Concat(NextHops.Select(hop => $" nexthop{(hop.Gateway is null ? "" : $" via {hop.Gateway}")}{(hop.LinkIndex == 0 ? "" : $" dev number {hop.LinkIndex}")}"));

    static string Name(IPNetwork to) => to.PrefixLength == to.BaseAddress.FullPrefix() ? $"{to.BaseAddress}" : $"{to}";
}

/// <summary>What becomes of a packet that matches (RTN_*).</summary>
public enum RouteType : byte { Unspecified = 0, Unicast = 1, Local = 2, Broadcast = 3, Anycast = 4, Multicast = 5, Blackhole = 6, Unreachable = 7, Prohibit = 8, Throw = 9 }

/// <summary>Who made a route (RTPROT_*).</summary>
public enum RouteProtocol : byte { Unspecified = 0, Redirect = 1, Kernel = 2, Boot = 3, Static = 4, RouterAdvertisement = 9, Dhcp = 16 }

/// <summary>ICMPV6_ROUTER_PREF_*</summary>
public enum RoutePreference : byte { Medium = 0, High = 1, Low = 3 }

/// <summary>RTNH_F_*</summary>
[Flags]
public enum RouteFlags : uint { None = 0, Dead = 1, Pervasive = 2, OnLink = 4, Offload = 8, LinkDown = 16, Unresolved = 32, Trap = 64 }
