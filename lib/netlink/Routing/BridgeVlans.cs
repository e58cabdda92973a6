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

    /// <summary>The link itself is told: a bridge, of the VLANs that it takes part in.</summary>
    public bool Self { get; init; }

    /// <summary>The port's bridge is told, as when neither is said.</summary>
    public bool Master { get; init; }

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new IfInfoMsg { Family = (byte)Netlink.Family.Bridge, Index = Port.Index });
        using (to.Nest(IFLA.AF_SPEC))
        {
            if (Self || Master)
                to.Put(IFLA_BRIDGE.FLAGS, BitConverter.GetBytes((ushort)((Self ? BRIDGE_FLAGS.SELF : 0) | (Master ? BRIDGE_FLAGS.MASTER : 0))));
            for (int i = 0, last; i < Vlans.Count; i = last + 1)
            {
                last = EndOfRange(i);
                Put(to, Vlans[i], last > i ? BRIDGE_VLAN_INFO.RANGE_BEGIN : (ushort)0);
                if (last > i) Put(to, Vlans[last], BRIDGE_VLAN_INFO.RANGE_END);
            }
        }
    }

    // Four thousand VLANs one by one would not fit a message; all but that of untagged frames can be told as a range.
    int EndOfRange(int start)
    {
        int end = start;
        while (end + 1 < Vlans.Count && !Vlans[start].Pvid && Vlans[end + 1] == Vlans[end] with { Id = (ushort)(Vlans[end].Id + 1) }) end++;
        return end;
    }

    static void Put(MessageWriter to, PortVlan vlan, ushort range) =>
        to.Put(IFLA_BRIDGE.VLAN_INFO, MemoryMarshal.AsBytes([new BridgeVlanInfo { Vid = vlan.Id, Flags = (ushort)(FlagsOf(vlan) | range) }]), "IFLA_BRIDGE.VLAN_INFO");

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
