namespace Netfilter.Nft;

/// <summary>Which packets a table sees (NFPROTO_*). Inet is both IPv4 and IPv6.</summary>
public enum NftFamily : byte { Inet = 1, Ipv4 = 2, Arp = 3, Netdev = 5, Bridge = 7, Ipv6 = 10 }

/// <summary>nft's own words for families.</summary>
public static class NftFamilyName
{
    static readonly (NftFamily Family, string Name)[] s_names =
    [
        (NftFamily.Inet, "inet"), (NftFamily.Ipv4, "ip"), (NftFamily.Ipv6, "ip6"), (NftFamily.Arp, "arp"), (NftFamily.Bridge, "bridge"), (NftFamily.Netdev, "netdev"),
    ];

    public static string Name(this NftFamily family)
    {
        foreach (var (known, name) in s_names)
            if (known == family)
                return name;
        return $"{(byte)family}";
    }

    /// <summary>Null when no family is called so.</summary>
    public static NftFamily? Find(string name)
    {
        foreach (var (family, known) in s_names)
            if (known == name)
                return family;
        return null;
    }
}
