using System.Net.NetworkInformation;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Changes to a link that exists, named or by index. What is null stays as it is.</summary>
public sealed record LinkChange
{
    readonly int _index;
    readonly string? _name;

    public LinkChange(Link link) => _index = link.Index;

    /// <summary>By name, so that a link can be changed in the batch that makes it.</summary>
    public LinkChange(string name) => _name = name;

    public bool? Up { get; init; }

    /// <summary>In bytes.</summary>
    public uint? Mtu { get; init; }
    public PhysicalAddress? Mac { get; init; }

    /// <summary>The index of the bridge or VRF to join; 0 leaves the one it is in.</summary>
    public int? Master { get; init; }
    public string? NewName { get; init; }

    /// <summary>The namespace to move to.</summary>
    public NetNamespace? Namespace { get; init; }
    public bool? Promiscuous { get; init; }

    /// <summary>Flags of the link as a port of its bridge.</summary>
    public BridgePort? Port { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        to.Body(new IfInfoMsg
        {
            Index = _index,
            Flags = (Up == true ? IFF.UP : 0) | (Promiscuous == true ? IFF.PROMISC : 0),
            Change = (Up is null ? 0 : IFF.UP) | (Promiscuous is null ? 0 : IFF.PROMISC),
        });
        if ((NewName ?? _name) is { } name) to.Put(IFLA.IFNAME, name);
        if (Mtu is { } mtu) to.Put(IFLA.MTU, mtu);
        if (Mac is not null) to.Put(IFLA.ADDRESS, Mac.GetAddressBytes());
        if (Master is { } master) to.Put(IFLA.MASTER, master);
        if (Namespace is not null) to.Put(IFLA.NET_NS_FD, Namespace.Descriptor);
        Port?.WriteTo(to);
    }

    public override string ToString() => (_name ?? $"number {_index}") + (Up is { } up ? up ? " up" : " down" : "")
        + (Mtu is { } mtu ? $" mtu {mtu}" : "") + (NewName is { } name ? $" name {name}" : "")
        + (Master is { } master ? $" master {master}" : "") + (Namespace is { } ns ? $" netns {ns.Path}" : "") + (Port is { } port ? $" {port}" : "");
}

/// <summary>A bridge port's flags (<c>bridge link set</c>). What is null stays as it is.</summary>
public sealed record BridgePort
{
    /// <summary>Frames may leave by the port they came in by, as a container that reaches its own published port needs.</summary>
    public bool? Hairpin { get; init; }

    /// <summary>Isolated ports reach only those that are not.</summary>
    public bool? Isolated { get; init; }
    public bool? Learning { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        using (to.Nest(IFLA.LINKINFO))
        {
            to.Put(IFLA_INFO.SLAVE_KIND, "bridge");
            using (to.Nest(IFLA_INFO.SLAVE_DATA))
            {
                if (Hairpin is { } hairpin) to.Put(IFLA_BRPORT.MODE, hairpin);
                if (Isolated is { } isolated) to.Put(IFLA_BRPORT.ISOLATED, isolated);
                if (Learning is { } learning) to.Put(IFLA_BRPORT.LEARNING, learning);
            }
        }
    }

    public override string ToString() => string.Join(' ', new[] { Flag("hairpin", Hairpin), Flag("isolated", Isolated), Flag("learning", Learning) }.OfType<string>());

    static string? Flag(string name, bool? value) => value is { } on ? $"{name} {(on ? "on" : "off")}" : null;
}
