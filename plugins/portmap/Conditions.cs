using System.Text;
using Cni;
using Linux;
using Netfilter.Nft;

namespace Plugins.Portmap;

/// <summary>Which packets a network's published ports are for at all (conditionsV4, conditionsV6), in the language of the backend: words of iptables or of nft.</summary>
internal sealed record Conditions(string Network, IReadOnlyList<string> V4, IReadOnlyList<string> V6)
{
    const int LongestNetwork = 100, HashDigits = 16;

    public bool Any => Of(NftFamily.Ipv4).Count + Of(NftFamily.Ipv6).Count > 0;

    /// <summary>The words; none when the family has no conditions.</summary>
    public IReadOnlyList<string> Of(NftFamily family) => (family == NftFamily.Ipv4 ? V4 : V6) is { Count: > 0 } words && words[0] != "" ? words : [];

    /// <summary>What follows the name of everything that is kept for this network alone: "" for a family whose ports are asked for without conditions.</summary>
    public string Suffix(NftFamily family) => Of(family).Count == 0 ? "" : OwnSuffix;

    /// <summary>The same whether there are conditions now or not; no network's name has a slash.</summary>
    public string OwnSuffix => $"/{(Network.Length <= LongestNetwork ? Network : Hash(Network))}";

    /// <summary>Tells a rule for these conditions from one for others.</summary>
    public string Fingerprint(NftFamily family) => Hash(string.Join(' ', Of(family)));

    static string Hash(string text) => Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(text)))[..HashDigits];

    /// <summary>The backend that the words are for, as the reference plugin tells it by the first: none of nft's begins with a dash; "" without any.</summary>
    public static string BackendOf(IReadOnlyList<string> words) =>
        words.Count == 0 || words[0] == "" ? "" : words[0][0] is '-' or '!' ? PortmapConfig.Iptables : PortmapConfig.Nftables;
}
