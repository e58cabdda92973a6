using Cni;
using Linux;
using Netfilter.Iptables;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>
/// Lets containers reach the world under the host's address (ipMasq), by whichever backend the network asks for (ipMasqBackend).
/// What is removed is removed from all of them, and what the reference plugins made goes with it.
/// </summary>
internal static class Masquerading
{
    const string Nftables = "nftables", IptablesBackend = "iptables";

    /// <summary>What is wrong with a network's ipMasqBackend; null when nothing is.</summary>
    public static string? Problem(string backend) => backend is "" or Nftables or IptablesBackend ? null : $"unknown ipmasq backend \"{backend}\"";

    /// <summary>A network that names no backend has iptables, unless they cannot be had and nftables can: as the reference plugins choose.</summary>
    public static void Add(string backend, IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        if (backend == Nftables || backend == "" && !Iptables.Ipv4.IsInstalled)
            AddToNft(addresses, network, key);
        else
            try
            {
                IptablesMasquerade.Add(addresses, new(network, key));
            }
            catch (IptablesException) when (backend == "" && IptablesMasquerade.Problem() is not null && NftProblem() is null)
            {
                AddToNft(addresses, network, key);
            }
    }

    static void AddToNft(IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        using var nft = NftSocket.Open();
        new NftMasquerade(nft).Add(addresses, Owner.Of(network, key));
    }

    /// <summary>Throws what is missing or different. Of a network that names no backend, either will do.</summary>
    public static void Check(string backend, IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        if (backend == IptablesBackend || backend == "" && Iptables.Ipv4.IsInstalled && !IsInNft(addresses, network, key))
            IptablesMasquerade.Check(addresses, new(network, key));
        else
            CheckNft(addresses, network, key);
    }

    static bool IsInNft(IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        try
        {
            CheckNft(addresses, network, key);
            return true;
        }
        catch (CniError)
        {
            return false;
        }
        catch (LinuxException) when (NftSupport.IsLacking())
        {
            return false;
        }
    }

    static void CheckNft(IReadOnlyList<Cidr> addresses, string network, AttachmentKey key)
    {
        using var nft = NftSocket.Open();
        if (!new ReferenceMasquerade(nft).Has(addresses.Count, network, key))
            new NftMasquerade(nft).Check(addresses, Owner.Of(network, key));
    }

    /// <summary>
    /// Removes what an attachment has, by its addresses, or when nobody knows them (null) by looking through everything. The kernel finishes it some
    /// milliseconds later, and closing the socket waits for that: dispose what is returned after whatever else takes time, such as a link's removal.
    /// </summary>
    public static IDisposable? Remove(IReadOnlyList<Cidr>? addresses, string network, AttachmentKey key)
    {
        var chain = new MasqueradeChain(network, key);
        var nft = Clean(nft =>
        {
            new NftMasquerade(nft).Remove(addresses, Owner.Of(network, key));
            new ReferenceMasquerade(nft).Remove(network, key);
            IptablesMasquerade.RemoveFromNft(nft, chain);
        });
        IptablesMasquerade.RemoveFromOld(chain);
        return nft;
    }

    /// <summary>Removes what attachments of the network have that are not among the valid ones.</summary>
    public static void Gc(string network, IReadOnlySet<AttachmentKey> valid)
    {
        Clean(nft =>
        {
            new NftMasquerade(nft).RemoveWhere(Owner.Garbage(network, valid));
            new ReferenceMasquerade(nft).Gc(network, valid);
            IptablesMasquerade.GcNft(nft, network, valid);
        })?.Dispose();
        IptablesMasquerade.GcOld(network, valid);
    }

    // A kernel without nftables has nothing in them, and that is no reason for a DEL to fail.
    static NftSocket? Clean(Action<NftSocket> clean)
    {
        var nft = NftSupport.Find();
        try
        {
            if (nft is not null)
                clean(nft);
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // nothing was there to be cleaned
        return nft;
    }

    /// <exception cref="CniError">The backend cannot be had here: <see cref="CniErrorCode.NotAvailable"/>, with the reason.</exception>
    public static void Require(string backend)
    {
        string? iptables = backend == Nftables ? "" : IptablesMasquerade.Problem();
        if (iptables is null)
            return;
        if (backend == IptablesBackend)
            throw new CniError(CniErrorCode.NotAvailable, "this machine has no iptables for masquerading", iptables);
        if (NftProblem() is { } nft)
            throw new CniError(CniErrorCode.NotAvailable, "this kernel has no nftables for masquerading", iptables == "" ? nft : $"{nft}; and no iptables: {iptables}");
    }

    static string? NftProblem() => NftSupport.Problem(nft => new NftMasquerade(nft).Rehearse());
}
