using System.Net.NetworkInformation;
using Cni;
using Netlink.Routing;

namespace Plugins.Tuning;

/// <summary>Settings of a link. What is null is left as it is.</summary>
internal sealed record LinkSettings
{
    public PhysicalAddress? Mac { get; init; }

    /// <summary>In bytes.</summary>
    public uint? Mtu { get; init; }
    public bool? Promiscuous { get; init; }
    public bool? AllMulticast { get; init; }
    public uint? TxQueueLength { get; init; }

    public bool AreNone => Mac is null && Mtu is null && Promiscuous is null && AllMulticast is null && TxQueueLength is null;

    /// <summary>All but the MAC address, as a configuration or args.cni has them.</summary>
    public static LinkSettings Read(ConfigObject json) => new()
    {
        Mtu = FindLength(json, "mtu"),
        Promiscuous = FindBool(json, "promisc"),
        AllMulticast = FindBool(json, "allmulti"),
        TxQueueLength = FindLength(json, "txQLen"),
    };

    // No link has so much: the kernel refuses it on ADD, and DEL need not.
    static uint? FindLength(ConfigObject json, string key) => json.FindInt(key) is { } length ? (uint)length : null;

    static bool? FindBool(ConfigObject json, string key) => json.Find(key) is null ? null : json.Bool(key);

    /// <summary>With what a user asks for one container in the place of the network's. An MTU of 0 and <c>promisc</c> false mean: as it is.</summary>
    public LinkSettings OverriddenBy(LinkSettings asked) => new()
    {
        Mtu = (asked.Mtu ?? Mtu) is { } mtu and > 0 ? mtu : null,
        Promiscuous = (asked.Promiscuous ?? Promiscuous) == true ? true : null,
        AllMulticast = asked.AllMulticast ?? AllMulticast,
        TxQueueLength = asked.TxQueueLength ?? TxQueueLength,
    };

    /// <summary>What a link has now, of those settings that these here say something of.</summary>
    public LinkSettings NowOf(Link link) => new()
    {
        Mac = Mac is null ? null : link.Mac,
        Mtu = Mtu is null ? null : link.Mtu,
        Promiscuous = Promiscuous is null ? null : link.Flags.HasFlag(LinkFlags.Promiscuous),
        AllMulticast = AllMulticast is null ? null : link.Flags.HasFlag(LinkFlags.AllMulticast),
        TxQueueLength = TxQueueLength is null ? null : link.TxQueueLength,
    };

    /// <summary>These, and where they are silent, those others.</summary>
    public LinkSettings Or(LinkSettings others) => new()
    {
        Mac = Mac ?? others.Mac,
        Mtu = Mtu ?? others.Mtu,
        Promiscuous = Promiscuous ?? others.Promiscuous,
        AllMulticast = AllMulticast ?? others.AllMulticast,
        TxQueueLength = TxQueueLength ?? others.TxQueueLength,
    };

    /// <summary>All of them in one change.</summary>
    public LinkChange For(Link link) => new(link)
    {
        Mac = Mac, Mtu = Mtu, Promiscuous = Promiscuous, AllMulticast = AllMulticast, TxQueueLength = TxQueueLength,
    };

    /// <summary>Each by itself, so that one that cannot be had does not keep the others.</summary>
    public IEnumerable<LinkChange> EachFor(Link link)
    {
        if (Mac is not null)
            yield return new(link) { Mac = Mac };
        if (Mtu is not null)
            yield return new(link) { Mtu = Mtu };
        if (Promiscuous is not null)
            yield return new(link) { Promiscuous = Promiscuous };
        if (AllMulticast is not null)
            yield return new(link) { AllMulticast = AllMulticast };
        if (TxQueueLength is not null)
            yield return new(link) { TxQueueLength = TxQueueLength };
    }

    /// <summary>The first setting that a link has otherwise, in the reference plugin's words; null when there is none.</summary>
    public string? DifferenceOf(Link link)
    {
        var now = NowOf(link);
        if (Mac is not null && !Mac.Equals(now.Mac))
            return $"Error: Tuning configured Ethernet of {link.Name} is {Mac.Text()}, current value is {link.Mac.Text()}";
        if (Promiscuous != now.Promiscuous)
            return $"Error: Tuning link {link.Name} configured promisc is {Word(Promiscuous)}, current value is {Word(now.Promiscuous)}";
        if (Mtu != now.Mtu)
            return $"Error: Tuning configured MTU of {link.Name} is {Mtu}, current value is {now.Mtu}";
        if (AllMulticast != now.AllMulticast)
            return $"Error: Tuning configured all-multicast mode of {link.Name} is {Word(AllMulticast)}, current value is {Word(now.AllMulticast)}";
        return TxQueueLength != now.TxQueueLength
            ? $"Error: Tuning configured Transmit Queue Length of {link.Name} is {TxQueueLength}, current value is {now.TxQueueLength}"
            : null;
    }

    static string Word(bool? value) => value == true ? "true" : "false";
}
