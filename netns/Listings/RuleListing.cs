using System.Net;
using Netlink;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A routing rule in the form of <c>ip rule</c>.</summary>
internal static class RuleListing
{
    public static void Put(Listing to, RoutingRule rule)
    {
        using var item = to.Item();
        to.Put("priority", rule.Priority ?? 0, $"{rule.Priority ?? 0}:\t");
        if (rule.Flags.HasFlag(RuleFlags.Invert)) PutMark(to, "not", "not ");
        PutPrefix(to, "src", "from", rule.From, rule.FromLength ?? 0, all: true);
        PutPrefix(to, "dst", " to", rule.To, rule.ToLength ?? 0, all: false);
        if (rule.Tos != 0) to.Put("tos", RouteNames.NameOfTos(rule.Tos), $" tos {RouteNames.NameOfTos(rule.Tos)}");
        PutMarks(to, rule);
        PutLink(to, "iif", rule.IncomingName, rule.Flags.HasFlag(RuleFlags.IncomingDetached));
        PutLink(to, "oif", rule.OutgoingName, rule.Flags.HasFlag(RuleFlags.OutgoingDetached));
        if (rule.OfVrf) PutMark(to, "l3mdev", " lookup [l3mdev-table]");
        if (rule.Users is var (first, last))
        {
            to.Put("uid_start", first, $" uidrange {first}");
            to.Put("uid_end", last, $"-{last}");
        }
        if (rule.IpProtocol != 0) PutWord(to, "ipproto", RouteNames.IpProtocols.NameOf(rule.IpProtocol));
        PutPorts(to, "sport", rule.SourcePorts);
        PutPorts(to, "dport", rule.DestinationPorts);
        if (rule.TunnelId is { } tunnel) to.Put("tun_id", tunnel, $" tun_id {tunnel}");
        PutTable(to, rule);
        PutRealms(to, rule.Realms);
        PutAction(to, rule);
        if (rule.Protocol is { } protocol && (to.Modes.Details || protocol is not (RouteProtocol.Unspecified or RouteProtocol.Kernel)))
            to.Put("protocol", protocol.Name(), $" proto {protocol.Name()}");
        to.EndLine();
    }

    static void PutMark(Listing to, string key, string text)
    {
        to.Mark(key);
        to.Text(text);
    }

    static void PutWord(Listing to, string key, string value) => to.Put(key, value, $" {key} {value}");

    static void PutPrefix(Listing to, string key, string word, IPAddress? address, int length, bool all)
    {
        if (address is null && length == 0 && !all) return;
        string text = address is null ? length == 0 ? "all" : "0" : $"{address}";
        to.Text($"{word} ");
        to.Put(key, text, text, address is null ? Tone.Plain : AddressListing.ToneOf(address));
        if (length != (address?.FullPrefix() ?? 0)) to.Put($"{key}len", length, $"/{length}");
    }

    static void PutMarks(Listing to, RoutingRule rule)
    {
        if (rule.Mark is null && rule.MarkMask is null) return;
        to.Put("fwmark", Hexadecimal(rule.Mark ?? 0), $" fwmark {Hexadecimal(rule.Mark ?? 0)}");
        if (rule.MarkMask is { } mask and not uint.MaxValue) to.Put("fwmask", Hexadecimal(mask), $"/{Hexadecimal(mask)}");
    }

    static string Hexadecimal(uint number) => number == 0 ? "0" : $"0x{number:x}";

    static void PutLink(Listing to, string word, string name, bool isDetached)
    {
        if (name == "") return;
        to.Text($" {word} ");
        to.Put(word, name, name, Tone.Name);
        if (isDetached) PutMark(to, $"{word}_detached", " [detached]");
    }

    static void PutPorts(Listing to, string word, (ushort First, ushort Last)? ports)
    {
        if (ports is not var (first, last)) return;
        if (first == last)
        {
            to.Put(word, first, $" {word} {first}");
            return;
        }
        to.Put($"{word}_start", first, $" {word} {first}");
        to.Put($"{word}_end", last, $"-{last}");
    }

    static void PutTable(Listing to, RoutingRule rule)
    {
        if (rule.Table == 0) return;
        to.Put("table", RouteNames.Tables.NameOf(rule.Table), $" lookup {RouteNames.Tables.NameOf(rule.Table)}");
        if (rule.SuppressPrefixLength is { } length) to.Put("suppress_prefixlen", length, $" suppress_prefixlength {length}");
        if (rule.SuppressGroup is { } group) PutWord(to, "suppress_ifgroup", RouteNames.Groups.NameOf(group));
    }

    static void PutRealms(Listing to, uint realms)
    {
        if (realms == 0) return;
        string from = RouteNames.Realms.NameOf(realms >> 16), here = RouteNames.Realms.NameOf(realms & 0xffff);
        if (realms >> 16 == 0) to.Text(" realms ");
        else to.Put("flow_from", from, $" realms {from}/");
        to.Put("flow_to", here, here);
    }

    static void PutAction(Listing to, RoutingRule rule)
    {
        switch (rule.Action)
        {
            case RuleAction.ToTable: break;
            case RuleAction.Nop: PutMark(to, "nop", " nop"); break;
            case RuleAction.Goto:
                if (rule.Goto is { } target) to.Put("goto", target, $" goto {target}");
                else to.Put("goto", "none", " goto none");
                if (rule.Flags.HasFlag(RuleFlags.Unresolved)) PutMark(to, "unresolved", " [unresolved]");
                break;
            default:
                string word = rule.Action.ToString().ToLowerInvariant();
                to.Put("action", word, $" {word}");
                break;
        }
    }
}
