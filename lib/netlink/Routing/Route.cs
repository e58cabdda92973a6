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
    public IPAddress? Gateway { get; init; }
    public IPAddress? PreferredSource { get; init; }

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
    public RoutePreference Preference { get; private init; }

    /// <summary>In bytes; 0 for the link's.</summary>
    public uint Mtu { get; init; }

    /// <summary>The largest TCP segment to announce, in bytes; 0 leaves it to the kernel.</summary>
    public uint AdvertisedMss { get; init; }

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
            Family = (byte)Family, DstLength = (byte)(To?.PrefixLength ?? 0), Protocol = (byte)Protocol, Type = (byte)Type,
            Table = (byte)(Table < 256 ? Table : 0), Scope = (byte)(Scope ?? DefaultScope), Flags = (uint)Flags,
        });
        if (To is { } network) to.Put(RTA.DST, network.BaseAddress);
        if (Gateway is not null) to.Put(RTA.GATEWAY, Gateway);
        if (PreferredSource is not null) to.Put(RTA.PREFSRC, PreferredSource);
        if (LinkIndex != 0) to.Put(RTA.OIF, LinkIndex);
        if (Priority != 0) to.Put(RTA.PRIORITY, Priority);
        if (Table > 255) to.Put(RTA.TABLE, Table);
        if (Mtu == 0 && AdvertisedMss == 0)
            return;
        using (to.Nest(RTA.METRICS))
        {
            if (Mtu != 0) to.Put(RTAX.MTU, Mtu);
            if (AdvertisedMss != 0) to.Put(RTAX.ADVMSS, AdvertisedMss);
        }
    }

    // As iproute2 chooses: what needs no gateway is on the link. IPv6 has no use for scopes.
    Scope DefaultScope => Family == Family.Ipv4 && Gateway is null && Type == RouteType.Unicast ? Routing.Scope.Link : Routing.Scope.Global;

    internal static Route Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<RtMsg>(body);
        var route = new Route
        {
            Family = (Family)info.Family, Table = info.Table, Scope = (Scope)info.Scope, Type = (RouteType)info.Type,
            Protocol = (RouteProtocol)info.Protocol, Flags = (RouteFlags)info.Flags,
        };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<RtMsg>()..]))
            route = a.Type switch
            {
                RTA.DST => route with { To = new IPNetwork(a.IPAddress, info.DstLength) },
                RTA.GATEWAY => route with { Gateway = a.IPAddress },
                RTA.PREFSRC => route with { PreferredSource = a.IPAddress },
                RTA.OIF => route with { LinkIndex = a.Int32 },
                RTA.PRIORITY => route with { Priority = a.UInt32 },
                RTA.TABLE => route with { Table = a.UInt32 },
                RTA.PREF => route with { Preference = (RoutePreference)a.UInt8 },
                RTA.METRICS => route.WithMetrics(a.Nested),
                RTA.MULTIPATH => route with { NextHops = NextHop.ParseAll(a.Bytes) },
                _ => route,
            };
        return route;
    }

    Route WithMetrics(AttributeReader metrics)
    {
        var route = this;
        foreach (var a in metrics)
            route = a.Type switch
            {
                RTAX.MTU => route with { Mtu = a.UInt32 },
                RTAX.ADVMSS => route with { AdvertisedMss = a.UInt32 },
                _ => route,
            };
        return route;
    }

    public override string ToString() =>
        (Type == RouteType.Unicast ? "" : $"{Type.ToString().ToLowerInvariant()} ") + (To is { } to ? Name(to) : "default")
        + (Gateway is null ? "" : $" via {Gateway}") + (LinkIndex == 0 ? "" : $" dev {LinkName ?? $"number {LinkIndex}"}")
        + (Table == MainTable ? "" : $" table {Table}") + (PreferredSource is null ? "" : $" src {PreferredSource}")
        + (Priority == 0 ? "" : $" metric {Priority}") + (Mtu == 0 ? "" : $" mtu {Mtu}") + (AdvertisedMss == 0 ? "" : $" advmss {AdvertisedMss}");

    static string Name(IPNetwork to) => to.PrefixLength == to.BaseAddress.FullPrefix() ? $"{to.BaseAddress}" : $"{to}";
}

/// <summary>One of several ways of a route (struct rtnexthop).</summary>
public sealed record NextHop(IPAddress? Gateway, int LinkIndex, int Weight, RouteFlags Flags = RouteFlags.None)
{
    internal static List<NextHop> ParseAll(ReadOnlySpan<byte> bytes)
    {
        const int HeaderSize = 8;
        var hops = new List<NextHop>();
        while (bytes.Length >= HeaderSize)
        {
            int length = MemoryMarshal.Read<ushort>(bytes);
            IPAddress? gateway = null;
            foreach (var a in new AttributeReader(bytes[HeaderSize..length]))
                if (a.Type == RTA.GATEWAY)
                    gateway = a.IPAddress;
            hops.Add(new NextHop(gateway, MemoryMarshal.Read<int>(bytes[4..]), bytes[3] + 1, (RouteFlags)bytes[2]));
            bytes = bytes[Math.Min((length + 3) & ~3, bytes.Length)..];
        }
        return hops;
    }
}

/// <summary>What becomes of a packet that matches (RTN_*).</summary>
public enum RouteType : byte { Unspecified = 0, Unicast = 1, Local = 2, Broadcast = 3, Anycast = 4, Multicast = 5, Blackhole = 6, Unreachable = 7, Prohibit = 8, Throw = 9 }

/// <summary>Who made a route (RTPROT_*).</summary>
public enum RouteProtocol : byte { Unspecified = 0, Redirect = 1, Kernel = 2, Boot = 3, Static = 4, RouterAdvertisement = 9, Dhcp = 16 }

/// <summary>ICMPV6_ROUTER_PREF_*</summary>
public enum RoutePreference : byte { Medium = 0, High = 1, Low = 3 }

/// <summary>RTNH_F_*</summary>
[Flags]
public enum RouteFlags : uint { None = 0, Dead = 1, Pervasive = 2, OnLink = 4, LinkDown = 16 }
