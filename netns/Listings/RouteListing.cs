using System.Net;
using Netctl.Commands;
using Netlink;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A route in the form of <c>ip route</c>, which does not repeat what was asked for.</summary>
internal sealed class RouteListing(LinkListing links, RouteFilter asked)
{
    const uint Cloned = 0x200;   // RTM_F_CLONED: made for one packet, as the answer to "get" is

    public void Put(Listing to, Route route)
    {
        bool details = to.Modes.Details, isAnswer = ((uint)route.Flags & Cloned) != 0;
        using var item = to.Item();
        if (route.Type != RouteType.Unicast || details) to.Put("type", route.Type.Name(), $"{route.Type.Name()} ");
        to.Put("dst", Name(route.To), $"{Name(route.To)} ", route.Family == Family.Ipv4 ? Tone.Ipv4 : Tone.Ipv6);
        if (route.From is { } from) to.Put("from", Name(from), $"from {Name(from)} ");
        if (route.Tos != 0 && asked.Tos is null) to.Put("tos", RouteNames.NameOfTos(route.Tos), $"tos {RouteNames.NameOfTos(route.Tos)} ");
        if (route.NextHopId != 0) to.Put("nhid", route.NextHopId, $"nhid {route.NextHopId} ");
        if (!asked.NamesGateway) PutGateway(to, route.Gateway, route.Family);
        if (route.LinkIndex != 0 && asked.OutgoingIndex == 0) PutLink(to, "dev", route.LinkIndex);
        if ((route.Table != Route.MainTable || details) && asked.Table is null) PutWord(to, "table", "table", RouteNames.Tables.NameOf(route.Table));
        if (!isAnswer) PutOrigin(to, route);
        if (route.PreferredSource is { } source && !asked.NamesSource) PutAddress(to, "prefsrc", "src", source);
        if ((route.Priority != 0 || route.Family == Family.Ipv6) && asked.Metric is null) to.Put("metric", route.Priority, $"metric {route.Priority} ");
        PutFlags(to, route.Flags);
        PutWhatWasAsked(to, route);
        PutRealms(to, route.Realms);
        if (isAnswer && route.Family == Family.Ipv4) PutCache(to, (uint)route.Flags);
        MetricListing.Put(to, route.Metrics);
        if (route.IncomingIndex != 0) PutLink(to, "iif", route.IncomingIndex);
        if (route.Family == Family.Ipv6) PutWord(to, "pref", "pref", route.Preference.ToString().ToLowerInvariant());
        PutNextHops(to, route);
        PutAge(to, route.Age);
        to.EndLine();
    }

    void PutOrigin(Listing to, Route route)
    {
        bool details = to.Modes.Details;
        if ((route.Protocol != RouteProtocol.Boot || details) && asked.Protocol is null) PutWord(to, "protocol", "proto", route.Protocol.Name());
        if ((route.Scope is not (null or Scope.Global) || details) && asked.Scope is null) PutWord(to, "scope", "scope", (route.Scope ?? Scope.Global).Name());
    }

    static void PutWord(Listing to, string key, string word, string value) => to.Put(key, value, $"{word} {value} ");

    void PutLink(Listing to, string word, int index)
    {
        to.Text($"{word} ");
        to.Put(word, links.NameOf(index), $"{links.NameOf(index)} ", Tone.Name);
    }

    static void PutAddress(Listing to, string key, string word, IPAddress address)
    {
        to.Text($"{word} ");
        to.Put(key, $"{address}", $"{address} ", AddressListing.ToneOf(address));
    }

    // A router of the other family is told with it.
    static void PutGateway(Listing to, IPAddress? gateway, Family family)
    {
        if (gateway is null) return;
        if (gateway.Family() == family)
        {
            PutAddress(to, "gateway", "via", gateway);
            return;
        }
        string other = gateway.Family() == Family.Ipv6 ? "inet6" : "inet";
        using var via = to.Object("via");
        to.Put("family", other, $"via {other} ");
        to.Put("host", $"{gateway}", $"{gateway} ", AddressListing.ToneOf(gateway));
    }

