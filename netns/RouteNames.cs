using Netlink.Routing;

namespace Netctl;

/// <summary>The words of routing: those of /etc/iproute2, and the kernel's own.</summary>
internal static class RouteNames
{
    public static readonly NameTable Tables = new("rt_tables", (255, "local"), (254, "main"), (253, "default"));

    public static readonly NameTable Scopes = new("rt_scopes", (0, "global"), (255, "nowhere"), (254, "host"), (253, "link"), (200, "site"));

    public static readonly NameTable Protocols = new("rt_protos",
        (0, "unspec"), (1, "redirect"), (2, "kernel"), (3, "boot"), (4, "static"), (8, "gated"), (9, "ra"), (10, "mrt"), (11, "zebra"), (12, "bird"),
        (13, "dnrouted"), (14, "xorp"), (15, "ntk"), (16, "dhcp"), (18, "keepalived"), (42, "babel"), (99, "openr"), (186, "bgp"), (187, "isis"),
        (188, "ospf"), (189, "rip"), (192, "eigrp"));

    /// <summary>As /etc/protocols has them.</summary>
    public static readonly NameTable IpProtocols = new("",
        (1, "icmp"), (2, "igmp"), (4, "ipencap"), (6, "tcp"), (17, "udp"), (33, "dccp"), (41, "ipv6"), (47, "gre"), (50, "esp"), (51, "ah"), (58, "ipv6-icmp"),
        (89, "ospf"), (132, "sctp"), (136, "udplite"));

    public static readonly NameTable Tos = new("rt_dsfield");
    public static readonly NameTable Realms = new("rt_realms");
    public static readonly NameTable Groups = new("group", (0, "default"));

    public static string Name(this Scope scope) => Scopes.NameOf((byte)scope);

    public static string Name(this RouteProtocol protocol) => Protocols.NameOf((byte)protocol);

    static readonly NameTable s_addressProtocols = new("rt_addrprotos", (0, "unspec"), (1, "kernel_lo"), (2, "kernel_ra"), (3, "kernel_ll"));

    /// <summary>Who put an address there (IFAPROT_*).</summary>
    public static string NameOfAddressProtocol(byte number) => s_addressProtocols.NameOf(number, "x");

    public static string NameOfTos(byte tos) => Tos.NameOf(tos, "x");

    /// <summary>FROM/TO, or TO alone.</summary>
    public static uint RealmsIn(Words words)
    {
        uint both = 0;
        foreach (string part in words.Value().Split('/', 2))
            both = both << 16 | (Realms.Find(part) ?? words.NumberIn<ushort>(part));
        return both;
    }

    static readonly (string Word, RouteType Type)[] s_types =
    [
        ("unicast", RouteType.Unicast), ("local", RouteType.Local), ("broadcast", RouteType.Broadcast), ("anycast", RouteType.Anycast),
        ("multicast", RouteType.Multicast), ("blackhole", RouteType.Blackhole), ("unreachable", RouteType.Unreachable), ("prohibit", RouteType.Prohibit),
        ("throw", RouteType.Throw),
    ];

    public static string Name(this RouteType type)
    {
        foreach (var (word, known) in s_types)
            if (known == type)
                return word;
        return $"{(byte)type}";
    }

    public static RouteType? FindType(string name)
    {
        foreach (var (word, type) in s_types)
            if (word == name)
                return type;
        return null;
    }
}
