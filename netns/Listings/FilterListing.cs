using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>A filter in the form of <c>tc filter</c>.</summary>
internal static class FilterListing
{
    public static void Put(Listing to, LinkListing links, ListedFilter filter)
    {
        string protocol = filter.Protocol switch { 3 => "all", 0x0800 => "ip", 0x86dd => "ipv6", 0x0806 => "arp", var other => $"[{other}]" };
        to.Put("protocol", protocol, $"filter protocol {protocol} ");
        to.Put("pref", filter.Preference, $"pref {filter.Preference} ");
        to.Put("kind", filter.Kind, $"{filter.Kind} ");
        to.Put("chain", filter.Chain, $"chain {filter.Chain} ");
        if (filter.Kind == "u32" && filter.Handle != 0)
            using (to.Object("options"))
                PutU32(to, links, filter);
        to.EndLine();
    }

    static void PutU32(Listing to, LinkListing links, ListedFilter filter)
    {
        to.Put("fh", Handle(filter.Handle), $"fh {Handle(filter.Handle)} ");
        if (filter.Divisor is { } divisor)
        {
            to.Put("ht_divisor", divisor, $"ht divisor {divisor} ");
            return;
        }
        to.Put("order", filter.Handle & 0xfff, $"order {filter.Handle & 0xfff} ");
        to.Put("key_ht", $"{filter.Table >> 20:x}", $"key ht {filter.Table >> 20:x} ");
        to.Put("bkt", $"{filter.Table >> 12 & 0xff:x}", $"bkt {filter.Table >> 12 & 0xff:x} ");
        if (filter.IsTerminal) to.Text("terminal flowid ");
        foreach (var (flag, key) in s_flags)
            if ((filter.Flags & flag) != 0)
                to.Put(key, true, $"{key} ");
        foreach (var match in filter.Keys) PutKey(to, match);
        if (filter.Actions.Count == 0) return;
        using var actions = to.List("actions");
        foreach (var action in filter.Actions) PutAction(to, links, action);
    }

    // TCA_CLS_FLAGS_*
    static readonly (uint Flag, string Key)[] s_flags = [(1, "skip_hw"), (2, "skip_sw"), (4, "in_hw"), (8, "not_in_hw")];

    static void PutKey(Listing to, FilterKey key)
    {
        using var match = to.Object("match");
        to.Put("value", $"{key.Value:x}", $"\n  match {key.Value:x8}");
        to.Put("mask", $"{key.Mask:x}", $"/{key.Mask:x8}");
        to.Put("offmask", key.OffsetMask != 0 ? "nexthdr+" : "", $" at {(key.OffsetMask != 0 ? "nexthdr+" : "")}");
        to.Put("off", key.Offset, $"{key.Offset}");
    }

    static void PutAction(Listing to, LinkListing links, MirredAction action)
    {
        string direction = action.Way <= 2 ? "egress" : "ingress", what = action.Way % 2 == 1 ? "redirect" : "mirror";
        string name = links.NameOf(action.LinkIndex);
        using var item = to.Item();
        to.Put("order", action.Order, $"\n\taction order {action.Order}: ");
        to.Put("kind", "mirred", "mirred ");
        to.Put("direction", direction, $"({Capital(direction)} ");
        to.Put("mirred_action", what, $"{Capital(what)} ");
        to.Put("to_dev", name, $"to device {name})");
        string control = action.Control switch { -1 => "continue", 0 => "pass", 1 => "reclassify", 2 => "drop", 3 => "pipe", 4 => "stolen", var other => $"{other}" };
        using (to.Object("control_action"))
            to.Put("type", control, $" {control}\n");
        to.Put("index", action.Index, $"\tindex {action.Index} ");
        to.Put("ref", action.References, $"ref {action.References} ");
        to.Put("bind", action.Bindings, $"bind {action.Bindings}\n");
    }

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    static string Handle(uint handle)
    {
        uint hash = handle >> 12 & 0xff, node = handle & 0xfff;
        return $"{handle >> 20:x}:{(hash == 0 ? "" : $"{hash:x}")}{(node == 0 ? "" : $":{node:x}")}";
    }
}
