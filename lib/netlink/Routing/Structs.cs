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
