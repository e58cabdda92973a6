using System.Text;
using Cni;
using Linux;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>
/// Masquerading as the reference plugins keep it in nft: a rule for each address, owned by its comment <c>H1-H2, net: N, if: I, id: C</c>,
/// where H1 is the network's hash and H2 the attachment's. It is recognised and removed here, never made.
/// </summary>
internal sealed class ReferenceMasquerade(NftSocket nft)
{
    const int HashDigits = 16;

    static readonly Chain s_checks = new(new Table(NftFamily.Inet, "cni_plugins_masquerade"), "masq_checks");

    /// <summary>Whether the attachment has as many rules as addresses.</summary>
    public bool Has(int addresses, string network, AttachmentKey key)
    {
        string owner = OwnerOf(network, key);
        return nft.List(s_checks).Count(rule => IsOwned(rule, owner)) == addresses;
    }

    public void Remove(string network, AttachmentKey key)
    {
        string owner = OwnerOf(network, key);
        RemoveWhere(rule => IsOwned(rule, owner));
    }

    /// <summary>Removes the rules of the network's attachments that are not among the valid ones.</summary>
    public void Gc(string network, IReadOnlySet<AttachmentKey> valid)
    {
        string prefix = $"{Hash(network)}-";
        var live = valid.Select(key => OwnerOf(network, key)).ToList();
        RemoveWhere(rule => IsOwned(rule, prefix) && !live.Exists(owner => IsOwned(rule, owner)));
    }

    void RemoveWhere(Func<Rule, bool> unwanted) => nft.DeleteIfThere(nft.List(s_checks).Where(unwanted));

    static bool IsOwned(Rule rule, string owner) => rule.Comment?.StartsWith(owner, StringComparison.Ordinal) ?? false;

    internal static string OwnerOf(string network, AttachmentKey key) => $"{Hash(network)}-{Hash($"{key.IfName}:{key.ContainerId}")}";

    static string Hash(string text) => Convert.ToHexStringLower(Sha2.Hash512(Encoding.UTF8.GetBytes(text)))[..HashDigits];
}
