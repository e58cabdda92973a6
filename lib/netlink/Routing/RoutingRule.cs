using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Which table routes a packet, or what else becomes of it: from 10.1.0.5 lookup 100.</summary>
public sealed record RoutingRule : RouteObject
{
    public required Family Family { get; init; }

    /// <summary>The source address that it is for; null for any.</summary>
    public IPAddress? From { get; init; }

    /// <summary>How many bits of <see cref="From"/> count; all of them unless told.</summary>
    public int? FromLength { get; init; }

    /// <summary>The destination that it is for; null for any.</summary>
    public IPAddress? To { get; init; }

    /// <summary>How many bits of <see cref="To"/> count; all of them unless told.</summary>
    public int? ToLength { get; init; }
    public byte Tos { get; init; }

    /// <summary>The link that a packet comes in by; "" for any.</summary>
    public string IncomingName { get; init; } = "";

    /// <summary>The link that a socket is bound to; "" for any.</summary>
    public string OutgoingName { get; init; } = "";

    /// <summary>The packet's mark, as far as <see cref="MarkMask"/> covers it; null when it does not matter.</summary>
    public uint? Mark { get; init; }

    /// <summary>Null for all bits.</summary>
    public uint? MarkMask { get; init; }
    public ulong? TunnelId { get; init; }

    /// <summary>The users whose sockets it is for.</summary>
    public (uint First, uint Last)? Users { get; init; }

    /// <summary>By its number, such as 6 for TCP; 0 for any.</summary>
    public byte IpProtocol { get; init; }
    public (ushort First, ushort Last)? SourcePorts { get; init; }
    public (ushort First, ushort Last)? DestinationPorts { get; init; }

    public RuleAction Action { get; init; } = RuleAction.ToTable;

    /// <summary>0 for none.</summary>
    public uint Table { get; init; } = Route.MainTable;

    /// <summary>The table is that of the VRF which the packet's link is in.</summary>
    public bool OfVrf { get; init; }

    /// <summary>Routes of at most so many bits do not count in the table; null when all do.</summary>
    public int? SuppressPrefixLength { get; init; }

    /// <summary>Routes by links of this group do not count in the table; null when all do.</summary>
    public uint? SuppressGroup { get; init; }

    /// <summary>With <see cref="RuleAction.Goto"/>: the priority of the rule to go on with.</summary>
    public uint? Goto { get; init; }
    public uint Realms { get; init; }
    public RuleFlags Flags { get; init; }

    /// <summary>Null when nobody was told.</summary>
    public RouteProtocol? Protocol { get; init; }

    /// <summary>The lower is asked first. Null leaves it to the kernel, which puts it before all but the first of the others.</summary>
    public uint? Priority { get; init; }

    /// <summary>It asks for more than a source, or leads to no table: a destination, a link, a mark, a VRF.</summary>
    public bool AsksForMore => To is not null || IncomingName != "" || OutgoingName != "" || Mark is not null || OfVrf || Action != RuleAction.ToTable;

    /// <summary>Everything from one address.</summary>
    public static RoutingRule FromAddress(IPAddress address, uint table) => new() { Family = address.Family(), From = address, Table = table };

