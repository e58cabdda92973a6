using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Which table routes a packet: from 10.1.0.5 lookup 100.</summary>
public sealed record RoutingRule : RouteObject
{
    public required Family Family { get; init; }

    /// <summary>The source address that it is for; null for any.</summary>
    public IPAddress? From { get; init; }

    /// <summary>How many bits of <see cref="From"/> count; all of them unless told.</summary>
    public int? FromLength { get; init; }
    public uint Table { get; init; } = Route.MainTable;

    /// <summary>The lower is asked first. Null leaves it to the kernel, which puts it before all but the first of the others.</summary>
    public uint? Priority { get; init; }

    /// <summary>It asks for more than a source: a destination, a link, a mark, a VRF.</summary>
    public bool AsksForMore { get; private init; }

    /// <summary>Everything from one address.</summary>
    public static RoutingRule FromAddress(IPAddress address, uint table) => new() { Family = address.Family(), From = address, Table = table };

    internal override ushort AddMessage => RTM.NEWRULE;
    internal override ushort DeleteMessage => RTM.DELRULE;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new FibRuleHdr
        {
            Family = (byte)Family, SrcLength = (byte)(From is null ? 0 : FromLength ?? From.FullPrefix()), Table = (byte)(Table < 256 ? Table : 0), Action = FR_ACT.TO_TBL,
        });
        if (From is not null) to.Put(FRA.SRC, From);
        if (Priority is { } priority) to.Put(FRA.PRIORITY, priority);
        to.Put(FRA.TABLE, Table);
    }

    internal static RoutingRule Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<FibRuleHdr>(body);
        var rule = new RoutingRule { Family = (Family)info.Family, Table = info.Table, FromLength = info.SrcLength, AsksForMore = info.Action != FR_ACT.TO_TBL };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<FibRuleHdr>()..]))
            rule = a.Type switch
            {
                FRA.SRC => rule with { From = a.IPAddress },
                FRA.TABLE => rule with { Table = a.UInt32 },
                FRA.PRIORITY => rule with { Priority = a.UInt32 },
                FRA.DST or FRA.IIFNAME or FRA.OIFNAME or FRA.FWMARK or FRA.L3MDEV => rule with { AsksForMore = true },
                _ => rule,
            };
        return rule;
    }

    public override string ToString() =>
        (Priority is { } priority ? $"{priority}: " : "") + $"from {(From is null ? "all" : FromLength is { } length && length < From.FullPrefix() ? $"{From}/{length}" : $"{From}")} lookup {Table}";
}
