namespace Netfilter.Nft.Listing;

/// <summary>nft's words for the values of its types, by the types' own numbers (include/datatype.h).</summary>
internal static class Symbols
{
    /// <summary>Null when the type has no words, or none for this value.</summary>
    public static string? Find(DataType type, ulong value)
    {
        foreach (var (number, word) in Of(type))
            if (number == value)
                return word;
        return null;
    }

    /// <summary>The words of a type; of one whose bits have words, these.</summary>
    public static (ulong Value, string Word)[] Of(DataType type) => type.Number switch
    {
        2 => [(1, "inet"), (2, "ipv4"), (3, "arp"), (5, "netdev"), (7, "bridge"), (10, "ipv6")],
        10 => [(0x0800, "ip"), (0x0806, "arp"), (0x86dd, "ip6"), (0x8100, "8021q"), (0x88a8, "8021ad")],
        11 => [(1, "request"), (2, "reply"), (3, "rrequest"), (4, "rreply"), (8, "inrequest"), (9, "inreply"), (10, "nak")],
        12 => [(1, "icmp"), (2, "igmp"), (4, "ipencap"), (6, "tcp"), (17, "udp"), (33, "dccp"), (41, "ipv6"), (47, "gre"), (50, "esp"), (51, "ah"), (58, "ipv6-icmp"),
            (108, "ipcomp"), (132, "sctp"), (136, "udplite")],
        14 => [(0, "echo-reply"), (3, "destination-unreachable"), (4, "source-quench"), (5, "redirect"), (8, "echo-request"), (9, "router-advertisement"),
            (10, "router-solicitation"), (11, "time-exceeded"), (12, "parameter-problem"), (13, "timestamp-request"), (14, "timestamp-reply"), (15, "info-request"),
            (16, "info-reply"), (17, "address-mask-request"), (18, "address-mask-reply")],
        15 => [(1, "fin"), (2, "syn"), (4, "rst"), (8, "psh"), (16, "ack"), (32, "urg"), (64, "ecn"), (128, "cwr")],
        26 => [(1, "invalid"), (2, "established"), (4, "related"), (8, "new"), (64, "untracked")],
        27 => [(0, "original"), (1, "reply")],
        28 => [(1, "expected"), (2, "seen-reply"), (4, "assured"), (8, "confirmed"), (16, "snat"), (32, "dnat"), (512, "dying")],
        29 => [(1, "destination-unreachable"), (2, "packet-too-big"), (3, "time-exceeded"), (4, "parameter-problem"), (128, "echo-request"), (129, "echo-reply"),
            (130, "mld-listener-query"), (131, "mld-listener-report"), (132, "mld-listener-done"), (133, "nd-router-solicit"), (134, "nd-router-advert"),
            (135, "nd-neighbor-solicit"), (136, "nd-neighbor-advert"), (137, "nd-redirect"), (138, "router-renumbering"), (143, "mld2-listener-report")],
        31 => [(0, "host"), (1, "broadcast"), (2, "multicast"), (3, "other")],
        32 => [(0, "net-unreachable"), (1, "host-unreachable"), (2, "prot-unreachable"), (3, "port-unreachable"), (4, "frag-needed"), (9, "net-prohibited"),
            (10, "host-prohibited"), (13, "admin-prohibited")],
        33 => [(0, "no-route"), (1, "admin-prohibited"), (3, "addr-unreachable"), (4, "port-unreachable"), (5, "policy-fail"), (6, "reject-route")],
        34 => [(0, "no-route"), (1, "port-unreachable"), (2, "host-unreachable"), (3, "admin-prohibited")],
        36 => [(0, "cs0"), (8, "cs1"), (16, "cs2"), (24, "cs3"), (32, "cs4"), (40, "cs5"), (48, "cs6"), (56, "cs7"), (10, "af11"), (12, "af12"), (14, "af13"),
            (18, "af21"), (20, "af22"), (22, "af23"), (26, "af31"), (28, "af32"), (30, "af33"), (34, "af41"), (36, "af42"), (38, "af43"), (46, "ef")],
        38 => [(0, "unspec"), (1, "unicast"), (2, "local"), (3, "broadcast"), (4, "anycast"), (5, "multicast"), (6, "blackhole"), (7, "unreachable"), (8, "prohibit")],
        39 => [(0, "missing"), (1, "exists")],
        _ => [],
    };
}
