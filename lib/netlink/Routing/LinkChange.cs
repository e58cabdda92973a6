using System.Net.NetworkInformation;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Changes to a link that exists, named or by index. What is null stays as it is.</summary>
public sealed record LinkChange
{
    readonly int _index;
    readonly string? _name, _shown;

    public LinkChange(Link link) => (_index, _shown) = (link.Index, link.Name);

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

    /// <summary>A note for people, and for whoever made the link: up to 255 bytes, shown by <c>ip link</c>.</summary>
    public string? Alias { get; init; }

    /// <summary>Flags of the link as a port of its bridge.</summary>
    public BridgePort? Port { get; init; }

    /// <summary>Of a bridge: whether it looks at VLAN tags.</summary>
    public bool? VlanFiltering { get; init; }

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
        if (Alias is not null) to.Put(IFLA.IFALIAS, Alias);
        Port?.WriteTo(to);
        if (VlanFiltering is { } filtering) WriteFiltering(to, filtering);
    }

    static void WriteFiltering(MessageWriter to, bool on)
    {
        using (to.Nest(IFLA.LINKINFO))
        {
            to.Put(IFLA_INFO.KIND, "bridge");
            using (to.Nest(IFLA_INFO.DATA))
                to.Put(IFLA_BR.VLAN_FILTERING, on);
        }
    }

    public override string ToString() => (_name ?? _shown) + (Up is { } up ? up ? " up" : " down" : "")
        + (Mtu is { } mtu ? $" mtu {mtu}" : "") + (NewName is { } name ? $" name {name}" : "")
        + (Master is { } master ? $" master {master}" : "") + (Namespace is { } ns ? $" netns {ns.Path}" : "") + (Alias is { } alias ? $" alias {alias}" : "")
        + (Port is { } port ? $" {port}" : "") + (VlanFiltering is { } filtering ? $" vlan_filtering {(filtering ? 1 : 0)}" : "");
}
