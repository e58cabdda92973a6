namespace Netlink.Routing;

/// <summary>struct ifinfomsg</summary>
internal struct IfInfoMsg { public byte Family, Pad; public ushort Type; public int Index; public uint Flags, Change; }

/// <summary>struct ifaddrmsg</summary>
internal struct IfAddrMsg { public byte Family, PrefixLength, Flags, Scope; public int Index; }

/// <summary>struct rtmsg</summary>
internal struct RtMsg { public byte Family, DstLength, SrcLength, Tos, Table, Protocol, Scope, Type; public uint Flags; }

/// <summary>struct ndmsg</summary>
internal struct NdMsg { public byte Family, Pad1; public ushort Pad2; public int Index; public ushort State; public byte Flags, Type; }

/// <summary>struct bridge_vlan_info</summary>
internal struct BridgeVlanInfo { public ushort Flags, Vid; }

/// <summary>struct ifa_cacheinfo</summary>
internal struct IfaCacheInfo { public uint Preferred, Valid, Created, Updated; }

/// <summary>struct rtgenmsg, padded as an attribute header must be</summary>
internal struct RtGenMsg { public byte Family, Pad1; public ushort Pad2; }

/// <summary>struct tcmsg</summary>
internal struct TcMsg { public byte Family, Pad1; public ushort Pad2; public int Index; public uint Handle, Parent, Info; }

/// <summary>struct tc_ratespec</summary>
internal struct TcRateSpec { public byte CellLog, LinkLayer; public ushort Overhead; public short CellAlign; public ushort Mpu; public uint Rate; }

/// <summary>struct tc_tbf_qopt</summary>
internal struct TcTbfQopt { public TcRateSpec Rate, PeakRate; public uint Limit, Buffer, Mtu; }

/// <summary>struct tc_u32_sel, without its keys</summary>
internal struct TcU32Sel { public byte Flags, OffShift, KeyCount; public ushort OffMask, Off; public short OffOff, HOff; public uint HMask; }

/// <summary>struct tc_mirred</summary>
internal struct TcMirred { public uint Number, Capab; public int Action, RefCount, BindCount, Direction; public int Index; }

/// <summary>struct fib_rule_hdr</summary>
internal struct FibRuleHdr { public byte Family, DstLength, SrcLength, Tos, Table, Reserved1, Reserved2, Action; public uint Flags; }

/// <summary>struct fib_rule_uid_range</summary>
internal struct FibRuleUidRange { public uint Start, End; }

/// <summary>struct fib_rule_port_range</summary>
internal struct FibRulePortRange { public ushort Start, End; }

/// <summary>struct rtnexthop</summary>
internal struct RtNextHop { public ushort Length; public byte Flags, Hops; public int Index; }

/// <summary>struct rta_cacheinfo</summary>
internal struct RtaCacheInfo { public uint Users, LastUse; public int Expires; public uint Error, Used, Id, Stamp, StampAge; }

/// <summary>struct nda_cacheinfo</summary>
internal struct NdaCacheInfo { public uint Confirmed, Used, Updated, References; }
