namespace Netlink.Routing.Kinds;

/// <summary>What can be set of a bridge's port (bridge_slave), and what it tells of itself.</summary>
public static class BridgePortOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("state", IFLA_BRPORT.STATE, OptionForm.Choice8) { Choices = [("disabled", 0), ("listening", 1), ("learning", 2), ("forwarding", 3), ("blocking", 4)] },
        new("priority", IFLA_BRPORT.PRIORITY, OptionForm.UInt16),
        new("cost", IFLA_BRPORT.COST, OptionForm.UInt32),
        new("hairpin", IFLA_BRPORT.MODE, OptionForm.Flag8),
        new("guard", IFLA_BRPORT.GUARD, OptionForm.Flag8),
        new("root_block", IFLA_BRPORT.PROTECT, OptionForm.Flag8),
        new("fastleave", IFLA_BRPORT.FAST_LEAVE, OptionForm.Flag8),
        new("learning", IFLA_BRPORT.LEARNING, OptionForm.Flag8),
        new("flood", IFLA_BRPORT.UNICAST_FLOOD, OptionForm.Flag8),
        new("port_id", IFLA_BRPORT.ID, OptionForm.Hex16) { Key = "id", IsSettable = false },
        new("port_no", IFLA_BRPORT.NO, OptionForm.Hex16) { Key = "no", IsSettable = false },
        new("designated_port", IFLA_BRPORT.DESIGNATED_PORT, OptionForm.UInt16) { IsSettable = false },
        new("designated_cost", IFLA_BRPORT.DESIGNATED_COST, OptionForm.UInt16) { IsSettable = false },
        new("designated_bridge", IFLA_BRPORT.BRIDGE_ID, OptionForm.BridgeId) { Key = "bridge_id", IsSettable = false },
        new("designated_root", IFLA_BRPORT.ROOT_ID, OptionForm.BridgeId) { Key = "root_id", IsSettable = false },
        new("hold_timer", IFLA_BRPORT.HOLD_TIMER, OptionForm.Timer) { IsSettable = false },
        new("message_age_timer", IFLA_BRPORT.MESSAGE_AGE_TIMER, OptionForm.Timer) { IsSettable = false },
        new("forward_delay_timer", IFLA_BRPORT.FORWARD_DELAY_TIMER, OptionForm.Timer) { IsSettable = false },
        new("topology_change_ack", IFLA_BRPORT.TOPOLOGY_CHANGE_ACK, OptionForm.UInt8) { IsSettable = false },
        new("config_pending", IFLA_BRPORT.CONFIG_PENDING, OptionForm.UInt8) { IsSettable = false },
        new("proxy_arp", IFLA_BRPORT.PROXYARP, OptionForm.Flag8),
        new("proxy_arp_wifi", IFLA_BRPORT.PROXYARP_WIFI, OptionForm.Flag8),
        new("mcast_router", IFLA_BRPORT.MULTICAST_ROUTER, OptionForm.UInt8) { Key = "multicast_router" },
        new("mcast_fast_leave", IFLA_BRPORT.FAST_LEAVE, OptionForm.Flag8) { Key = "" },   // the same as fastleave, which JSON has already
        new("mcast_flood", IFLA_BRPORT.MCAST_FLOOD, OptionForm.Flag8),
        new("bcast_flood", IFLA_BRPORT.BCAST_FLOOD, OptionForm.Flag8),
        new("mcast_to_unicast", IFLA_BRPORT.MCAST_TO_UCAST, OptionForm.Flag8),
        new("neigh_suppress", IFLA_BRPORT.NEIGH_SUPPRESS, OptionForm.Flag8),
        new("group_fwd_mask", IFLA_BRPORT.GROUP_FWD_MASK, OptionForm.Hex16),
        new("vlan_tunnel", IFLA_BRPORT.VLAN_TUNNEL, OptionForm.Flag8),
        new("isolated", IFLA_BRPORT.ISOLATED, OptionForm.Flag8),
        new("locked", IFLA_BRPORT.LOCKED, OptionForm.Flag8),
    ];

    /// <summary>Forgets the addresses that were learnt behind the port.</summary>
    public static readonly LinkOption Flush = new("fdb_flush", IFLA_BRPORT.FLUSH, OptionForm.Present);
}
