using System.CommandLine;
using Cni;
using Netlink.Routing;

namespace Netctl.Commands;

/// <summary>netctl bridge fdb add, append, replace and delete.</summary>
internal static class FdbChange
{
    public static int Add(ParseResult parsed, Words words) => Do(parsed, words, (fdb, entry) => fdb.Add(entry));

    public static int Append(ParseResult parsed, Words words) => Do(parsed, words, (fdb, entry) => fdb.Append(entry));

    public static int Replace(ParseResult parsed, Words words) => Do(parsed, words, (fdb, entry) => fdb.Replace(entry));

    public static int Delete(ParseResult parsed, Words words) => Do(parsed, words, (fdb, entry) => fdb.Delete(entry));

    static int Do(ParseResult parsed, Words words, Action<Fdb, FdbEntry> change)
    {
        using var socket = parsed.OpenSocket();
        change(socket.Fdb, Read(words, socket));
        return ExitCode.Ok;
    }

    static FdbEntry Read(Words words, RouteSocket socket)
    {
        string? mac = null, name = null;
        var entry = new FdbEntry(System.Net.NetworkInformation.PhysicalAddress.None, 0) { State = NeighbourState.NoArp };
        while (words.Any)
            if (words.Take("dev")) name = words.Value();
            else if (TakeFlag(words, entry.Flags) is { } flags) entry = entry with { Flags = flags };
            else if (TakeState(words, entry.State) is { } state) entry = entry with { State = state };
            else if (TakeTunnel(words, socket, entry) is { } told) entry = told;
            else if (mac is null) mac = words.Take("to") ? words.Value() : words.Value("MAC address");
            else throw words.NotUnderstood();
        if (name is null || mac is null) throw Words.Wrong("a forwarding entry has a MAC address and a link: MAC dev NAME");
        var address = MacText.Parse(mac) ?? throw Words.Wrong($"\"{mac}\" is no MAC address such as 02:00:00:00:00:01");
        var link = socket.LinkNamed(name);
        return entry with
        {
            Mac = address, LinkIndex = link.Index, LinkName = name,
            Flags = (entry.Flags & (FdbFlags.Self | FdbFlags.Master)) == 0 ? entry.Flags | FdbFlags.Self : entry.Flags,
            State = (entry.State & (NeighbourState.Permanent | NeighbourState.Reachable)) == 0 ? entry.State | NeighbourState.Permanent : entry.State,
        };
    }

    static FdbFlags? TakeFlag(Words words, FdbFlags flags)
    {
        if (words.Take("self")) return flags | FdbFlags.Self;
        if (words.Take("master")) return flags | FdbFlags.Master;
        if (words.Take("router")) return flags | FdbFlags.Router;
        if (words.Take("use")) return flags | FdbFlags.Use;
        if (words.Take("extern_learn")) return flags | FdbFlags.ExtLearned;
        return words.Take("sticky") ? flags | FdbFlags.Sticky : null;
    }

    // Permanent ones are the bridge's own addresses, static ones are behind a port for ever, dynamic ones until they are forgotten.
    static NeighbourState? TakeState(Words words, NeighbourState state)
    {
        if (words.Take("local", "permanent")) return state | NeighbourState.Permanent;
        if (words.Take("static", "temp")) return state | NeighbourState.Reachable;
        return words.Take("dynamic") ? (state | NeighbourState.Reachable) & ~NeighbourState.NoArp : null;
    }

    static FdbEntry? TakeTunnel(Words words, RouteSocket socket, FdbEntry entry)
    {
        if (words.Take("vlan")) return entry with { Vlan = words.Number<ushort>(4095) };
        if (words.Take("dst")) return entry with { Destination = IpText.Parse(words.Value()) ?? throw Words.Wrong("\"dst\" takes an IP address") };
        if (words.Take("port")) return entry with { Port = words.Number<ushort>() };
        if (words.Take("vni")) return entry with { Vni = words.Number<uint>((1 << 24) - 1) };
        if (words.Take("src_vni")) return entry with { SourceVni = words.Number<uint>((1 << 24) - 1) };
        return words.Take("via") ? entry with { Via = socket.LinkInWords(words).Index } : null;
    }
}
