namespace Netlink.Routing.Kinds;

/// <summary>What can be set of a VLAN.</summary>
public static class VlanOptions
{
    public static readonly LinkOption
        Protocol = new("protocol", IFLA_VLAN.PROTOCOL, OptionForm.Protocol),
        Id = new("id", IFLA_VLAN.ID, OptionForm.UInt16);

    /// <summary>Which flags (VLAN_FLAG_*) a VLAN has, and then which of them are told.</summary>
    public static readonly LinkOption Flags = new("flags", IFLA_VLAN.FLAGS, OptionForm.UInt64);

    /// <summary>The flags by their numbers, and their words in ip(8).</summary>
    public static readonly IReadOnlyList<(string Word, string Shown, uint Number)> FlagWords =
        [("reorder_hdr", "REORDER_HDR", 1), ("gvrp", "GVRP", 2), ("loose_binding", "LOOSE_BINDING", 4), ("mvrp", "MVRP", 8), ("bridge_binding", "BRIDGE_BINDING", 16)];
}

/// <summary>What marks a frame's tag (ETH_P_*): that of customers, 802.1Q, or of service providers, 802.1ad.</summary>
public enum VlanProtocol : ushort { Customer = 0x8100, Service = 0x88a8 }
