using System.Net.NetworkInformation;
using Netlink.Routing;

namespace Netctl.Listings;

/// <summary>Links in the form of <c>ip link</c>, which is also the head of each part of <c>ip addr</c>.</summary>
internal sealed class LinkListing(RouteSocket socket, LinkQuery query = default)
{
    readonly Dictionary<int, Link?> _known = [];   // by number; null for one that there is not
    readonly NamespaceNames _namespaces = new(socket);
    List<Link>? _all;

    /// <summary>All of them, asked for once.</summary>
    public IReadOnlyList<Link> Links => _all ??= ReadAll();

    List<Link> ReadAll()
    {
        var all = socket.Links.List(query);
        foreach (var link in all) _known[link.Index] = link;
        return all;
    }

    public string NameOf(int index) => Find(index)?.Name ?? $"if{index}";

    // A list of some links names others, which are then asked for one by one.
    Link? Find(int index)
    {
        if (_known.TryGetValue(index, out var known)) return known;
        return _known[index] = socket.Links.Find(index);
    }

    /// <summary>The links that were asked for: one, or all when <paramref name="name"/> is null.</summary>
    public IReadOnlyList<Link> Asked(string? name)
    {
        if (name is null) return Links;
        var found = query.Details || query.Statistics ? socket.Links.FindWhole(name) : socket.Links.Find(name);
        if (found is null) throw new CommandFailure(ExitCode.Own, $"Device \"{name}\" does not exist.");
        _known[found.Index] = found;
        return [found];
    }

    /// <summary>Its number, name and flags: what every line about a link begins with.</summary>
    public void PutName(Listing to, Link link)
    {
        to.Put("ifindex", link.Index, $"{link.Index}: ");
        string parent = PutParent(to, link);
        to.Put("ifname", link.Name, $"{link.Name}{parent}: ", Tone.Name);
        var flags = FlagsOf(link);
        to.Put("flags", flags, $"<{string.Join(',', flags)}> ");
    }

    /// <summary>The first line, without its end.</summary>
    public void PutHead(Listing to, Link link, bool withMode)
    {
        PutName(to, link);
        to.Put("mtu", link.Mtu, $"mtu {link.Mtu} ");
        if (link.Qdisc != "") to.Put("qdisc", link.Qdisc, $"qdisc {link.Qdisc} ");
        if (link.MasterIndex != 0) to.Put("master", NameOf(link.MasterIndex), $"master {NameOf(link.MasterIndex)} ");
        to.Text("state ");
        to.Put("operstate", StateOf(link), $"{StateOf(link)} ", StateTone(link));
        if (withMode) to.Put("linkmode", ModeOf(link), $"mode {ModeOf(link)} ");
        to.Put("group", GroupOf(link), $"group {GroupOf(link)} ");
        if (link.TxQueueLength != 0) to.Put("txqlen", link.TxQueueLength, $"qlen {link.TxQueueLength}");
    }

    /// <summary>The hardware addresses.</summary>
    public static void PutHardware(Listing to, Link link)
    {
        string type = TypeOf(link);
        to.Put("link_type", type, $"\n    link/{type} ");
        if (!link.Mac.Equals(PhysicalAddress.None)) PutText(to, "address", link.Mac.Text());
        if (link.PermanentMac is { } permanent && !permanent.Equals(link.Mac)) PutMac(to, "permaddr", "permaddr", permanent);
        if (!link.Broadcast.Equals(PhysicalAddress.None))
            PutMac(to, "broadcast", link.Flags.HasFlag(LinkFlags.PointToPoint) ? "peer" : "brd", link.Broadcast);
    }

    static void PutMac(Listing to, string key, string word, PhysicalAddress mac)
    {
        to.Text($" {word} ");
        PutText(to, key, mac.Text());
    }

    static void PutText(Listing to, string key, string mac) => to.Put(key, mac, mac, Tone.Mac);

    /// <summary>A link in one line: what most people look for.</summary>
    public void PutBrief(Listing to, Link link)
    {
        string parent = PutParent(to, link);
        to.Put("ifname", link.Name, $"{link.Name + parent,-16} ", Tone.Name);
        to.Put("operstate", StateOf(link), $"{StateOf(link),-14} ", StateTone(link));
    }

