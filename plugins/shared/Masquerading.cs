using Cni;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>
/// Lets containers reach the world under the host's address (ipMasq), by whichever backend the network asks for (ipMasqBackend).
/// What is removed is removed from all of them.
/// </summary>
internal static class Masquerading
{
    /// <summary>What is wrong with a network's ipMasqBackend; null when nothing is.</summary>
    public static string? Problem(string backend) => backend switch
    {
        "" or "nftables" => null,
        "iptables" => "ipMasqBackend is \"iptables\", which this version does not have: use \"nftables\", or leave it out",
        _ => $"unknown ipmasq backend \"{backend}\"",
    };

    public static void Add(string backend, IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        using var nft = NftSocket.Open();
        new NftMasquerade(nft).Add(addresses, Owner.Of(network, key));
    }

    /// <summary>Throws what is missing or different.</summary>
    public static void Check(string backend, IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        using var nft = NftSocket.Open();
        new NftMasquerade(nft).Check(addresses, Owner.Of(network, key));
    }

    /// <summary>
    /// Removes what an attachment has, by its addresses, or when nobody knows them (null) by looking through everything. The kernel finishes it some
    /// milliseconds later, and closing the socket waits for that: dispose what is returned after whatever else takes time, such as a link's removal.
    /// </summary>
    public static IDisposable Remove(IReadOnlyList<Cidr>? addresses, string network, AttachmentKey key)
    {
        var nft = NftSocket.Open();
        Remove(nft, addresses, network, key);
        return nft;
    }

    /// <summary>The same, on a socket that is open already.</summary>
    public static void Remove(NftSocket nft, IReadOnlyList<Cidr>? addresses, string network, AttachmentKey key) =>
        new NftMasquerade(nft).Remove(addresses, Owner.Of(network, key));

    /// <summary>Removes what attachments of the network have that are not among the valid ones.</summary>
    public static void Gc(string network, IReadOnlySet<AttachmentKey> valid)
    {
        using var nft = NftSocket.Open();
        new NftMasquerade(nft).RemoveWhere(Owner.Garbage(network, valid));
    }

    /// <exception cref="CniError">The backend cannot be had here: <see cref="CniErrorCode.NotAvailable"/>, with the reason.</exception>
    public static void Require(string backend) => NftSupport.Require();
}
