namespace Netfilter.Nft;

/// <summary>Which packets a table sees (NFPROTO_*). Inet is both IPv4 and IPv6.</summary>
public enum NftFamily : byte { Inet = 1, Ipv4 = 2, Bridge = 7, Ipv6 = 10 }

/// <summary>nft's own words for families.</summary>
public static class NftFamilyName
{
    public static string Name(this NftFamily family) => family switch
    {
        NftFamily.Ipv4 => "ip",
        NftFamily.Ipv6 => "ip6",
        NftFamily.Bridge => "bridge",
        _ => "inet",
    };
}
