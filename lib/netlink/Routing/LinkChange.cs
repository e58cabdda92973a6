using System.Net.NetworkInformation;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>
/// Changes to a link that exists, named or by index. What is null stays as it is. With a <see cref="Kind"/> it can be what a new link is to be
/// (<see cref="Links.Add(LinkChange)"/>).
/// </summary>
public sealed record LinkChange
{
    public LinkChange(Link link) => (Index, Shown) = (link.Index, link.Name);

    /// <summary>By name, so that a link can be changed in the batch that makes it.</summary>
    public LinkChange(string name) => Name = Shown = name;

    int Index { get; init; }
    string? Name { get; init; }
    string Shown { get; init; }

    /// <summary>The same changes to another link.</summary>
    public LinkChange Of(Link link) => this with { Index = link.Index, Name = null, Shown = link.Name };

    /// <summary>The same for a link of this name; "" leaves the name of a new one to the kernel.</summary>
    public LinkChange Of(string name) => this with { Index = 0, Name = name, Shown = name };

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
    public bool? AllMulticast { get; init; }

    /// <summary>How many packets may wait to be sent, where the queueing discipline goes by it.</summary>
    public uint? TxQueueLength { get; init; }

    /// <summary>A note for people, and for whoever made the link: up to 255 bytes, shown by <c>ip link</c>.</summary>
    public string? Alias { get; init; }

    /// <summary>Flags to be set, besides.</summary>
    public LinkFlags Set { get; init; }

    /// <summary>Flags to be cleared.</summary>
    public LinkFlags Clear { get; init; }
    public PhysicalAddress? Broadcast { get; init; }
    public uint? Group { get; init; }

    /// <summary>The process into whose namespace to move.</summary>
    public uint? NamespaceOfProcess { get; init; }

    /// <summary>Of a new link: the index of the one that it is stacked upon.</summary>
    public int? Parent { get; init; }

    /// <summary>The id, in this namespace, of the one that <see cref="Parent"/> counts in.</summary>
    public int? ParentNamespaceId { get; init; }

    /// <summary>Of a new link: the number it is to have.</summary>
    public int NewIndex { get; init; }
    public uint? TxQueues { get; init; }
    public uint? RxQueues { get; init; }
    public uint? GsoMaxSize { get; init; }
    public uint? GsoMaxSegments { get; init; }
    public uint? GroMaxSize { get; init; }

    /// <summary>Whether the kernel is told that there is a cable.</summary>
    public bool? Carrier { get; init; }

    /// <summary>Holds a link down whatever else is said.</summary>
    public bool? HeldDown { get; init; }

    /// <summary>0 is default, 1 dormant (IF_LINK_MODE_*).</summary>
    public byte? Mode { get; init; }

    /// <summary>How its link-local IPv6 address is to come about (IN6_ADDR_GEN_MODE_*).</summary>
    public byte? AddressGeneration { get; init; }

    /// <summary>Its kind, and what is special to that.</summary>
    public KindSettings? Kind { get; init; }

    /// <summary>Flags of the link as a port of its bridge.</summary>
    public BridgePort? Port { get; init; }

    /// <summary>Of a bridge: whether it looks at VLAN tags.</summary>
    public bool? VlanFiltering { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        to.Body(new IfInfoMsg
        {
            Index = NewIndex != 0 ? NewIndex : Index,
            Flags = (Up == true ? IFF.UP : 0) | (Promiscuous == true ? IFF.PROMISC : 0) | (AllMulticast == true ? IFF.ALLMULTI : 0) | (uint)Set,
            Change = (Up is null ? 0 : IFF.UP) | (Promiscuous is null ? 0 : IFF.PROMISC) | (AllMulticast is null ? 0 : IFF.ALLMULTI) | (uint)(Set | Clear),
        });
        if ((NewName ?? Name) is { Length: > 0 } name) to.Put(IFLA.IFNAME, name);
        if (Mtu is { } mtu) to.Put(IFLA.MTU, mtu);
        if (TxQueueLength is { } length) to.Put(IFLA.TXQLEN, length);
        if (Mac is not null) to.Put(IFLA.ADDRESS, Mac.GetAddressBytes());
        if (Master is { } master) to.Put(IFLA.MASTER, master);
        if (Namespace is not null) to.Put(IFLA.NET_NS_FD, Namespace.Descriptor);
        if (Alias is not null) to.Put(IFLA.IFALIAS, Alias);
        WriteRarer(to);
        Port?.WriteTo(to);
        Kind?.WriteTo(to);
        if (VlanFiltering is { } filtering) WriteFiltering(to, filtering);
    }

    void WriteRarer(MessageWriter to)
    {
        if (Broadcast is not null) to.Put(IFLA.BROADCAST, Broadcast.GetAddressBytes());
        if (Group is { } group) to.Put(IFLA.GROUP, group);
        if (NamespaceOfProcess is { } process) to.Put(IFLA.NET_NS_PID, process);
        if (Parent is { } parent) to.Put(IFLA.LINK, parent);
        if (ParentNamespaceId is { } id) to.Put(IFLA.LINK_NETNSID, id);
        if (TxQueues is { } txQueues) to.Put(IFLA.NUM_TX_QUEUES, txQueues);
        if (RxQueues is { } rxQueues) to.Put(IFLA.NUM_RX_QUEUES, rxQueues);
        if (GsoMaxSize is { } gsoSize) to.Put(IFLA.GSO_MAX_SIZE, gsoSize);
        if (GsoMaxSegments is { } segments) to.Put(IFLA.GSO_MAX_SEGS, segments);
        if (GroMaxSize is { } groSize) to.Put(IFLA.GRO_MAX_SIZE, groSize);
        if (Carrier is { } carrier) to.Put(IFLA.CARRIER, carrier);
        if (HeldDown is { } heldDown) to.Put(IFLA.PROTO_DOWN, heldDown);
        if (Mode is { } mode) to.Put(IFLA.LINKMODE, mode);
        if (AddressGeneration is not { } generation) return;
        using (to.Nest(IFLA.AF_SPEC))
        using (to.Nest((ushort)Family.Ipv6, "AF_INET6"))
            to.Put(IFLA_INET6.ADDR_GEN_MODE, generation);
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

    public override string ToString() => Shown + (Up is { } up ? up ? " up" : " down" : "")
        + (Promiscuous is { } promisc ? promisc ? " promisc on" : " promisc off" : "") + (AllMulticast is { } all ? all ? " allmulticast on" : " allmulticast off" : "")
        + (Kind is null ? "" : $" type {Kind}") + (TxQueueLength is { } length ? $" txqueuelen {length}" : "") + (Mac is not null ? $" address {Mac.Text()}" : "")
        + (Mtu is { } mtu ? $" mtu {mtu}" : "") + (NewName is { } name ? $" name {name}" : "")
        + (Master is { } master ? $" master {master}" : "") + (Namespace is { } ns ? $" netns {ns.Path}" : "") + (Alias is { } alias ? $" alias {alias}" : "")
        + (Port is { } port ? $" {port}" : "") + (VlanFiltering is { } filtering ? $" vlan_filtering {(filtering ? 1 : 0)}" : "");
}
