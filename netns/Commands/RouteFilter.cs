using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>Which routes the words of ip route show mean: those of the main table unless another, or all, are asked for.</summary>
internal sealed class RouteFilter
{
    Prefix? _root, _match, _fromRoot, _fromMatch, _via, _source;
    string? _device;

    public Family Family { get; private set; }

    /// <summary>Null for all tables.</summary>
    public uint? Table { get; private set; } = Route.MainTable;
    public RouteProtocol? Protocol { get; private set; }
    public Scope? Scope { get; private set; }
    public RouteType? Type { get; private set; }
    public byte? Tos { get; private set; }
    public uint? Metric { get; private set; }
    public int OutgoingIndex { get; private set; }

    public bool NamesGateway => _via is { Address: { } via } && _via.Value.Length == via.FullPrefix();
    public bool NamesSource => _source is { Address: { } source } && _source.Value.Length == source.FullPrefix();

    /// <summary>Nothing is asked for, so that nothing goes without saying.</summary>
    public static readonly RouteFilter None = new() { Table = null };

    public static RouteFilter Read(Words words, Family family, RouteSocket socket)
    {
        var filter = new RouteFilter { Family = family };
        while (words.Any) filter.ReadOne(words);
        if (filter._device is not null) filter.OutgoingIndex = socket.LinkNamed(filter._device).Index;
        if (filter is { Family: Family.Any, Table: not null }) filter.Family = Family.Ipv4;
        return filter;
    }

    void ReadOne(Words words)
    {
        if (words.TakeShort("table")) Table = words.Take("all") ? null : words.Named<uint>(RouteNames.Tables);
        else if (words.Take("tos") || words.TakeShort("dsfield")) Tos = words.Named<byte>(RouteNames.Tos);
        else if (words.TakeShort("protocol")) Protocol = words.Take("all") ? null : words.Protocol();
        else if (words.TakeShort("scope")) Scope = words.Take("all") ? null : (Scope)words.Named<byte>(RouteNames.Scopes);
        else if (words.TakeShort("type")) Type = RouteNames.FindType(words.Value()) ?? throw Words.Wrong("that is no type of routes: unicast, local, blackhole …");
        else if (words.Take("dev", "oif")) _device = words.Value("name of a link");
        else if (words.Take("via")) _via = OfFamily(words.Prefix(words.FamilyWord(Family)));
        else if (words.Take("src")) _source = OfFamily(words.Prefix(Family));
        else if (words.Take("metric", "priority", "preference")) Metric = words.Number<uint>();
        else if (words.Take("from")) ReadPrefix(words, ref _fromRoot, ref _fromMatch);
        else
        {
            words.Take("to");
            ReadPrefix(words, ref _root, ref _match);
        }
    }

    // "root" means what lies within a prefix, "match" what the prefix lies within; "exact", or nothing, both.
    void ReadPrefix(Words words, ref Prefix? root, ref Prefix? match)
    {
        bool inside = words.TakeShort("root"), around = !inside && words.TakeShort("match");
        if (!inside && !around) words.TakeShort("exact");
        var prefix = OfFamily(words.Prefix(Family));
        if (!around) root = prefix;
        if (!inside) match = prefix;
    }

    Prefix OfFamily(Prefix prefix)
    {
        if (Family == Family.Any) Family = prefix.Family;
        return prefix;
    }

    public bool Means(Route route) =>
        (Family == Family.Any || route.Family == Family)
        && (Protocol is null || route.Protocol == Protocol) && (Scope is null || route.Scope == Scope) && (Type is null || route.Type == Type)
        && (Tos is null || route.Tos == Tos) && (Metric is null || route.Priority == Metric)
        && (OutgoingIndex == 0 || route.LinkIndex == OutgoingIndex)
        && IsWithin(_root, route.To) && IsAround(_match, route.To) && IsWithin(_fromRoot, route.From) && IsAround(_fromMatch, route.From)
        && Covers(_via, route.Gateway) && Covers(_source, route.PreferredSource);

    static bool IsWithin(Prefix? root, IPNetwork? network) =>
        root is not { } prefix || prefix.Length <= (network?.PrefixLength ?? 0) && (network is null || prefix.Covers(network.Value.BaseAddress));

    static bool IsAround(Prefix? match, IPNetwork? network) =>
        match is not { } prefix || prefix.Length >= (network?.PrefixLength ?? 0)
        && (network is null || prefix.Address is null || network.Value.BaseAddress.Equals(Prefix.Masked(prefix.Address, network.Value.PrefixLength)));

    static bool Covers(Prefix? prefix, IPAddress? address) => prefix is not { } wanted || address is not null && wanted.Covers(address);
}