    static void PutFlags(Listing to, RouteFlags flags)
    {
        var names = s_flags.Where(flag => flags.HasFlag(flag.Flag)).Select(flag => flag.Name).ToList();
        to.Put("flags", names, string.Concat(names.Select(name => $"{name} ")));
    }

    static void PutWhatWasAsked(Listing to, Route route)
    {
        if (route.Mark >= 16) to.Put("mark", $"0x{route.Mark:x}", $"mark 0x{route.Mark:x} ");
        else if (route.Mark != 0) to.Put("mark", route.Mark, $"mark {route.Mark} ");
        if (route.Uid is { } uid) to.Put("uid", uid, $"uid {uid} ");
    }

    static void PutRealms(Listing to, uint realms)
    {
        if (realms == 0) return;
        string from = RouteNames.Realms.NameOf(realms >> 16), here = RouteNames.Realms.NameOf(realms & 0xffff);
        using var flow = to.Object("flow");
        if (realms >> 16 == 0) to.Text("realm ");
        else to.Put("from", from, $"realms {from}/");
        to.Put("to", here, $"{here} ");
    }

    void PutNextHops(Listing to, Route route)
    {
        if (route.NextHops.Count == 0) return;
        using var list = to.List("nexthops");
        foreach (var hop in route.NextHops)
            using (to.Item())
            {
                to.Text("\n\tnexthop ");
                PutGateway(to, hop.Gateway, route.Family);
                if (hop.LinkIndex != 0) PutLink(to, "dev", hop.LinkIndex);
                to.Put("weight", hop.Weight, $"weight {hop.Weight} ");
                PutFlags(to, hop.Flags);
            }
    }

    static void PutCache(Listing to, uint flags)
    {
        var names = s_cacheFlags.Where(flag => (flags & flag.Flag) != 0).Select(flag => flag.Name).ToList();
        to.Put("cache", names, $"\n    cache {(names.Count == 0 ? "" : $"<{string.Join(',', names)}> ")}");
    }

    static void PutAge(Listing to, RouteAge? age)
    {
        if (age is null) return;
        const int TicksPerSecond = 100;
        if (age.Expires != 0) to.Put("expires", age.Expires / TicksPerSecond, $"expires {age.Expires / TicksPerSecond}sec ");
        if (age.Error != 0) to.Put("error", age.Error, $"error {age.Error} ");
        if (to.Modes.Statistics == 0) return;
        if (age.Users != 0) to.Put("users", age.Users, $"users {age.Users} ");
        if (age.Used != 0) to.Put("used", age.Used, $"used {age.Used} ");
        if (age.LastUse != 0) to.Put("age", age.LastUse / TicksPerSecond, $"age {age.LastUse / TicksPerSecond}sec ");
    }

    static readonly (RouteFlags Flag, string Name)[] s_flags =
    [
        (RouteFlags.Dead, "dead"), (RouteFlags.OnLink, "onlink"), (RouteFlags.Pervasive, "pervasive"), (RouteFlags.Offload, "offload"), (RouteFlags.Trap, "trap"),
        (RouteFlags.LinkDown, "linkdown"), (RouteFlags.Unresolved, "unresolved"),
    ];

    // RTCF_* of linux/in_route.h.
    static readonly (uint Flag, string Name)[] s_cacheFlags =
    [
        (0x80000000, "local"), (0x20000000, "mc"), (0x10000000, "brd"), (0x08000000, "dst-nat"), (0x00800000, "src-nat"), (0x00400000, "masq"),
        (0x00020000, "dst-direct"), (0x04000000, "src-direct"), (0x00040000, "redirected"), (0x01000000, "redirect"),
        (0x00200000, "fastroute"), (0x00010000, "notify"), (0x00080000, "proxy"),
    ];

    static string Name(IPNetwork? to) =>
        to is not { } network ? "default" : network.PrefixLength == network.BaseAddress.FullPrefix() ? $"{network.BaseAddress}" : $"{network}";
}
