using System.Net;
using System.Text;

namespace Netfilter.Nft.Listing;

/// <summary>Expressions that do something.</summary>
internal sealed partial class RuleReader
{
    bool Say(string name, ListedAttributes data)
    {
        if (name is "cmp") return Compare(data);
        if (name is "range") return Range(data);
        if (name is "lookup") return LookUp(data);
        string? statement = name switch
        {
            "immediate" => data.Verdict(NFTA_IMMEDIATE.DATA),
            "counter" => $"counter packets {data.Long(NFTA_COUNTER.PACKETS)} bytes {data.Long(NFTA_COUNTER.BYTES)}",
            "masq" => $"masquerade{PortsOf(data, NFTA_MASQ.REG_PROTO_MIN, NFTA_MASQ.REG_PROTO_MAX)}{FlagsOf(data.Number(NFTA_MASQ.FLAGS))}",
            "redir" => $"redirect{PortsOf(data, NFTA_REDIR.REG_PROTO_MIN, NFTA_REDIR.REG_PROTO_MAX)}{FlagsOf(data.Number(NFTA_REDIR.FLAGS))}",
            "nat" => Nat(data),
            "limit" => Limit(data),
            "log" => Log(data),
            "reject" => Reject(data),
            "notrack" => "notrack",
            "dynset" => Change(data),
            "meta" => MetaOf(data.Number(NFTA_META.KEY)) is { } of ? $"{of.Text} set {Written(At(Register(data, NFTA_META.SREG)), of.Type)}" : null,
            "ct" => CtOf(data) is { } of ? $"{of.Text} set {Written(At(Register(data, NFTA_CT.SREG)), of.Type)}" : null,
            "payload" => FieldOf(data) is { } of ? $"{of.Text} set {Written(At(Register(data, NFTA_PAYLOAD.SREG)), of.Type)}" : null,
            _ => null,
        };
        if (statement is not null) _statements.AddAction(statement);
        return statement is not null;
    }

    string PortsOf(ListedAttributes data, ushort first, ushort last) =>
        data.Has(first) ? $" to :{RangeOf(data, first, last, DataType.Port)}" : "";

    string RangeOf(ListedAttributes data, ushort first, ushort last, DataType type)
    {
        string from = Written(At(Register(data, first)), type);
        return data.Has(last) && Written(At(Register(data, last)), type) is var to && to != from ? $"{from}-{to}" : from;
    }

    // NF_NAT_RANGE_*
    static string FlagsOf(uint flags)
    {
        var words = new List<string>();
        if ((flags & 4) != 0) words.Add("random");
        if ((flags & 16) != 0) words.Add("fully-random");
        if ((flags & 8) != 0) words.Add("persistent");
        return words.Count == 0 ? "" : $" {string.Join(',', words)}";
    }

    string Nat(ListedAttributes data)
    {
        const uint IsDnat = 1;
        var of = (NftFamily)data.Number(NFTA_NAT.FAMILY);
        string verb = $"{(data.Number(NFTA_NAT.TYPE) == IsDnat ? "dnat" : "snat")}{(family is NftFamily.Ipv4 or NftFamily.Ipv6 ? "" : $" {of.Name()}")}";
        string ports = data.Has(NFTA_NAT.REG_PROTO_MIN) ? $":{RangeOf(data, NFTA_NAT.REG_PROTO_MIN, NFTA_NAT.REG_PROTO_MAX, DataType.Port)}" : "";
        string flags = FlagsOf(data.Number(NFTA_NAT.FLAGS));
        if (!data.Has(NFTA_NAT.REG_ADDR_MIN)) return $"{verb} to {ports}{flags}";
        var address = At(Register(data, NFTA_NAT.REG_ADDR_MIN));
        if (address.IsMapped) return $"{verb} to {address.Text}{flags}";
        var types = DataType.Address(of);
        bool inBrackets = ports != "" && of == NftFamily.Ipv6;
        string Bracketed(string text) => inBrackets ? $"[{text}]" : text;
        string from = Bracketed(Written(address, types));
        string to = data.Has(NFTA_NAT.REG_ADDR_MAX) ? Bracketed(Written(At(Register(data, NFTA_NAT.REG_ADDR_MAX)), types)) : from;
        return $"{verb} to {(to == from ? from : $"{from}-{to}")}{ports}{flags}";
    }

