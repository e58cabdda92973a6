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

    public IPAddress Ip { get; }
    public int LinkIndex { get; }
    public string? LinkName { get; init; }
    public PhysicalAddress? Mac { get; init; }
    public NeighbourState State { get; init; } = NeighbourState.Permanent;

    internal override ushort AddMessage => RTM.NEWNEIGH;
    internal override ushort DeleteMessage => RTM.DELNEIGH;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new NdMsg { Family = (byte)Ip.Family(), Index = LinkIndex, State = (ushort)State });
        to.Put(NDA.DST, Ip);
        if (Mac is not null) to.Put(NDA.LLADDR, Mac.GetAddressBytes());
    }

    internal static Neighbour? Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<NdMsg>(body);
        IPAddress? ip = null;
        PhysicalAddress? mac = null;
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<NdMsg>()..]))
            switch (a.Type)
            {
                case NDA.DST: ip = a.IPAddress; break;
                case NDA.LLADDR: mac = new PhysicalAddress(a.Bytes.ToArray()); break;
            }
        return ip is null ? null : new Neighbour(ip, info.Index) { Mac = mac, State = (NeighbourState)info.State };
    }

    public override string ToString() => $"{Ip} dev {LinkName ?? $"number {LinkIndex}"}"
        + (Mac is null ? "" : $" lladdr {Mac.Text()}");
}

/// <summary>How sure the kernel is of a neighbour (NUD_*).</summary>
[Flags]
public enum NeighbourState : ushort { None = 0, Incomplete = 0x01, Reachable = 0x02, Stale = 0x04, Delay = 0x08, Probe = 0x10, Failed = 0x20, NoArp = 0x40, Permanent = 0x80 }

/// <summary>The neighbours of a socket's namespace.</summary>
public readonly struct Neighbours(RouteSocket socket)
{
    /// <summary>All neighbours, of one link and one family if asked.</summary>
    public List<Neighbour> List(Link? on = null, Family family = Family.Any) => socket.List(RTM.GETNEIGH, new("list", "neighbours"), to =>
    {
        to.Body(new NdMsg { Family = (byte)family });
        if (on is not null) to.Put(NDA.IFINDEX, on.Index);
    }, Neighbour.Parse);
}
