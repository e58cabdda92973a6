using Netlink.Wire;

namespace Netlink.Routing.Kinds;

/// <summary>A switch in software.</summary>
public sealed record BridgeLink(string Name) : LinkSpec(Name)
{
    public override string Kind => "bridge";
    public bool? VlanFiltering { get; init; }

    /// <summary>The VLAN of untagged frames on a new port; 0 for none.</summary>
    public ushort? DefaultPvid { get; init; }

    private protected override void WriteData(MessageWriter to)
    {
        if (VlanFiltering is { } on) to.Put(IFLA_BR.VLAN_FILTERING, on);
        if (DefaultPvid is { } vlan) to.Put(IFLA_BR.VLAN_DEFAULT_PVID, BitConverter.GetBytes(vlan));
    }
}
