using System.Net.NetworkInformation;
using Linux;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A link to be made. Each kind adds its own part in Kinds/.</summary>
public abstract record LinkSpec(string Name) : RouteObject
{
    /// <summary>The kernel's word for the kind, as in <c>ip link add type KIND</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>In bytes. Null leaves it to the kernel.</summary>
    public uint? Mtu { get; init; }
    public PhysicalAddress? Mac { get; init; }
    public bool Up { get; init; }

    /// <summary>The index of the bridge or VRF it joins.</summary>
    public int? Master { get; init; }

    /// <summary>The index of the link it is stacked upon.</summary>
    public int? Parent { get; init; }

    /// <summary>Its name, for what is said when the kernel refuses.</summary>
    public string? ParentName { get; init; }

    /// <summary>Where it is born, when not in the socket's own namespace.</summary>
    public NetNamespace? Namespace { get; init; }

    internal sealed override ushort AddMessage => RTM.NEWLINK;
    internal sealed override ushort DeleteMessage => RTM.DELLINK;

    internal sealed override void WriteTo(MessageWriter to)
    {
        to.Body(new IfInfoMsg { Flags = Up ? IFF.UP : 0, Change = Up ? IFF.UP : 0 });
        LinkEnd.WriteIdentity(to, Name, Mtu, Mac, Namespace);
        if (Master is { } master) to.Put(IFLA.MASTER, master);
        if (Parent is { } parent) to.Put(IFLA.LINK, parent);
        using (to.Nest(IFLA.LINKINFO))
        {
            to.Put(IFLA_INFO.KIND, Kind);
            using (to.Nest(IFLA_INFO.DATA))
                WriteData(to);
        }
    }

    private protected abstract void WriteData(MessageWriter to);

    public sealed override string ToString() => $"{Kind} {Name}" + (ParentName is null ? "" : $" link {ParentName}");
}

/// <summary>The far end of a veth. It is always born down: the kernel refuses otherwise (ENOTCONN).</summary>
public sealed record LinkEnd(string Name)
{
    /// <summary>In bytes. Null leaves it to the kernel.</summary>
    public uint? Mtu { get; init; }
    public PhysicalAddress? Mac { get; init; }
    public NetNamespace? Namespace { get; init; }

    internal void WriteTo(MessageWriter to)
    {
        to.Body(default(IfInfoMsg));
        WriteIdentity(to, Name, Mtu, Mac, Namespace);
    }

    internal static void WriteIdentity(MessageWriter to, string name, uint? mtu, PhysicalAddress? mac, NetNamespace? where)
    {
        to.Put(IFLA.IFNAME, name);
        if (mtu is { } bytes) to.Put(IFLA.MTU, bytes);
        if (mac is not null) to.Put(IFLA.ADDRESS, mac.GetAddressBytes());
        if (where is not null) to.Put(IFLA.NET_NS_FD, where.Descriptor);
    }
}
