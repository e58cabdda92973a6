namespace Netlink.Routing.Kinds;

/// <summary>What can be set of a bridge, and what it tells of itself.</summary>
public static class BridgeOptions
{
    /// <summary>In the order of <c>ip -d link</c>.</summary>
    public static readonly IReadOnlyList<LinkOption> All =
    [
        new("forward_delay", IFLA_BR.FORWARD_DELAY, OptionForm.UInt32),
        new("hello_time", IFLA_BR.HELLO_TIME, OptionForm.UInt32),
        new("max_age", IFLA_BR.MAX_AGE, OptionForm.UInt32),
        new("ageing_time", IFLA_BR.AGEING_TIME, OptionForm.UInt32),
        new("stp_state", IFLA_BR.STP_STATE, OptionForm.UInt32),
        new("priority", IFLA_BR.PRIORITY, OptionForm.UInt16),
        new("vlan_filtering", IFLA_BR.VLAN_FILTERING, OptionForm.UInt8),
        new("vlan_protocol", IFLA_BR.VLAN_PROTOCOL, OptionForm.Protocol),
        new("bridge_id", IFLA_BR.BRIDGE_ID, OptionForm.BridgeId) { IsSettable = false },
        new("designated_root", IFLA_BR.ROOT_ID, OptionForm.BridgeId) { Key = "root_id", IsSettable = false },
        new("root_port", IFLA_BR.ROOT_PORT, OptionForm.UInt16) { IsSettable = false },
        new("root_path_cost", IFLA_BR.ROOT_PATH_COST, OptionForm.UInt32) { IsSettable = false },
        new("topology_change", IFLA_BR.TOPOLOGY_CHANGE, OptionForm.UInt8) { IsSettable = false },
        new("topology_change_detected", IFLA_BR.TOPOLOGY_CHANGE_DETECTED, OptionForm.UInt8) { IsSettable = false },
        new("hello_timer", IFLA_BR.HELLO_TIMER, OptionForm.Timer) { IsSettable = false },
        new("tcn_timer", IFLA_BR.TCN_TIMER, OptionForm.Timer) { IsSettable = false },
        new("topology_change_timer", IFLA_BR.TOPOLOGY_CHANGE_TIMER, OptionForm.Timer) { IsSettable = false },
        new("gc_timer", IFLA_BR.GC_TIMER, OptionForm.Timer) { IsSettable = false },
        new("vlan_default_pvid", IFLA_BR.VLAN_DEFAULT_PVID, OptionForm.UInt16),
        new("vlan_stats_enabled", IFLA_BR.VLAN_STATS_ENABLED, OptionForm.UInt8),
        new("vlan_stats_per_port", IFLA_BR.VLAN_STATS_PER_PORT, OptionForm.UInt8),
        new("group_fwd_mask", IFLA_BR.GROUP_FWD_MASK, OptionForm.Hex16),
        new("group_address", IFLA_BR.GROUP_ADDR, OptionForm.Mac) { Key = "group_addr" },
        new("mcast_snooping", IFLA_BR.MCAST_SNOOPING, OptionForm.UInt8),
        new("no_linklocal_learn", IFLA_BR.MULTI_BOOLOPT, OptionForm.Bit) { Bit = BR_BOOLOPT.NO_LL_LEARN },
        new("mcast_vlan_snooping", IFLA_BR.MULTI_BOOLOPT, OptionForm.Bit) { Bit = BR_BOOLOPT.MCAST_VLAN_SNOOPING },
        new("mcast_router", IFLA_BR.MCAST_ROUTER, OptionForm.UInt8),
        new("mcast_query_use_ifaddr", IFLA_BR.MCAST_QUERY_USE_IFADDR, OptionForm.UInt8),
        new("mcast_querier", IFLA_BR.MCAST_QUERIER, OptionForm.UInt8),
        new("mcast_hash_elasticity", IFLA_BR.MCAST_HASH_ELASTICITY, OptionForm.UInt32),
        new("mcast_hash_max", IFLA_BR.MCAST_HASH_MAX, OptionForm.UInt32),
        new("mcast_last_member_count", IFLA_BR.MCAST_LAST_MEMBER_CNT, OptionForm.UInt32) { Key = "mcast_last_member_cnt" },
        new("mcast_startup_query_count", IFLA_BR.MCAST_STARTUP_QUERY_CNT, OptionForm.UInt32) { Key = "mcast_startup_query_cnt" },
        new("mcast_last_member_interval", IFLA_BR.MCAST_LAST_MEMBER_INTVL, OptionForm.UInt64) { Key = "mcast_last_member_intvl" },
        new("mcast_membership_interval", IFLA_BR.MCAST_MEMBERSHIP_INTVL, OptionForm.UInt64) { Key = "mcast_membership_intvl" },
        new("mcast_querier_interval", IFLA_BR.MCAST_QUERIER_INTVL, OptionForm.UInt64) { Key = "mcast_querier_intvl" },
        new("mcast_query_interval", IFLA_BR.MCAST_QUERY_INTVL, OptionForm.UInt64) { Key = "mcast_query_intvl" },
        new("mcast_query_response_interval", IFLA_BR.MCAST_QUERY_RESPONSE_INTVL, OptionForm.UInt64) { Key = "mcast_query_response_intvl" },
        new("mcast_startup_query_interval", IFLA_BR.MCAST_STARTUP_QUERY_INTVL, OptionForm.UInt64) { Key = "mcast_startup_query_intvl" },
        new("mcast_stats_enabled", IFLA_BR.MCAST_STATS_ENABLED, OptionForm.UInt8),
        new("mcast_igmp_version", IFLA_BR.MCAST_IGMP_VERSION, OptionForm.UInt8),
        new("mcast_mld_version", IFLA_BR.MCAST_MLD_VERSION, OptionForm.UInt8),
        new("nf_call_iptables", IFLA_BR.NF_CALL_IPTABLES, OptionForm.UInt8),
        new("nf_call_ip6tables", IFLA_BR.NF_CALL_IP6TABLES, OptionForm.UInt8),
        new("nf_call_arptables", IFLA_BR.NF_CALL_ARPTABLES, OptionForm.UInt8),
    ];

    /// <summary>Forgets all addresses that were learnt.</summary>
    public static readonly LinkOption Flush = new("fdb_flush", IFLA_BR.FDB_FLUSH, OptionForm.Present);
}
