namespace Netfilter.Nft;

// Spelled as in linux/netfilter/nf_tables.h and nfnetlink.h, with a dot after the family.
internal static class NFT_MSG
{
    public const ushort NEWTABLE = 0, GETTABLE = 1, DELTABLE = 2, NEWCHAIN = 3, GETCHAIN = 4, DELCHAIN = 5, NEWRULE = 6, GETRULE = 7, DELRULE = 8;
    public const ushort NEWSET = 9, GETSET = 10, DELSET = 11, NEWSETELEM = 12, GETSETELEM = 13, DELSETELEM = 14, GETGEN = 16;
}

internal static class NFNL_SUBSYS { public const ushort CTNETLINK = 1, NFTABLES = 10; }
internal static class NFNL_MSG { public const ushort BATCH_BEGIN = 16, BATCH_END = 17; }

internal static class NFNL_BATCH { public const ushort GENID = 1; }
internal static class NFTA_GEN { public const ushort ID = 1; }

internal static class NFTA_TABLE { public const ushort NAME = 1, FLAGS = 2, HANDLE = 4, USERDATA = 6; }
internal static class NFT_TABLE_F { public const uint DORMANT = 1; }
internal static class NFTA_CHAIN { public const ushort TABLE = 1, HANDLE = 2, NAME = 3, HOOK = 4, POLICY = 5, TYPE = 7, USERDATA = 12; }
internal static class NFTA_HOOK { public const ushort HOOKNUM = 1, PRIORITY = 2, DEV = 3, DEVS = 4; }
internal static class NFTA_RULE { public const ushort TABLE = 1, CHAIN = 2, HANDLE = 3, EXPRESSIONS = 4, USERDATA = 7; }
internal static class NFTA_SET
{
    public const ushort TABLE = 1, NAME = 2, FLAGS = 3, KEY_TYPE = 4, KEY_LEN = 5, DATA_TYPE = 6, DATA_LEN = 7, POLICY = 8, DESC = 9, ID = 10, TIMEOUT = 11, USERDATA = 13;
    public const ushort HANDLE = 16;
}

internal static class NFTA_SET_DESC { public const ushort SIZE = 1; }
internal static class NFT_SET { public const uint ANONYMOUS = 1, CONSTANT = 2, INTERVAL = 4, MAP = 8, TIMEOUT = 16, EVAL = 32; }
internal static class NFT_SET_ELEM { public const uint INTERVAL_END = 1, CATCHALL = 2; }
internal static class NFTA_SET_ELEM_LIST { public const ushort TABLE = 1, SET = 2, ELEMENTS = 3; }
internal static class NFTA_SET_ELEM { public const ushort KEY = 1, DATA = 2, FLAGS = 3, TIMEOUT = 4, EXPIRATION = 5, USERDATA = 6, EXPR = 7, KEY_END = 10, EXPRESSIONS = 11; }
internal static class NFTA_LIST { public const ushort ELEM = 1; }

internal static class NFTA_EXPR { public const ushort NAME = 1, DATA = 2; }
internal static class NFTA_DATA { public const ushort VALUE = 1, VERDICT = 2; }
internal static class NFTA_VERDICT { public const ushort CODE = 1, CHAIN = 2; }
internal static class NFTA_META { public const ushort DREG = 1, KEY = 2, SREG = 3; }
internal static class NFTA_CMP { public const ushort SREG = 1, OP = 2, DATA = 3; }
internal static class NFTA_PAYLOAD { public const ushort DREG = 1, BASE = 2, OFFSET = 3, LEN = 4, SREG = 5, CSUM_TYPE = 6, CSUM_OFFSET = 7, CSUM_FLAGS = 8; }
internal static class NFTA_BITWISE { public const ushort SREG = 1, DREG = 2, LEN = 3, MASK = 4, XOR = 5; }
internal static class NFTA_LOOKUP { public const ushort SET = 1, SREG = 2, DREG = 3, FLAGS = 5; }
internal static class NFTA_IMMEDIATE { public const ushort DREG = 1, DATA = 2; }
internal static class NFTA_MATCH { public const ushort NAME = 1, INFO = 3; }
internal static class NFTA_TARGET { public const ushort NAME = 1, INFO = 3; }
internal static class NFTA_NAT { public const ushort TYPE = 1, FAMILY = 2, REG_ADDR_MIN = 3, REG_ADDR_MAX = 4, REG_PROTO_MIN = 5, REG_PROTO_MAX = 6, FLAGS = 7; }
internal static class NFTA_FIB { public const ushort DREG = 1, RESULT = 2, FLAGS = 3; }
internal static class NFTA_CT { public const ushort DREG = 1, KEY = 2, DIRECTION = 3, SREG = 4; }
internal static class NFTA_RANGE { public const ushort SREG = 1, OP = 2, FROM_DATA = 3, TO_DATA = 4; }
internal static class NFTA_COUNTER { public const ushort BYTES = 1, PACKETS = 2; }
internal static class NFTA_LIMIT { public const ushort RATE = 1, UNIT = 2, BURST = 3, TYPE = 4, FLAGS = 5; }
internal static class NFTA_LOG { public const ushort GROUP = 1, PREFIX = 2, LEVEL = 5; }
internal static class NFTA_REJECT { public const ushort TYPE = 1, ICMP_CODE = 2; }
internal static class NFTA_DYNSET { public const ushort SET_NAME = 1, OP = 3, SREG_KEY = 4, SREG_DATA = 5, TIMEOUT = 6, EXPR = 7, EXPRESSIONS = 10; }
internal static class NFTA_MASQ { public const ushort FLAGS = 1, REG_PROTO_MIN = 2, REG_PROTO_MAX = 3; }
internal static class NFTA_REDIR { public const ushort REG_PROTO_MIN = 1, REG_PROTO_MAX = 2, FLAGS = 3; }

/// <summary>struct nfgenmsg</summary>
internal struct NfGenMsg { public byte Family, Version; public ushort ResourceId; }
