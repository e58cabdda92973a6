namespace Netlink.Wire;

// Spelled as in linux/netlink.h, with a dot after the family.
internal static class NLMSG { public const ushort NOOP = 1, ERROR = 2, DONE = 3, OVERRUN = 4; }

internal static class NLMSGERR_ATTR { public const ushort MSG = 1, OFFS = 2, COOKIE = 3, POLICY = 4, MISS_TYPE = 5, MISS_NEST = 6; }

internal static class NETLINK
{
    public const int ROUTE = 0, NETFILTER = 12;
    public const int ADD_MEMBERSHIP = 1, CAP_ACK = 10, EXT_ACK = 11, GET_STRICT_CHK = 12;
}
