using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A VLAN on a port of a bridge, written as bridge(8) writes it: 10 PVID Egress Untagged.</summary>
/// <param name="Untagged">Frames leave the port without their tag.</param>
/// <param name="Pvid">Frames that come in without a tag are of this VLAN.</param>
public sealed record PortVlan(ushort Id, bool Untagged = false, bool Pvid = false)
{
    public override string ToString() => $"{Id}{(Pvid ? " PVID" : "")}{(Untagged ? " Egress Untagged" : "")}";
}

/// <summary>Some VLANs to be put on a port, or taken from it, in one message.</summary>
public sealed record PortVlans(Link Port, IReadOnlyList<PortVlan> Vlans) : RouteObject
{
    internal override ushort AddMessage => RTM.SETLINK;
    internal override ushort DeleteMessage => RTM.DELLINK;
    internal override MessageFlags AddFlags => MessageFlags.None;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new IfInfoMsg { Family = (byte)Netlink.Family.Bridge, Index = Port.Index });
        using (to.Nest(IFLA.AF_SPEC))
            foreach (var vlan in Vlans)
                to.Put(IFLA_BRIDGE.VLAN_INFO, MemoryMarshal.AsBytes([new BridgeVlanInfo { Vid = vlan.Id, Flags = FlagsOf(vlan) }]), "IFLA_BRIDGE.VLAN_INFO");
    }

    static ushort FlagsOf(PortVlan vlan) =>
        (ushort)((vlan.Pvid ? BRIDGE_VLAN_INFO.PVID : 0) | (vlan.Untagged ? BRIDGE_VLAN_INFO.UNTAGGED : 0));

    public override string ToString() => $"vlan {string.Join(", ", Vlans)} dev {Port}";

    /// <summary>The VLANs of one link of a list; ranges, as the kernel lists them, are taken apart. Null for what is no port.</summary>
    internal static PortVlansFound? Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<IfInfoMsg>(body);
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<IfInfoMsg>()..]))
            if (a.Type == IFLA.AF_SPEC)
                return new(info.Index, ParseVlans(a.Nested));
        return null;
    }

    static List<PortVlan> ParseVlans(AttributeReader spec)
    {
        var vlans = new List<PortVlan>();
        ushort first = 0;
        foreach (var a in spec)
            if (a.Type == IFLA_BRIDGE.VLAN_INFO)
            {
                var vlan = MemoryMarshal.Read<BridgeVlanInfo>(a.Bytes);
                if ((vlan.Flags & BRIDGE_VLAN_INFO.RANGE_BEGIN) != 0)
                    first = vlan.Vid;
                else
                    for (ushort id = (vlan.Flags & BRIDGE_VLAN_INFO.RANGE_END) != 0 ? first : vlan.Vid; id <= vlan.Vid; id++)
                        vlans.Add(new(id, (vlan.Flags & BRIDGE_VLAN_INFO.UNTAGGED) != 0, (vlan.Flags & BRIDGE_VLAN_INFO.PVID) != 0));
            }
        return vlans;
    }
}

/// <summary>The VLANs that a port has, by the port's link number.</summary>
public sealed record PortVlansFound(int LinkIndex, IReadOnlyList<PortVlan> Vlans);
