using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Who has an address on a link, by ARP or neighbour discovery: 10.1.0.5 dev eth0 lladdr 02:00:00:00:00:01.</summary>
public sealed record Neighbour : RouteObject
{
    public Neighbour(IPAddress ip, int linkIndex) => (Ip, LinkIndex) = (ip, linkIndex);

    public Neighbour(IPAddress ip, Link link) : this(ip, link.Index) => LinkName = link.Name;

    public IPAddress Ip { get; private init; }
    public int LinkIndex { get; }
    public string? LinkName { get; init; }
    public PhysicalAddress? Mac { get; init; }
    public NeighbourState State { get; init; } = NeighbourState.Permanent;
    public NeighbourFlags Flags { get; init; }

    /// <summary>The kernel keeps finding out by itself who it is (NTF_EXT_MANAGED).</summary>
    public bool IsManaged { get; init; }

    /// <summary>We answer for it: an entry of another list.</summary>
    public bool IsProxy => Flags.HasFlag(NeighbourFlags.Proxy);

    /// <summary>Who wrote it down; null when nobody was told.</summary>
    public RouteProtocol? Protocol { get; init; }

    /// <summary>How many questions about it went unanswered.</summary>
    public uint Probes { get; private init; }
    public NeighbourAge? Age { get; private init; }

    internal override ushort AddMessage => RTM.NEWNEIGH;
    internal override ushort DeleteMessage => RTM.DELNEIGH;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new NdMsg { Family = (byte)Ip.Family(), Index = LinkIndex, State = (ushort)State, Flags = (byte)Flags });
        to.Put(NDA.DST, Ip);
        if (Mac is not null) to.Put(NDA.LLADDR, Mac.GetAddressBytes());
        if (Protocol is { } protocol) to.Put(NDA.PROTOCOL, (byte)protocol);
        if (IsManaged) to.Put(NDA.FLAGS_EXT, NTF_EXT.MANAGED);
    }

    internal static Neighbour? Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<NdMsg>(body);
        var found = new Neighbour(IPAddress.None, info.Index) { State = (NeighbourState)info.State, Flags = (NeighbourFlags)info.Flags };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<NdMsg>()..]))
            found = a.Type switch
            {
                NDA.DST => found with { Ip = a.IPAddress },
                NDA.LLADDR => found with { Mac = new PhysicalAddress(a.Bytes.ToArray()) },
                NDA.PROTOCOL => found with { Protocol = (RouteProtocol)a.UInt8 },
                NDA.PROBES => found with { Probes = a.UInt32 },
                NDA.FLAGS_EXT => found with { IsManaged = (a.UInt32 & NTF_EXT.MANAGED) != 0 },
                NDA.CACHEINFO => found with { Age = NeighbourAge.Parse(a.Bytes) },
                _ => found,
            };
        return ReferenceEquals(found.Ip, IPAddress.None) ? null : found;
    }

    public override string ToString() => $"{Ip} dev {LinkName ?? $"number {LinkIndex}"}"
        + (Mac is null ? "" : $" lladdr {Mac.Text()}");
}

/// <summary>How sure the kernel is of a neighbour (NUD_*).</summary>
[Flags]
public enum NeighbourState : ushort { None = 0, Incomplete = 0x01, Reachable = 0x02, Stale = 0x04, Delay = 0x08, Probe = 0x10, Failed = 0x20, NoArp = 0x40, Permanent = 0x80 }

/// <summary>NTF_*: what else is so of a neighbour.</summary>
[Flags]
public enum NeighbourFlags : byte { None = 0, Use = 0x01, Self = 0x02, Master = 0x04, Proxy = 0x08, ExternallyLearned = 0x10, Offloaded = 0x20, Sticky = 0x40, Router = 0x80 }

/// <summary>How long ago, in hundredths of a second, a neighbour was used, confirmed and changed, and how many hold on to it.</summary>
public sealed record NeighbourAge(uint Used, uint Confirmed, uint Updated, uint References)
{
    internal static NeighbourAge Parse(ReadOnlySpan<byte> bytes)
    {
        var info = MemoryMarshal.Read<NdaCacheInfo>(bytes);
        return new(info.Used, info.Confirmed, info.Updated, info.References);
    }
}

/// <summary>The neighbours of a socket's namespace.</summary>
public readonly struct Neighbours(RouteSocket socket)
{
    /// <summary>All neighbours, of one link and one family if asked.</summary>
    public List<Neighbour> List(Link? on = null, Family family = Family.Any) => List(on, family, proxies: false);

    /// <summary>Those that we answer for.</summary>
    public List<Neighbour> ListProxies(Link? on = null, Family family = Family.Any) => List(on, family, proxies: true);

    List<Neighbour> List(Link? on, Family family, bool proxies) => socket.List(RTM.GETNEIGH, new("list", "neighbours"), to =>
    {
        to.Body(new NdMsg { Family = (byte)family, Flags = proxies ? NTF.PROXY : (byte)0 });
        if (on is not null) to.Put(NDA.IFINDEX, on.Index);
    }, Neighbour.Parse);

    /// <summary>What the kernel knows of one; that it knows nothing is a refusal (<see cref="Linux.Errno.NoEntry"/>).</summary>
    public Neighbour Get(Neighbour wanted)
    {
        var request = socket.Request(RTM.GETNEIGH, MessageFlags.None);
        request.Body(new NdMsg { Family = (byte)wanted.Ip.Family(), Index = wanted.LinkIndex, Flags = (byte)wanted.Flags });
        request.Put(NDA.DST, wanted.Ip);
        var intent = new Intent("find neighbour", wanted);
        foreach (var answer in socket.Exchange(request, intent))
            if (Neighbour.Parse(answer) is { } found)
                return found;
        throw new NetlinkException(intent, Linux.Errno.NoEntry);
    }
}
