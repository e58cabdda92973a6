namespace Netfilter.Conntrack;

// Spelled as in linux/netfilter/nfnetlink_conntrack.h and nf_conntrack_common.h, with a dot after the family.
internal static class IPCTNL_MSG { public const ushort CT_GET = 1, CT_DELETE = 2, CT_GET_STATS = 5; }

internal static class CTA
{
    public const ushort TUPLE_ORIG = 1, TUPLE_REPLY = 2, STATUS = 3, PROTOINFO = 4, TIMEOUT = 7, MARK = 8, COUNTERS_ORIG = 9, COUNTERS_REPLY = 10, USE = 11, ID = 12;
    public const ushort ZONE = 18, TIMESTAMP = 20, FILTER = 25, STATUS_MASK = 26;
}

internal static class CTA_TUPLE { public const ushort IP = 1, PROTO = 2, ZONE = 3; }
internal static class CTA_IP { public const ushort V4_SRC = 1, V4_DST = 2, V6_SRC = 3, V6_DST = 4; }
internal static class CTA_PROTO
{
    public const ushort NUM = 1, SRC_PORT = 2, DST_PORT = 3, ICMP_ID = 4, ICMP_TYPE = 5, ICMP_CODE = 6, ICMPV6_ID = 7, ICMPV6_TYPE = 8, ICMPV6_CODE = 9;
}

internal static class CTA_PROTOINFO { public const ushort TCP = 1, DCCP = 2, SCTP = 3; }
internal static class CTA_PROTOINFO_TCP { public const ushort STATE = 1; }
internal static class CTA_COUNTERS { public const ushort PACKETS = 1, BYTES = 2; }
internal static class CTA_TIMESTAMP { public const ushort START = 1, STOP = 2; }
internal static class CTA_FILTER { public const ushort ORIG_FLAGS = 1, REPLY_FLAGS = 2; }
internal static class CTA_STATS_GLOBAL { public const ushort ENTRIES = 1; }
internal static class IPS { public const uint SRC_NAT = 16, DST_NAT = 32; }
