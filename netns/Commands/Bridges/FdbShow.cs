using System.CommandLine;
using Cni;
using Netctl.Listings;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl bridge fdb show: forwarding entries, of bridges and of links that keep their own.</summary>
internal static class FdbShow
{
    public static int Run(ParseResult parsed, Words words)
    {
        using var socket = parsed.OpenSocket();
        Link? bridge = null, on = null;
        ushort? vlan = null;
        var states = NeighbourState.None;
        while (words.Any)
            if (words.Take("br")) bridge = socket.LinkNamed(words.Value());
            else if (words.Take("brport", "dev")) on = socket.LinkNamed(words.Value());
            else if (words.Take("vlan")) vlan = words.Number<ushort>(4095);
            else if (words.Take("state")) states |= StateIn(words);
            else if (words.Take("dynamic")) states |= NeighbourState.Reachable | NeighbourState.Stale;
            else throw words.NotUnderstood();
        var links = new LinkListing(socket);
        var to = new Listing(parsed.Modes());
        foreach (var entry in socket.Fdb.List(bridge, on))
            if ((on is null || entry.LinkIndex == on.Index) && (vlan is null || entry.Vlan == vlan) && (states == 0 || (entry.State & states) != 0))
                using (to.Item())
                    Put(to, links, entry, withLink: on is null);
        return to.Print();
    }

    static NeighbourState StateIn(Words words) => words.OneOf(
        ("permanent", NeighbourState.Permanent), ("static", NeighbourState.NoArp), ("temp", NeighbourState.NoArp), ("stale", NeighbourState.Stale),
        ("reachable", NeighbourState.Reachable), ("dynamic", NeighbourState.Reachable), ("all", (NeighbourState)ushort.MaxValue));

    static void Put(Listing to, LinkListing links, FdbEntry entry, bool withLink)
    {
        to.Put("mac", entry.Mac.Text(), $"{entry.Mac.Text()} ", Tone.Mac);
        if (withLink) PutLink(to, "ifname", "dev", links.NameOf(entry.LinkIndex));
        if (entry.Destination is { } destination) to.Put("dst", IpText.Format(destination), $"dst {IpText.Format(destination)} ");
        if (entry.Vlan is { } vlan and not 0) to.Put("vlan", vlan, $"vlan {vlan} ");
        if (entry.Port is { } port) to.Put("port", port, $"port {port} ");
        if (entry.Vni is { } vni) to.Put("vni", vni, $"vni {vni} ");
        if (entry.SourceVni is { } source) to.Put("src_vni", source, $"src_vni {source} ");
        if (entry.Via is { } via and not 0) PutLink(to, "viaIf", "via", links.NameOf(via));
        if (to.Modes.Statistics > 0 && entry.Age is { } age)
        {
            to.Put("used", age.Used, $"used {age.Used}/");
            to.Put("updated", age.Updated, $"{age.Updated} ");
        }
        var flags = FlagsOf(entry.Flags);
        to.Put("flags", flags, string.Concat(flags.Select(flag => $"{flag} ")));
        if (entry.MasterIndex != 0) to.Put("master", links.NameOf(entry.MasterIndex), $"master {links.NameOf(entry.MasterIndex)} ");
        string state = StateOf(entry.State);
        to.Put("state", state, state);
        to.EndLine();
    }

    static void PutLink(Listing to, string key, string word, string name)
    {
        to.Text($"{word} ");
        to.Put(key, name, $"{name} ", Tone.Name);
    }

    static List<string> FlagsOf(FdbFlags flags)
    {
        var names = new List<string>();
        foreach (var (flag, name) in s_flags)
            if (flags.HasFlag(flag))
                names.Add(name);
        return names;
    }

    static readonly (FdbFlags Flag, string Name)[] s_flags =
    [
        (FdbFlags.Self, "self"), (FdbFlags.Router, "router"), (FdbFlags.ExtLearned, "extern_learn"), (FdbFlags.Offloaded, "offload"),
        (FdbFlags.Master, "master"), (FdbFlags.Sticky, "sticky"),
    ];

    static string StateOf(NeighbourState state) => state switch
    {
        _ when state.HasFlag(NeighbourState.Permanent) => "permanent",
        _ when state.HasFlag(NeighbourState.NoArp) => "static",
        _ when state.HasFlag(NeighbourState.Stale) => "stale",
        _ when state.HasFlag(NeighbourState.Reachable) => "",
        _ => $"state=0x{(ushort)state:x}",
    };
}