    static string Limit(ListedAttributes data)
    {
        const uint DefaultBurst = 5, OfBytes = 1, Over = 1;
        ulong rate = data.Long(NFTA_LIMIT.RATE);
        string unit = data.Long(NFTA_LIMIT.UNIT) switch { 1 => "second", 60 => "minute", 3600 => "hour", 86400 => "day", 604800 => "week", var other => $"{other}s" };
        uint burst = data.Number(NFTA_LIMIT.BURST);
        string over = (data.Number(NFTA_LIMIT.FLAGS) & Over) != 0 ? "over " : "";
        return data.Number(NFTA_LIMIT.TYPE) == OfBytes
            ? $"limit rate {over}{Bytes(rate)}/{unit}{(burst == 0 ? "" : $" burst {Bytes(burst)}")}"
            : $"limit rate {over}{rate}/{unit}{(burst is 0 or DefaultBurst ? "" : $" burst {burst} packets")}";
    }

    static string Bytes(ulong count) => count == 0 || count % (1 << 10) != 0 ? $"{count} bytes"
        : count % (1 << 20) == 0 ? $"{count >> 20} mbytes" : $"{count >> 10} kbytes";

    static string Log(ListedAttributes data)
    {
        const uint DefaultLevel = 4;
        string[] levels = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"];
        var text = new StringBuilder("log");
        if (data.Text(NFTA_LOG.PREFIX) is not "" and var prefix) text.Append($" prefix \"{prefix}\"");
        if (data.Bytes(NFTA_LOG.GROUP) is [var high, var low, ..]) text.Append($" group {high << 8 | low}");
        if (data.Has(NFTA_LOG.LEVEL) && data.Number(NFTA_LOG.LEVEL) is not DefaultLevel and < 8 and var level) text.Append($" level {levels[level]}");
        return text.ToString();
    }

    string Reject(ListedAttributes data)
    {
        const uint Icmp = 0, Reset = 1, PortUnreachable = 3, PortUnreachable6 = 4, AnyPortUnreachable = 1;
        uint code = data.Bytes(NFTA_REJECT.ICMP_CODE) is [var given, ..] ? given : 0u;
        bool isV6 = _statements.Network == "ip6";
        switch (data.Number(NFTA_REJECT.TYPE))
        {
            case Reset: return "reject with tcp reset";
            case Icmp:
                _statements.NetworkGoesWithoutSaying();
                bool isUsual = (family is NftFamily.Ipv4 or NftFamily.Ipv6) && code == (isV6 ? PortUnreachable6 : PortUnreachable);
                string name = Symbols.Find(isV6 ? KnownTypes.Icmpv6Code : KnownTypes.IcmpCode, code) ?? $"{code}";
                return isUsual ? "reject" : $"reject with {(isV6 ? "icmpv6" : "icmp")} {name}";
            default: return code == AnyPortUnreachable ? "reject" : $"reject with icmpx {Symbols.Find(KnownTypes.IcmpxCode, code) ?? $"{code}"}";
        }
    }

    string? Change(ListedAttributes data)
    {
        string[] verbs = ["add", "update", "delete"];
        if (data.Has(NFTA_DYNSET.EXPR) || data.Has(NFTA_DYNSET.EXPRESSIONS) || !sets.TryGetValue(data.Text(NFTA_DYNSET.SET_NAME), out var set)) return null;
        string timeout = data.Long(NFTA_DYNSET.TIMEOUT) is > 0 and var time ? $" timeout {Duration.Text(time)}" : "";
        string value = data.Has(NFTA_DYNSET.SREG_DATA) ? $" : {Written(At(Register(data, NFTA_DYNSET.SREG_DATA)), set.ValueTypes[0])}" : "";
        return $"{verbs[data.Number(NFTA_DYNSET.OP) % 3]} @{set.Name} {{ {Key(Register(data, NFTA_DYNSET.SREG_KEY), set.KeyTypes)}{timeout}{value} }}";
    }
}
