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

internal static class IFF { public const uint UP = 1, TAP = 2, LOOPBACK = 8, RUNNING = 0x40, PROMISC = 0x100, ALLMULTI = 0x200, LOWER_UP = 0x10000; }

internal static class IFLA
{
    public const ushort ADDRESS = 1, BROADCAST = 2, IFNAME = 3, MTU = 4, LINK = 5, QDISC = 6, MASTER = 10, TXQLEN = 13, OPERSTATE = 16, LINKMODE = 17;
    public const ushort LINKINFO = 18, IFALIAS = 20, GROUP = 27, NET_NS_FD = 28, AF_SPEC = 26, EXT_MASK = 29, PROMISCUITY = 30, LINK_NETNSID = 37;
}

internal static class IF_OPER { public const byte UP = 6; }

internal static class RTNLGRP { public const int LINK = 1, IPV6_IFADDR = 9, NSID = 28; }

internal static class IFLA_INFO { public const ushort KIND = 1, DATA = 2, SLAVE_KIND = 4, SLAVE_DATA = 5; }

internal static class VETH_INFO { public const ushort PEER = 1; }

internal static class IFLA_BR { public const ushort FORWARD_DELAY = 1, STP_STATE = 5, VLAN_FILTERING = 7, VLAN_DEFAULT_PVID = 39; }

internal static class IFLA_BRPORT { public const ushort MODE = 4, GUARD = 5, PROTECT = 6, FAST_LEAVE = 7, LEARNING = 8, UNICAST_FLOOD = 9, ISOLATED = 33; }

internal static class IFLA_BRIDGE { public const ushort VLAN_INFO = 2; }

internal static class BRIDGE_VLAN_INFO { public const ushort PVID = 2, UNTAGGED = 4, RANGE_BEGIN = 8, RANGE_END = 16; }

internal static class RTEXT_FILTER { public const uint BRVLAN_COMPRESSED = 4; }

internal static class IFLA_MACVLAN { public const ushort MODE = 1, BC_QUEUE_LEN = 7; }

internal static class IFLA_IPVLAN { public const ushort MODE = 1; }

internal static class IFLA_VLAN { public const ushort ID = 1; }

internal static class IFLA_TUN { public const ushort OWNER = 1, GROUP = 2, TYPE = 3, MULTI_QUEUE = 7; }

internal static class IFA { public const ushort ADDRESS = 1, LOCAL = 2, LABEL = 3, BROADCAST = 4, CACHEINFO = 6, FLAGS = 8, PROTO = 11; }

internal static class RTA
{
    public const ushort DST = 1, SRC = 2, IIF = 3, OIF = 4, GATEWAY = 5, PRIORITY = 6, PREFSRC = 7, METRICS = 8, MULTIPATH = 9, TABLE = 15, PREF = 20;
}

internal static class RTM_F { public const uint CLONED = 0x200; }

internal static class RTAX { public const ushort MTU = 2, ADVMSS = 8; }

internal static class NDA { public const ushort DST = 1, LLADDR = 2, IFINDEX = 8; }

internal static class NETNSA { public const ushort NSID = 1, FD = 3, TARGET_NSID = 4, CURRENT_NSID = 5; }

internal static class IFLA_VRF { public const ushort TABLE = 1; }

internal static class FRA { public const ushort DST = 1, SRC = 2, IIFNAME = 3, PRIORITY = 6, FWMARK = 10, TABLE = 15, OIFNAME = 17, L3MDEV = 19; }

internal static class FR_ACT { public const byte TO_TBL = 1; }

internal static class ETH_P { public const ushort ALL = 3; }

internal static class TC_H { public const uint ROOT = 0xffffffff, CLSACT = 0xfffffff1, MIN_INGRESS = 0xfff2; }

internal static class TC_LINKLAYER { public const byte ETHERNET = 1; }

internal static class TC_ACT { public const int STOLEN = 4; }

internal static class TC_U32 { public const byte TERMINAL = 1; }

internal static class TCA { public const ushort KIND = 1, OPTIONS = 2; public const int EGRESS_REDIR = 1; }

internal static class TCA_TBF { public const ushort PARMS = 1, RATE64 = 4, BURST = 6; }

internal static class TCA_U32 { public const ushort SEL = 5, ACT = 7; }

internal static class TCA_ACT { public const ushort KIND = 1, OPTIONS = 2; }

internal static class TCA_MIRRED { public const ushort PARMS = 2; }