    internal override ushort AddMessage => RTM.NEWRULE;
    internal override ushort DeleteMessage => RTM.DELRULE;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new FibRuleHdr
        {
            Family = (byte)Family, SrcLength = (byte)(From is null ? 0 : FromLength ?? From.FullPrefix()), DstLength = (byte)(To is null ? 0 : ToLength ?? To.FullPrefix()), Tos = Tos,
            Table = (byte)(Table < 256 ? Table : 0), Action = (byte)Action, Flags = (uint)Flags,
        });
        if (From is not null) to.Put(FRA.SRC, From);
        if (To is not null) to.Put(FRA.DST, To);
        if (Priority is { } priority) to.Put(FRA.PRIORITY, priority);
        if (Table != 0) to.Put(FRA.TABLE, Table);
        if (IncomingName != "") to.Put(FRA.IIFNAME, IncomingName);
        if (OutgoingName != "") to.Put(FRA.OIFNAME, OutgoingName);
        if (Mark is { } mark) to.Put(FRA.FWMARK, mark);
        if (MarkMask is { } mask) to.Put(FRA.FWMASK, mask);
        if (TunnelId is { } tunnel) to.PutBigEndian(FRA.TUN_ID, tunnel);
        if (Users is var (first, last)) to.PutStruct(FRA.UID_RANGE, new FibRuleUidRange { Start = first, End = last });
        if (IpProtocol != 0) to.Put(FRA.IP_PROTO, IpProtocol);
        if (SourcePorts is var (firstSource, lastSource)) to.PutStruct(FRA.SPORT_RANGE, new FibRulePortRange { Start = firstSource, End = lastSource });
        if (DestinationPorts is var (firstPort, lastPort)) to.PutStruct(FRA.DPORT_RANGE, new FibRulePortRange { Start = firstPort, End = lastPort });
        if (SuppressPrefixLength is { } length) to.Put(FRA.SUPPRESS_PREFIXLEN, length);
        if (SuppressGroup is { } group) to.Put(FRA.SUPPRESS_IFGROUP, group);
        if (Realms != 0) to.Put(FRA.FLOW, Realms);
        if (Goto is { } target) to.Put(FRA.GOTO, target);
        if (OfVrf) to.Put(FRA.L3MDEV, true);
        if (Protocol is { } protocol) to.Put(FRA.PROTOCOL, (byte)protocol);
    }

    internal static RoutingRule Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<FibRuleHdr>(body);
        var rule = new RoutingRule
        {
            Family = (Family)info.Family, Table = info.Table, FromLength = info.SrcLength, ToLength = info.DstLength, Tos = info.Tos, Action = (RuleAction)info.Action, Flags = (RuleFlags)info.Flags,
        };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<FibRuleHdr>()..]))
            rule = a.Type switch
            {
                FRA.SRC => rule with { From = a.IPAddress },
                FRA.DST => rule with { To = a.IPAddress },
                FRA.TABLE => rule with { Table = a.UInt32 },
                FRA.PRIORITY => rule with { Priority = a.UInt32 },
                FRA.IIFNAME => rule with { IncomingName = a.String },
                FRA.OIFNAME => rule with { OutgoingName = a.String },
                FRA.FWMARK => rule with { Mark = a.UInt32 },
                FRA.FWMASK => rule with { MarkMask = a.UInt32 },
                FRA.TUN_ID => rule with { TunnelId = a.BigEndianUInt64 },
                FRA.IP_PROTO => rule with { IpProtocol = a.UInt8 },
                FRA.L3MDEV => rule with { OfVrf = a.UInt8 != 0 },
                FRA.FLOW => rule with { Realms = a.UInt32 },
                FRA.GOTO => rule with { Goto = a.UInt32 },
                FRA.PROTOCOL => rule with { Protocol = (RouteProtocol)a.UInt8 },
                _ => rule.WithRange(a),
            };
        return rule;
    }

    // -1 is how the kernel says that nothing is suppressed.
    RoutingRule WithRange(Wire.Attribute a) => a.Type switch
    {
        FRA.SUPPRESS_PREFIXLEN => this with { SuppressPrefixLength = a.Int32 < 0 ? null : a.Int32 },
        FRA.SUPPRESS_IFGROUP => this with { SuppressGroup = a.Int32 < 0 ? null : a.UInt32 },
        FRA.UID_RANGE => this with { Users = Range(MemoryMarshal.Read<FibRuleUidRange>(a.Bytes)) },
        FRA.SPORT_RANGE => this with { SourcePorts = Range(MemoryMarshal.Read<FibRulePortRange>(a.Bytes)) },
        FRA.DPORT_RANGE => this with { DestinationPorts = Range(MemoryMarshal.Read<FibRulePortRange>(a.Bytes)) },
        _ => this,
    };

    static (uint, uint) Range(FibRuleUidRange range) => (range.Start, range.End);
    static (ushort, ushort) Range(FibRulePortRange range) => (range.Start, range.End);

    public override string ToString() =>
        (Priority is { } priority ? $"{priority}: " : "") + (Flags.HasFlag(RuleFlags.Invert) ? "not " : "")
        + $"from {(From is null ? "all" : Name(From, FromLength))}" + (To is null ? "" : $" to {Name(To, ToLength)}")
        + (Mark is null ? "" : $" fwmark 0x{Mark:x}") + (IncomingName == "" ? "" : $" iif {IncomingName}") + (OutgoingName == "" ? "" : $" oif {OutgoingName}")
        + (OfVrf ? " lookup [l3mdev-table]" : Table == 0 ? "" : $" lookup {Table}")
        + Action switch
        {
            RuleAction.ToTable or RuleAction.Unspecified => "",
            RuleAction.Goto => $" goto {Goto}",
            var other => $" {other.ToString().ToLowerInvariant()}",
        };

    static string Name(IPAddress address, int? length) => length is { } bits && bits < address.FullPrefix() ? $"{address}/{bits}" : $"{address}";
}

/// <summary>What becomes of a packet that a rule is for (FR_ACT_*).</summary>
public enum RuleAction : byte { Unspecified = 0, ToTable = 1, Goto = 2, Nop = 3, Blackhole = 6, Unreachable = 7, Prohibit = 8 }

/// <summary>FIB_RULE_*: inverted, or naming a link that is not there now.</summary>
[Flags]
public enum RuleFlags : uint { None = 0, Permanent = 1, Invert = 2, Unresolved = 4, IncomingDetached = 8, OutgoingDetached = 16 }
