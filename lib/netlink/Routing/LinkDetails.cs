using Netlink.Wire;

namespace Netlink.Routing;

/// <summary>What <c>ip -d link</c> shows of a link besides: its limits, its queues, and the settings of its kind. Read when it is asked for.</summary>
public sealed class LinkDetails
{
    readonly byte[] _kindData, _portData;

    LinkDetails(byte[] kindData, byte[] portData) => (_kindData, _portData) = (kindData, portData);

    public uint AllMulticasts { get; private set; }

    /// <summary>In bytes.</summary>
    public uint MinMtu { get; private set; }

    /// <summary>In bytes; 0 for no limit.</summary>
    public uint MaxMtu { get; private set; }
    public uint? TxQueues { get; private set; }
    public uint? RxQueues { get; private set; }
    public uint? GsoMaxSize { get; private set; }
    public uint? GsoMaxSegments { get; private set; }
    public uint? TsoMaxSize { get; private set; }
    public uint? TsoMaxSegments { get; private set; }
    public uint? GroMaxSize { get; private set; }

    /// <summary>How its link-local IPv6 address comes about (IN6_ADDR_GEN_MODE_*); null without IPv6.</summary>
    public byte? AddressGeneration { get; private set; }

    /// <summary>The bus and the device that a piece of hardware is; "" for what is none.</summary>
    public string ParentBus { get; private set; } = "";

    /// <inheritdoc cref="ParentBus"/>
    public string ParentDevice { get; private set; } = "";

    /// <summary>The kernel tells settings of its kind.</summary>
    public bool HasKindData => _kindData.Length > 0;

    /// <summary>A setting of its kind; null when the kernel does not tell it.</summary>
    public OptionValue? Find(LinkOption option) => Find(_kindData, option);

    /// <summary>A setting of it as a port.</summary>
    public OptionValue? FindOfPort(LinkOption option) => Find(_portData, option);

    static OptionValue? Find(byte[] data, LinkOption option)
    {
        foreach (var a in new AttributeReader(data))
            if (a.Type == option.Attribute)
                return new(option, a.Bytes.ToArray());
        return null;
    }

    internal static LinkDetails Parse(AttributeReader attributes)
    {
        byte[] kindData = [], portData = [];
        foreach (var a in attributes)
            if (a.Type == IFLA.LINKINFO)
                foreach (var info in a.Nested)
                    if (info.Type == IFLA_INFO.DATA) kindData = info.Bytes.ToArray();
                    else if (info.Type == IFLA_INFO.SLAVE_DATA) portData = info.Bytes.ToArray();
        var details = new LinkDetails(kindData, portData);
        foreach (var a in attributes) details.Take(a);
        return details;
    }

    void Take(Wire.Attribute a)
    {
        switch (a.Type)
        {
            case IFLA.ALLMULTI: AllMulticasts = a.UInt32; break;
            case IFLA.MIN_MTU: MinMtu = a.UInt32; break;
            case IFLA.MAX_MTU: MaxMtu = a.UInt32; break;
            case IFLA.NUM_TX_QUEUES: TxQueues = a.UInt32; break;
            case IFLA.NUM_RX_QUEUES: RxQueues = a.UInt32; break;
            case IFLA.GSO_MAX_SIZE: GsoMaxSize = a.UInt32; break;
            case IFLA.GSO_MAX_SEGS: GsoMaxSegments = a.UInt32; break;
            case IFLA.TSO_MAX_SIZE: TsoMaxSize = a.UInt32; break;
            case IFLA.TSO_MAX_SEGS: TsoMaxSegments = a.UInt32; break;
            case IFLA.GRO_MAX_SIZE: GroMaxSize = a.UInt32; break;
            case IFLA.PARENT_DEV_NAME: ParentDevice = a.String; break;
            case IFLA.PARENT_DEV_BUS_NAME: ParentBus = a.String; break;
            case IFLA.AF_SPEC: AddressGeneration = Generation(a.Nested); break;
        }
    }

    static byte? Generation(AttributeReader families)
    {
        foreach (var family in families)
            if (family.Type == (ushort)Family.Ipv6)
                foreach (var a in family.Nested)
                    if (a.Type == IFLA_INET6.ADDR_GEN_MODE)
                        return a.UInt8;
        return null;
    }
}
