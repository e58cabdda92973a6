using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>Behind which port of a bridge, or by which tunnel, a MAC address is, as bridge(8) writes it: 02:00:00:00:00:01 dev v0 master br0 static.</summary>
public sealed record FdbEntry(PhysicalAddress Mac, int LinkIndex) : RouteObject
{
    /// <summary>The link's name, for what is said when the kernel refuses.</summary>
    public string? LinkName { get; init; }

    /// <summary>Of a tunnel: the machine behind which it is.</summary>
    public IPAddress? Destination { get; init; }
    public ushort? Vlan { get; init; }

    /// <summary>Of a tunnel: the UDP port there.</summary>
    public ushort? Port { get; init; }
    public uint? Vni { get; init; }
    public uint? SourceVni { get; init; }

    /// <summary>Of a tunnel: the link to send by.</summary>
    public int? Via { get; init; }

    /// <summary>The bridge that keeps the entry; 0 when the link itself does.</summary>
    public int MasterIndex { get; init; }
    public FdbFlags Flags { get; init; }
    public NeighbourState State { get; init; }

    /// <summary>When it was last used and last changed, in seconds; null when the kernel does not tell.</summary>
    public (uint Used, uint Updated)? Age { get; init; }

    internal override ushort AddMessage => RTM.NEWNEIGH;
    internal override ushort DeleteMessage => RTM.DELNEIGH;

    internal override void WriteTo(MessageWriter to)
    {
        to.Body(new NdMsg { Family = (byte)Family.Bridge, Index = LinkIndex, State = (ushort)State, Flags = (byte)Flags });
        to.Put(NDA.LLADDR, Mac.GetAddressBytes());
        if (Destination is not null) to.Put(NDA.DST, Destination);
        if (Vlan is { } vlan) to.Put(NDA.VLAN, BitConverter.GetBytes(vlan));
        if (Port is { } port) to.Put(NDA.PORT, BitConverter.GetBytes((ushort)IPAddress.HostToNetworkOrder((short)port)));
        if (Vni is { } vni) to.Put(NDA.VNI, vni);
        if (SourceVni is { } source) to.Put(NDA.SRC_VNI, source);
        if (Via is { } via) to.Put(NDA.IFINDEX, via);
    }

    const uint TicksPerSecond = 100;   // USER_HZ

    internal static FdbEntry? Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<NdMsg>(body);
        if (info.Family != (byte)Family.Bridge) return null;
        var entry = new FdbEntry(PhysicalAddress.None, info.Index) { State = (NeighbourState)info.State, Flags = (FdbFlags)info.Flags };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<NdMsg>()..]))
            entry = a.Type switch
            {
                NDA.LLADDR => entry with { Mac = new PhysicalAddress(a.Bytes.ToArray()) },
                NDA.DST => entry with { Destination = a.IPAddress },
                NDA.VLAN => entry with { Vlan = a.UInt16 },
                NDA.PORT => entry with { Port = (ushort)IPAddress.NetworkToHostOrder((short)a.UInt16) },
                NDA.VNI => entry with { Vni = a.UInt32 },
                NDA.SRC_VNI => entry with { SourceVni = a.UInt32 },
                NDA.IFINDEX => entry with { Via = a.Int32 },
                NDA.MASTER => entry with { MasterIndex = a.Int32 },
                NDA.CACHEINFO => entry with { Age = AgeIn(a.Bytes) },
                _ => entry,
            };
        return entry;
    }

    // struct nda_cacheinfo: confirmed, used, updated, references.
    static (uint, uint) AgeIn(ReadOnlySpan<byte> cacheInfo) =>
        (MemoryMarshal.Read<uint>(cacheInfo[4..]) / TicksPerSecond, MemoryMarshal.Read<uint>(cacheInfo[8..]) / TicksPerSecond);

    public override string ToString() => $"fdb {Mac.Text()} dev {LinkName ?? $"number {LinkIndex}"}"
        + (Destination is null ? "" : $" dst {Destination}") + (Vlan is { } vlan ? $" vlan {vlan}" : "");
}

/// <summary>Who keeps an entry, and how (NTF_*).</summary>
[Flags]
public enum FdbFlags : byte { None = 0, Use = 0x01, Self = 0x02, Master = 0x04, Proxy = 0x08, ExtLearned = 0x10, Offloaded = 0x20, Sticky = 0x40, Router = 0x80 }

/// <summary>The forwarding databases of a socket's namespace: those of bridges, and those that links keep themselves.</summary>
public readonly struct Fdb(RouteSocket socket)
{
    /// <summary>All entries, or those of one bridge, or of one link.</summary>
    public List<FdbEntry> List(Link? bridge = null, Link? on = null) => socket.List(RTM.GETNEIGH, new("list", "forwarding entries"), to =>
    {
        to.Body(new NdMsg { Family = (byte)Family.Bridge, Index = on?.Index ?? 0 });
        if (bridge is not null) to.Put(NDA.MASTER, bridge.Index);
    }, FdbEntry.Parse);

    public void Add(FdbEntry entry) => socket.Add(entry);

    /// <summary>Adds one beside others of the same MAC address, as a tunnel may have.</summary>
    public void Append(FdbEntry entry) => Send(entry, "append", MessageFlags.Create | MessageFlags.Append);

    public void Replace(FdbEntry entry) => Send(entry, "replace", MessageFlags.Create | MessageFlags.Replace);

    public void Delete(FdbEntry entry) => socket.Delete(entry);

    void Send(FdbEntry entry, string verb, MessageFlags flags)
    {
        var request = socket.Request(entry.AddMessage, flags);
        entry.WriteTo(request);
        socket.Execute(request, new(verb, entry));
    }
}
