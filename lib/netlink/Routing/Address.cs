using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>An address on a link, written as iproute2 writes it: 10.1.0.5/16 dev eth0.</summary>
public sealed record Address : RouteObject
{
    public Address(IPAddress ip, int prefixLength, int linkIndex) => (Ip, PrefixLength, LinkIndex) = (ip, prefixLength, linkIndex);

    public Address(IPAddress ip, int prefixLength, Link link) : this(ip, prefixLength, link.Index) => LinkName = link.Name;

    public IPAddress Ip { get; private set; }
    public int PrefixLength { get; }
    public int LinkIndex { get; }

    /// <summary>Null for what the kernel lists: it tells the link's number only.</summary>
    public string? LinkName { get; init; }

    /// <summary>The other end of a point-to-point link, when there is one; the prefix is then its.</summary>
    public IPAddress? Peer { get; set; }
    public IPAddress? Broadcast { get; set; }
    public string Label { get; set; } = "";
    public AddressFlags Flags { get; set; }
    public Scope Scope { get; init; }

    /// <summary>In seconds; <see cref="uint.MaxValue"/> is for ever.</summary>
    public uint ValidLifetime { get; set; } = uint.MaxValue;

    /// <inheritdoc cref="ValidLifetime"/>
    public uint PreferredLifetime { get; set; } = uint.MaxValue;

    /// <summary>Of one that the kernel lists: how long it has been there.</summary>
    public TimeSpan Age { get; private set; }

    /// <summary>The priority of the route that comes with it; 0 leaves it to the kernel.</summary>
    public uint Metric { get; set; }
    public IPAddress? Anycast { get; set; }

    /// <summary>Who put it there (IFAPROT_*); 0 for nobody in particular.</summary>
    public byte Protocol { get; set; }

    /// <summary>To delete it whatever its prefix is; IPv4 only.</summary>
    public bool OfAnyPrefix { get; init; }

    internal override ushort AddMessage => RTM.NEWADDR;
    internal override ushort DeleteMessage => RTM.DELADDR;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new IfAddrMsg { Family = (byte)Ip.Family(), PrefixLength = (byte)PrefixLength, Scope = (byte)Scope, Index = LinkIndex });
        to.Put(IFA.LOCAL, Ip);
        if (!OfAnyPrefix) to.Put(IFA.ADDRESS, Peer ?? Ip);
        if (Broadcast is not null) to.Put(IFA.BROADCAST, Broadcast);
        if (Anycast is not null) to.Put(IFA.ANYCAST, Anycast);
        if (Label != "") to.Put(IFA.LABEL, Label);
        if (Flags != 0) to.Put(IFA.FLAGS, (uint)Flags);
        if (Metric != 0) to.Put(IFA.RT_PRIORITY, Metric);
        if (Protocol != 0) to.Put(IFA.PROTO, Protocol);
        if (ValidLifetime == uint.MaxValue && PreferredLifetime == uint.MaxValue)
            return;
        to.PutStruct(IFA.CACHEINFO, new IfaCacheInfo { Valid = ValidLifetime, Preferred = PreferredLifetime });
    }

    internal static Address Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<IfAddrMsg>(body);
        var address = new Address(IPAddress.None, info.PrefixLength, info.Index) { Flags = (AddressFlags)info.Flags, Scope = (Scope)info.Scope };
        IPAddress? local = null, prefix = null;
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<IfAddrMsg>()..]))
            switch (a.Type)
            {
                case IFA.LOCAL: local = a.IPAddress; break;
                case IFA.ADDRESS: prefix = a.IPAddress; break;   // a prefix address: on a point-to-point link it is the peer's
                case IFA.BROADCAST: address.Broadcast = a.IPAddress; break;
                case IFA.ANYCAST: address.Anycast = a.IPAddress; break;
                case IFA.RT_PRIORITY: address.Metric = a.UInt32; break;
                case IFA.PROTO: address.Protocol = a.UInt8; break;
                case IFA.LABEL: address.Label = a.String; break;
                case IFA.FLAGS: address.Flags = (AddressFlags)a.UInt32; break;
                case IFA.CACHEINFO: address.ParseLifetimes(a.Bytes); break;
            }
        address.Ip = local ?? prefix ?? throw new InvalidDataException("the kernel listed an address without an address");
        address.Peer = local is not null && prefix is not null && !local.Equals(prefix) ? prefix : null;
        return address;
    }

    const uint HundredthsToMilliseconds = 10;   // the kernel counts from its start, and over and over

    void ParseLifetimes(ReadOnlySpan<byte> bytes)
    {
        var times = MemoryMarshal.Read<IfaCacheInfo>(bytes);
        (ValidLifetime, PreferredLifetime) = (times.Valid, times.Preferred);
        Age = TimeSpan.FromMilliseconds(HundredthsToMilliseconds * unchecked((uint)(Environment.TickCount64 / HundredthsToMilliseconds) - times.Created));
    }

    public override string ToString() => $"{Ip}/{PrefixLength} dev {LinkName ?? $"number {LinkIndex}"}";
}

/// <summary>IFA_F_* of linux/if_addr.h.</summary>
[Flags]
public enum AddressFlags : uint
{
    None = 0, Secondary = 0x01, NoDad = 0x02, Optimistic = 0x04, DadFailed = 0x08, HomeAddress = 0x10, Deprecated = 0x20, Tentative = 0x40, Permanent = 0x80,
    ManageTempAddress = 0x100, NoPrefixRoute = 0x200, AutoJoin = 0x400, StablePrivacy = 0x800,
}

/// <summary>How far an address or a route reaches (rt_scopes).</summary>
public enum Scope : byte { Global = 0, Site = 200, Link = 253, Host = 254, Nowhere = 255 }
