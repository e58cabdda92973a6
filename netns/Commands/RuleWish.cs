using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>A routing rule as the words of ip rule describe it: one to be added or deleted, or what those to be shown have in common.</summary>
internal sealed class RuleWish(Family family)
{
    readonly FamilyWords _addresses = new(family);
    Prefix? _from, _to;
    RuleAction? _action;
    uint? _table;
    bool _ofVrf;
    RoutingRule _rule = new() { Family = Family.Any };

    public static RuleWish Read(Words words, Family family)
    {
        var wish = new RuleWish(family);
        while (words.Any) wish.ReadOne(words);
        return wish;
    }

    void ReadOne(Words words)
    {
        if (words.Take("not")) _rule = _rule with { Flags = RuleFlags.Invert };
        else if (words.Take("from")) _from = _addresses.Prefix(words);
        else if (words.Take("to")) _to = _addresses.Prefix(words);
        else if (words.TakeShort("preference") || words.TakeShort("order") || words.TakeShort("priority", 3)) _rule = _rule with { Priority = words.Number<uint>() };
        else if (words.Take("tos") || words.TakeShort("dsfield")) _rule = _rule with { Tos = words.Named<byte>(RouteNames.Tos) };
        else if (words.Take("fwmark")) ReadMark(words);
        else if (words.TakeShort("realms")) _rule = _rule with { Realms = RouteNames.RealmsIn(words) };
        else if (words.TakeShort("protocol")) _rule = _rule with { Protocol = words.Protocol() };
        else if (words.Take("tun_id")) _rule = _rule with { TunnelId = words.Number<ulong>() };
        else if (words.TakeShort("table") || words.Take("lookup")) _table = words.Named<uint>(RouteNames.Tables);
        else if (words.Take("suppress_prefixlength", "sup_pl")) _rule = _rule with { SuppressPrefixLength = words.Number<byte>() };
        else if (words.Take("suppress_ifgroup", "sup_group")) _rule = _rule with { SuppressGroup = words.Named<uint>(RouteNames.Groups) };
        else if (words.Take("iif", "dev")) _rule = _rule with { IncomingName = words.Value("name of a link") };
        else if (words.Take("oif")) _rule = _rule with { OutgoingName = words.Value("name of a link") };
        else if (words.Take("l3mdev")) _ofVrf = true;
        else if (words.Take("uidrange")) _rule = _rule with { Users = Range<uint>(words) };
        else if (words.Take("ipproto")) _rule = _rule with { IpProtocol = words.Named<byte>(RouteNames.IpProtocols) };
        else if (words.Take("sport")) _rule = _rule with { SourcePorts = Range<ushort>(words) };
        else if (words.Take("dport")) _rule = _rule with { DestinationPorts = Range<ushort>(words) };
        else ReadAction(words);
    }

    void ReadAction(Words words)
    {
        words.Take("type");
        if (words.Take("goto"))
        {
            _action = RuleAction.Goto;
            _rule = _rule with { Goto = words.Number<uint>() };
        }
        else
        {
            _action = words.Take("nop") ? RuleAction.Nop : words.Take("blackhole") ? RuleAction.Blackhole : words.Take("unreachable") ? RuleAction.Unreachable
                : words.Take("prohibit") ? RuleAction.Prohibit : words.Take("unicast") ? RuleAction.ToTable : throw words.NotUnderstood();
        }
    }

    void ReadMark(Words words)
    {
        string[] parts = words.Value().Split('/', 2);
        _rule = _rule with { Mark = words.NumberIn<uint>(parts[0]), MarkMask = parts.Length > 1 ? words.NumberIn<uint>(parts[1]) : null };
    }

    static (T, T) Range<T>(Words words) where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
    {
        string[] parts = words.Value().Split('-', 2);
        return (words.NumberIn<T>(parts[0]), words.NumberIn<T>(parts[^1]));
    }

    public Family Family => _addresses.Family == Family.Any ? Family.Ipv4 : _addresses.Family;

    /// <summary>The rule to add: without another word it leads to the main table.</summary>
    public RoutingRule ToAdd() => Rule(_action ?? RuleAction.ToTable, _table ?? (_ofVrf || _action is not (null or RuleAction.ToTable) ? 0 : Route.MainTable));

    /// <summary>The rule to delete: what is not said of it does not matter.</summary>
    public RoutingRule ToDelete() => Rule(_action ?? RuleAction.Unspecified, _table ?? 0);

    RoutingRule Rule(RuleAction action, uint table) => _rule with
    {
        Family = Family, From = Address(_from), FromLength = _from?.Length, To = Address(_to), ToLength = _to?.Length, Action = action, Table = table, OfVrf = _ofVrf,
    };

    static IPAddress? Address(Prefix? prefix) => prefix is { Length: > 0 } given ? given.Address : null;

    public bool Means(RoutingRule rule) =>
        Same(_from, rule.From, rule.FromLength) && Same(_to, rule.To, rule.ToLength)
        && (_table is null || rule.Table == _table) && (_action is null || rule.Action == _action) && (!_ofVrf || rule.OfVrf)
        && (_rule.Priority is null || rule.Priority.GetValueOrDefault() == _rule.Priority) && (_rule.Tos == 0 || rule.Tos == _rule.Tos)
        && (_rule.Mark is null || rule.Mark == _rule.Mark) && (_rule.MarkMask is null || rule.MarkMask == _rule.MarkMask)
        && (_rule.Protocol is null || rule.Protocol == _rule.Protocol) && (_rule.TunnelId is null || rule.TunnelId == _rule.TunnelId)
        && (_rule.IncomingName == "" || rule.IncomingName == _rule.IncomingName) && (_rule.OutgoingName == "" || rule.OutgoingName == _rule.OutgoingName)
        && (_rule.Users is null || rule.Users == _rule.Users) && (_rule.IpProtocol == 0 || rule.IpProtocol == _rule.IpProtocol)
        && (_rule.SourcePorts is null || rule.SourcePorts == _rule.SourcePorts) && (_rule.DestinationPorts is null || rule.DestinationPorts == _rule.DestinationPorts);

    static bool Same(Prefix? wanted, IPAddress? address, int? length) =>
        wanted is not { } prefix || (prefix.Length == 0 ? address is null : prefix.Address!.Equals(address) && prefix.Length == length);
}
