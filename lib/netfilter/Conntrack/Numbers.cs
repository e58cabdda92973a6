namespace Netfilter.Conntrack;

// Spelled as in linux/netfilter/nfnetlink_conntrack.h and nf_conntrack_common.h, with a dot after the family.
internal static class IPCTNL_MSG { public const ushort CT_GET = 1, CT_DELETE = 2, CT_GET_STATS = 5; }

internal static class CTA
{
    public const ushort TUPLE_ORIG = 1, TUPLE_REPLY = 2, STATUS = 3, ID = 12, ZONE = 18, FILTER = 25, STATUS_MASK = 26;
}

internal static class CTA_TUPLE { public const ushort IP = 1, PROTO = 2, ZONE = 3; }
internal static class CTA_IP { public const ushort V4_SRC = 1, V4_DST = 2, V6_SRC = 3, V6_DST = 4; }
internal static class CTA_PROTO { public const ushort NUM = 1, SRC_PORT = 2, DST_PORT = 3; }
internal static class CTA_FILTER { public const ushort ORIG_FLAGS = 1, REPLY_FLAGS = 2; }
internal static class CTA_STATS_GLOBAL { public const ushort ENTRIES = 1; }
internal static class IPS { public const uint SRC_NAT = 16, DST_NAT = 32; }
