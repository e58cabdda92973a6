namespace Netlink.Routing;

// Spelled as in linux/rtnetlink.h, if_link.h, if_addr.h, if_ether.h, neighbour.h, fib_rules.h, pkt_sched.h, pkt_cls.h, tc_act/ and if.h, with a dot after the family.
internal static class RTM
{
    public const ushort NEWLINK = 16, DELLINK = 17, GETLINK = 18, SETLINK = 19;
    public const ushort NEWADDR = 20, DELADDR = 21, GETADDR = 22;
    public const ushort NEWROUTE = 24, DELROUTE = 25, GETROUTE = 26;
    public const ushort NEWNEIGH = 28, DELNEIGH = 29, GETNEIGH = 30;
    public const ushort NEWRULE = 32, DELRULE = 33, GETRULE = 34;
    public const ushort NEWQDISC = 36, DELQDISC = 37, GETQDISC = 38;
    public const ushort NEWTFILTER = 44, DELTFILTER = 45, GETTFILTER = 46;
    public const ushort NEWNSID = 88, DELNSID = 89, GETNSID = 90;
}

internal static class IFF
{
    public const uint UP = 1, TAP = 2, LOOPBACK = 8, RUNNING = 0x40, NOARP = 0x80, PROMISC = 0x100, ALLMULTI = 0x200, MULTICAST = 0x1000, LOWER_UP = 0x10000;
}

internal static class IFLA
{
    public const ushort ADDRESS = 1, BROADCAST = 2, IFNAME = 3, MTU = 4, LINK = 5, QDISC = 6, MASTER = 10, PROTINFO = 12, TXQLEN = 13, OPERSTATE = 16, LINKMODE = 17;
    public const ushort LINKINFO = 18, NET_NS_PID = 19, IFALIAS = 20, STATS64 = 23, AF_SPEC = 26, GROUP = 27, NET_NS_FD = 28, EXT_MASK = 29, PROMISCUITY = 30;
    public const ushort NUM_TX_QUEUES = 31, NUM_RX_QUEUES = 32, CARRIER = 33, CARRIER_CHANGES = 35, LINK_NETNSID = 37, PROTO_DOWN = 39, GSO_MAX_SEGS = 40, GSO_MAX_SIZE = 41;
    public const ushort MIN_MTU = 50, MAX_MTU = 51, PROP_LIST = 52, ALT_IFNAME = 53, PERM_ADDRESS = 54, PARENT_DEV_NAME = 56, PARENT_DEV_BUS_NAME = 57;
    public const ushort GRO_MAX_SIZE = 58, TSO_MAX_SIZE = 59, TSO_MAX_SEGS = 60, ALLMULTI = 61;
}

internal static class IFLA_INET6 { public const ushort ADDR_GEN_MODE = 8; }

internal static class IF_OPER { public const byte UP = 6; }

internal static class RTNLGRP { public const int LINK = 1, IPV6_IFADDR = 9, NSID = 28; }

internal static class IFLA_INFO { public const ushort KIND = 1, DATA = 2, SLAVE_KIND = 4, SLAVE_DATA = 5; }

internal static class VETH_INFO { public const ushort PEER = 1; }

