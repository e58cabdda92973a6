namespace Packets;

/// <summary>What a captured frame begins with, by the numbers that files of packets bear (LINKTYPE_* of libpcap).</summary>
public enum LinkType : ushort
{
    Ethernet = 1,

    /// <summary>An IPv4 or IPv6 header.</summary>
    Raw = 101,
}

/// <summary>What a link gives the packets that are captured on it.</summary>
public static class LinkTypeOfHardware
{
    /// <param name="hardwareType">The kernel's number for the kind of link (ARPHRD_*).</param>
    public static LinkType From(ushort hardwareType) => hardwareType is 1 or 772 or 824 ? LinkType.Ethernet : LinkType.Raw;

    /// <summary>tcpdump's words: EN10MB (Ethernet).</summary>
    public static string Name(this LinkType type) => type == LinkType.Ethernet ? "EN10MB (Ethernet)" : "RAW (Raw IP)";
}
