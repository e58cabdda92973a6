using System.Net.NetworkInformation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Netlink.Routing.Kinds;
using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>A network device as the kernel describes it.</summary>
public sealed record Link
{
    /// <summary>Its number in its own namespace. lo is 1.</summary>
    public int Index { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The kind of hardware it is, or plays (ARPHRD_*): 1 Ethernet, 772 loopback.</summary>
    public ushort HardwareType { get; private set; }
    public PhysicalAddress Mac { get; private set; } = PhysicalAddress.None;
    public PhysicalAddress Broadcast { get; private set; } = PhysicalAddress.None;

    public LinkFlags Flags { get; private set; }
    public bool IsUp => Flags.HasFlag(LinkFlags.Up);

    /// <summary>In bytes.</summary>
    public uint Mtu { get; private set; }
    public uint TxQueueLength { get; private set; }
    public uint Group { get; private set; }

    /// <summary>RFC 2863: 6 is up, 2 down, 7 lower layer down, 0 unknown.</summary>
    public byte OperationalState { get; private set; }

    /// <summary>It can carry packets, and whatever it is a port of knows that it can.</summary>
    public bool IsOperational => OperationalState == IF_OPER.UP;
    /// <summary>As ip(8) has it: up, down, lowerlayerdown.</summary>
    public string OperationalStateName => OperationalState < s_states.Length ? s_states[OperationalState] : OperationalState.ToString();

    static readonly string[] s_states = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"];

    public byte LinkMode { get; private set; }
    public string Qdisc { get; private set; } = "";
    public string Alias { get; private set; } = "";

    /// <summary>The bridge or VRF it is in; 0 for none.</summary>
    public int MasterIndex { get; private set; }

    /// <summary>The link it is stacked upon, or its veth peer; 0 for none.</summary>
    public int ParentIndex { get; private set; }

    /// <summary>The id, in this namespace, of the one that <see cref="ParentIndex"/> counts in; null when it is this one.</summary>
    public int? ParentNamespaceId { get; private set; }

    /// <summary>The kernel's word for the kind: bridge, veth; "" for hardware and lo.</summary>
    public string Kind { get; private set; } = "";
    public uint Promiscuity { get; private set; }

    /// <summary>The kernel's word for the kind of what it is a port of; "" when it is none.</summary>
    public string PortKind { get; private set; } = "";

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> AlternativeNames { get; private set; } = [];

    /// <summary>The MAC address that the hardware came with; null when the kernel tells none.</summary>
    public PhysicalAddress? PermanentMac { get; private set; }
    public bool IsHeldDown { get; private set; }

    /// <summary>How often it has lost or found its cable.</summary>
    public uint CarrierChanges { get; private set; }

    /// <summary>Its counters, where they were asked for.</summary>
    public LinkStatistics? Statistics { get; private set; }

    /// <summary>The rest of it, where that was asked for.</summary>
    public LinkDetails? Details { get; private set; }

    /// <summary>Its flags as a port of a bridge; null when it is none.</summary>
    public BridgePort? Port { get; private set; }

    /// <summary>Of a bridge: whether it looks at VLAN tags.</summary>
    public bool VlanFiltering { get; private set; }

    /// <summary>Of a bridge: the VLAN of untagged frames on a new port; 0 for none.</summary>
    public ushort DefaultPvid { get; private set; }

    /// <summary>Of a macvlan: whom it reaches; null of every other kind.</summary>
    public MacvlanMode? MacvlanMode { get; private set; }

    /// <summary>Of a macvlan: how many broadcast frames may wait for it.</summary>
    public uint BroadcastQueueLength { get; private set; }

    /// <summary>Of an ipvlan: how much of the parent's work it does itself; null of every other kind.</summary>
    public IpvlanMode? IpvlanMode { get; private set; }

    /// <summary>Of a vlan: its number; null of every other kind.</summary>
    public ushort? VlanId { get; private set; }

    /// <summary>Of a tun or tap: what it is and whose; null of every other kind.</summary>
    public TunSettings? Tun { get; private set; }

    /// <summary>Of a VRF: the number of its routing table.</summary>
    public uint VrfTable { get; private set; }

    public override string ToString() => Name;

    internal static Link Parse(ReadOnlySpan<byte> body)
    {
        var info = MemoryMarshal.Read<IfInfoMsg>(body);
        var link = new Link { Index = info.Index, Flags = (LinkFlags)info.Flags, HardwareType = info.Type };
        foreach (var a in new AttributeReader(body[Unsafe.SizeOf<IfInfoMsg>()..]))
            switch (a.Type)
            {
                case IFLA.IFNAME: link.Name = a.String; break;
                case IFLA.ADDRESS: link.Mac = new PhysicalAddress(a.Bytes.ToArray()); break;
                case IFLA.BROADCAST: link.Broadcast = new PhysicalAddress(a.Bytes.ToArray()); break;
                case IFLA.MTU: link.Mtu = a.UInt32; break;
                case IFLA.LINK: link.ParentIndex = a.Int32; break;
                case IFLA.LINK_NETNSID: link.ParentNamespaceId = a.Int32; break;
                case IFLA.MASTER: link.MasterIndex = a.Int32; break;
                case IFLA.QDISC: link.Qdisc = a.String; break;
                case IFLA.TXQLEN: link.TxQueueLength = a.UInt32; break;
                case IFLA.GROUP: link.Group = a.UInt32; break;
                case IFLA.OPERSTATE: link.OperationalState = a.UInt8; break;
                case IFLA.LINKMODE: link.LinkMode = a.UInt8; break;
                case IFLA.IFALIAS: link.Alias = a.String; break;
                case IFLA.PROMISCUITY: link.Promiscuity = a.UInt32; break;
                case IFLA.LINKINFO: link.ParseInfo(a); break;
                case IFLA.PROP_LIST: link.AlternativeNames = ParseNames(a.Nested); break;
                case IFLA.PERM_ADDRESS: link.PermanentMac = new PhysicalAddress(a.Bytes.ToArray()); break;
                case IFLA.PROTO_DOWN: link.IsHeldDown = a.UInt8 != 0; break;
                case IFLA.CARRIER_CHANGES: link.CarrierChanges = a.UInt32; break;
                case IFLA.STATS64: link.Statistics = LinkStatistics.Read(a.Bytes); break;
            }
        return link;
    }

    /// <summary>With <see cref="Details"/>.</summary>
    internal static Link ParseWhole(ReadOnlySpan<byte> body)
    {
        var link = Parse(body);
        link.Details = LinkDetails.Parse(new AttributeReader(body[Unsafe.SizeOf<IfInfoMsg>()..]));
        return link;
    }

    static List<string> ParseNames(AttributeReader properties)
    {
        var names = new List<string>();
        foreach (var a in properties)
            if (a.Type == IFLA.ALT_IFNAME)
                names.Add(a.String);
        return names;
    }

    void ParseInfo(Wire.Attribute info)
    {
        foreach (var a in info.Nested)
            switch (a.Type)
            {
                case IFLA_INFO.KIND: Kind = a.String; break;
                case IFLA_INFO.DATA: ParseData(a.Nested); break;
                case IFLA_INFO.SLAVE_KIND: PortKind = a.String; break;
                case IFLA_INFO.SLAVE_DATA when PortKind == "bridge": Port = BridgePort.Parse(a.Nested); break;
            }
    }

    // What a number means depends on the kind, which comes before it.
    void ParseData(AttributeReader data)
    {
        if (Kind == "tun")
            Tun = TunSettings.Parse(data);
        foreach (var a in data)
            switch (Kind, a.Type)
            {
                case ("bridge", IFLA_BR.VLAN_FILTERING): VlanFiltering = a.UInt8 != 0; break;
                case ("bridge", IFLA_BR.VLAN_DEFAULT_PVID): DefaultPvid = a.UInt16; break;
                case ("macvlan", IFLA_MACVLAN.MODE): MacvlanMode = (MacvlanMode)a.UInt32; break;
                case ("macvlan", IFLA_MACVLAN.BC_QUEUE_LEN): BroadcastQueueLength = a.UInt32; break;
                case ("ipvlan", IFLA_IPVLAN.MODE): IpvlanMode = (IpvlanMode)a.UInt16; break;
                case ("vrf", IFLA_VRF.TABLE): VrfTable = a.UInt32; break;
                case ("vlan", IFLA_VLAN.ID): VlanId = a.UInt16; break;
            }
    }
}