internal static class IFLA_BR
{
    public const ushort FORWARD_DELAY = 1, HELLO_TIME = 2, MAX_AGE = 3, AGEING_TIME = 4, STP_STATE = 5, PRIORITY = 6, VLAN_FILTERING = 7, VLAN_PROTOCOL = 8;
    public const ushort GROUP_FWD_MASK = 9, ROOT_ID = 10, BRIDGE_ID = 11, ROOT_PORT = 12, ROOT_PATH_COST = 13, TOPOLOGY_CHANGE = 14, TOPOLOGY_CHANGE_DETECTED = 15;
    public const ushort HELLO_TIMER = 16, TCN_TIMER = 17, TOPOLOGY_CHANGE_TIMER = 18, GC_TIMER = 19, GROUP_ADDR = 20, FDB_FLUSH = 21, MCAST_ROUTER = 22, MCAST_SNOOPING = 23;
    public const ushort MCAST_QUERY_USE_IFADDR = 24, MCAST_QUERIER = 25, MCAST_HASH_ELASTICITY = 26, MCAST_HASH_MAX = 27, MCAST_LAST_MEMBER_CNT = 28;
    public const ushort MCAST_STARTUP_QUERY_CNT = 29, MCAST_LAST_MEMBER_INTVL = 30, MCAST_MEMBERSHIP_INTVL = 31, MCAST_QUERIER_INTVL = 32, MCAST_QUERY_INTVL = 33;
    public const ushort MCAST_QUERY_RESPONSE_INTVL = 34, MCAST_STARTUP_QUERY_INTVL = 35, NF_CALL_IPTABLES = 36, NF_CALL_IP6TABLES = 37, NF_CALL_ARPTABLES = 38;
    public const ushort VLAN_DEFAULT_PVID = 39, VLAN_STATS_ENABLED = 41, MCAST_STATS_ENABLED = 42, MCAST_IGMP_VERSION = 43, MCAST_MLD_VERSION = 44;
    public const ushort VLAN_STATS_PER_PORT = 45, MULTI_BOOLOPT = 46;
}

internal static class BR_BOOLOPT { public const int NO_LL_LEARN = 0, MCAST_VLAN_SNOOPING = 1; }

internal static class IFLA_BRPORT
{
    public const ushort STATE = 1, PRIORITY = 2, COST = 3, MODE = 4, GUARD = 5, PROTECT = 6, FAST_LEAVE = 7, LEARNING = 8, UNICAST_FLOOD = 9, PROXYARP = 10;
    public const ushort LEARNING_SYNC = 11, PROXYARP_WIFI = 12, ROOT_ID = 13, BRIDGE_ID = 14, DESIGNATED_PORT = 15, DESIGNATED_COST = 16, ID = 17, NO = 18;
    public const ushort TOPOLOGY_CHANGE_ACK = 19, CONFIG_PENDING = 20, MESSAGE_AGE_TIMER = 21, FORWARD_DELAY_TIMER = 22, HOLD_TIMER = 23, FLUSH = 24;
    public const ushort MULTICAST_ROUTER = 25, MCAST_FLOOD = 27, MCAST_TO_UCAST = 28, VLAN_TUNNEL = 29, BCAST_FLOOD = 30, GROUP_FWD_MASK = 31, NEIGH_SUPPRESS = 32;
    public const ushort ISOLATED = 33, LOCKED = 39;
}

internal static class IFLA_BRIDGE { public const ushort FLAGS = 0, VLAN_INFO = 2; }

internal static class BRIDGE_FLAGS { public const ushort MASTER = 1, SELF = 2; }

internal static class BRIDGE_VLAN_INFO { public const ushort PVID = 2, UNTAGGED = 4, RANGE_BEGIN = 8, RANGE_END = 16; }

internal static class RTEXT_FILTER { public const uint BRVLAN_COMPRESSED = 4, SKIP_STATS = 8; }

internal static class IFLA_MACVLAN { public const ushort MODE = 1, FLAGS = 2, BC_QUEUE_LEN = 7, BC_QUEUE_LEN_USED = 8; }

internal static class IFLA_IPVLAN { public const ushort MODE = 1, FLAGS = 2; }

internal static class IFLA_VLAN { public const ushort ID = 1, FLAGS = 2, PROTOCOL = 5; }

internal static class IFLA_VXLAN
{
    public const ushort ID = 1, GROUP = 2, LINK = 3, LOCAL = 4, TTL = 5, TOS = 6, LEARNING = 7, AGEING = 8, LIMIT = 9, PORT_RANGE = 10, PROXY = 11, RSC = 12;
    public const ushort L2MISS = 13, L3MISS = 14, PORT = 15, GROUP6 = 16, LOCAL6 = 17, UDP_CSUM = 18, UDP_ZERO_CSUM6_TX = 19, UDP_ZERO_CSUM6_RX = 20;
    public const ushort REMCSUM_TX = 21, REMCSUM_RX = 22, GBP = 23, COLLECT_METADATA = 25, LABEL = 26, GPE = 27, TTL_INHERIT = 28, DF = 29;
}