    /// <summary>The rest of that line for <c>link</c>.</summary>
    public void PutBriefHardware(Listing to, Link link)
    {
        if (!link.Mac.Equals(PhysicalAddress.None)) to.Put("address", link.Mac.Text(), $"{link.Mac.Text()} ", Tone.Mac);
        var flags = FlagsOf(link);
        to.Put("flags", flags, $"<{string.Join(',', flags)}> ");
        to.EndLine();
    }

    /// <summary>Where the other end is.</summary>
    public void PutParentNamespace(Listing to, Link link)
    {
        if (link.ParentNamespaceId is { } id)
            to.Put("link_netnsid", id, _namespaces.Find(id) is { } name ? $" link-netns {name}" : $" link-netnsid {id}");
        if (link.IsHeldDown) to.Put("proto_down", true, " protodown on ");
    }

    /// <summary>What people called it, on lines of its own.</summary>
    public static void PutAlias(Listing to, Link link)
    {
        if (link.Alias != "") to.Put("ifalias", link.Alias, $"\n    alias {link.Alias}");
    }

    /// <summary>Its other names.</summary>
    public static void PutAlternatives(Listing to, Link link)
    {
        if (link.AlternativeNames.Count > 0)
            to.Put("altnames", link.AlternativeNames, string.Concat(link.AlternativeNames.Select(name => $"\n    altname {name}")));
    }

    // What a link stands on, or the other end of a veth: by name when it is in this namespace.
    string PutParent(Listing to, Link link)
    {
        if (link.ParentIndex == 0) return "";
        if (link.ParentNamespaceId is null)
        {
            to.Put("link", NameOf(link.ParentIndex), "");
            return $"@{NameOf(link.ParentIndex)}";
        }
        to.Put("link_index", link.ParentIndex, "");
        return $"@if{link.ParentIndex}";
    }

    List<string> FlagsOf(Link link)
    {
        var names = new List<string>();
        if (link.IsUp && !link.Flags.HasFlag(LinkFlags.Running)) names.Add("NO-CARRIER");
        foreach (var (flag, name) in s_flags)
            if ((link.Flags & flag) != 0)
                names.Add(name);
        bool parentIsHere = link.ParentIndex != 0 && link.ParentNamespaceId is null;
        if (parentIsHere && Find(link.ParentIndex) is { IsUp: false }) names.Add("M-DOWN");
        return names;
    }

    // In the order of ip and in its words.
    static readonly (LinkFlags Flag, string Name)[] s_flags =
    [
        (LinkFlags.Loopback, "LOOPBACK"), (LinkFlags.Broadcast, "BROADCAST"), (LinkFlags.PointToPoint, "POINTOPOINT"), (LinkFlags.Multicast, "MULTICAST"),
        (LinkFlags.NoArp, "NOARP"), (LinkFlags.AllMulticast, "ALLMULTI"), (LinkFlags.Promiscuous, "PROMISC"), (LinkFlags.Master, "MASTER"),
        (LinkFlags.Slave, "SLAVE"), (LinkFlags.Debug, "DEBUG"), (LinkFlags.Dynamic, "DYNAMIC"), (LinkFlags.AutoMedia, "AUTOMEDIA"),
        (LinkFlags.PortSelect, "PORTSEL"), (LinkFlags.NoTrailers, "NOTRAILERS"), (LinkFlags.Up, "UP"), (LinkFlags.LowerUp, "LOWER_UP"),
        (LinkFlags.Dormant, "DORMANT"), (LinkFlags.Echo, "ECHO"),
    ];

    static readonly string[] s_states = ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"];

    static string StateOf(Link link) => link.OperationalState < s_states.Length ? s_states[link.OperationalState] : $"{link.OperationalState}";

    static Tone StateTone(Link link) => StateOf(link) switch { "UP" => Tone.Up, "DOWN" => Tone.Down, _ => Tone.Plain };

    static string ModeOf(Link link) => link.LinkMode switch { 0 => "DEFAULT", 1 => "DORMANT", var other => $"{other}" };

    static string GroupOf(Link link) => link.Group == 0 ? "default" : $"{link.Group}";

    // linux/if_arp.h
    static string TypeOf(Link link) => link.HardwareType switch
    {
        1 => "ether", 32 => "infiniband", 512 => "ppp", 768 => "ipip", 769 => "tunnel6", 772 => "loopback", 776 => "sit", 778 => "gre",
        801 => "ieee802.11", 823 => "gre6", 824 => "netlink", 0xfffe => "none", var other => $"[{other}]",
    };
}