internal static class IFLA_TUN
{
    public const ushort OWNER = 1, GROUP = 2, TYPE = 3, PI = 4, VNET_HDR = 5, PERSIST = 6, MULTI_QUEUE = 7, NUM_QUEUES = 8, NUM_DISABLED_QUEUES = 9;
}

internal static class IFA
{
    public const ushort ADDRESS = 1, LOCAL = 2, LABEL = 3, BROADCAST = 4, ANYCAST = 5, CACHEINFO = 6, FLAGS = 8, RT_PRIORITY = 9, TARGET_NETNSID = 10, PROTO = 11;
}

internal static class RTA
{
    public const ushort DST = 1, SRC = 2, IIF = 3, OIF = 4, GATEWAY = 5, PRIORITY = 6, PREFSRC = 7, METRICS = 8, MULTIPATH = 9, FLOW = 11, CACHEINFO = 12;
    public const ushort TABLE = 15, MARK = 16, VIA = 18, PREF = 20, UID = 25, IP_PROTO = 27, SPORT = 28, DPORT = 29, NH_ID = 30;
}

internal static class RTM_F { public const uint CLONED = 0x200, LOOKUP_TABLE = 0x1000, FIB_MATCH = 0x2000; }

internal static class RTAX { public const ushort LOCK = 1, CC_ALGO = 16; }

internal static class NDA
{
    public const ushort DST = 1, LLADDR = 2, CACHEINFO = 3, PROBES = 4, VLAN = 5, PORT = 6, VNI = 7, IFINDEX = 8, MASTER = 9, SRC_VNI = 11, PROTOCOL = 12, FLAGS_EXT = 15;
}

internal static class NTF { public const byte PROXY = 0x08; }

internal static class NTF_EXT { public const uint MANAGED = 1; }

internal static class NETNSA { public const ushort NSID = 1, FD = 3, TARGET_NSID = 4, CURRENT_NSID = 5; }

internal static class IFLA_VRF { public const ushort TABLE = 1; }

internal static class IFLA_VRF_PORT { public const ushort TABLE = 1; }

internal static class FRA
{
    public const ushort DST = 1, SRC = 2, IIFNAME = 3, GOTO = 4, PRIORITY = 6, FWMARK = 10, FLOW = 11, TUN_ID = 12, SUPPRESS_IFGROUP = 13, SUPPRESS_PREFIXLEN = 14;
    public const ushort TABLE = 15, FWMASK = 16, OIFNAME = 17, L3MDEV = 19, UID_RANGE = 20, PROTOCOL = 21, IP_PROTO = 22, SPORT_RANGE = 23, DPORT_RANGE = 24;
}

internal static class ETH_P { public const ushort ALL = 3; }

internal static class TC_H { public const uint ROOT = 0xffffffff, CLSACT = 0xfffffff1, MIN_INGRESS = 0xfff2; }

internal static class TC_LINKLAYER { public const byte ETHERNET = 1; }

internal static class TC_ACT { public const int STOLEN = 4; }

internal static class TC_U32 { public const byte TERMINAL = 1; }

internal static class TCA { public const ushort KIND = 1, OPTIONS = 2, STATS2 = 7, CHAIN = 11; public const int EGRESS_REDIR = 1; }

internal static class TCA_STATS { public const ushort BASIC = 1, QUEUE = 3; }

internal static class TCA_TBF { public const ushort PARMS = 1, RATE64 = 4, PRATE64 = 5, BURST = 6, PBURST = 7; }

internal static class TCA_U32 { public const ushort HASH = 2, DIVISOR = 4, SEL = 5, ACT = 7, FLAGS = 11; }

internal static class TCA_ACT { public const ushort KIND = 1, OPTIONS = 2; }

internal static class TCA_MIRRED { public const ushort PARMS = 2; }
