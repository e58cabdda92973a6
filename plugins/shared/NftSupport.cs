using Cni;
using Linux;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>Whether this kernel and this user can have nftables.</summary>
internal static class NftSupport
{
    static readonly Table s_probe = new(NftFamily.Inet, "cni_probe");

    /// <exception cref="CniError">They cannot: <see cref="CniErrorCode.NotAvailable"/>, with the kernel's reason.</exception>
    public static void Require()
    {
        try
        {
            using var nft = NftSocket.Open();
            nft.ListSetNames(s_probe);
        }
        catch (LinuxException e)
        {
            throw new CniError(CniErrorCode.NotAvailable, "this kernel has no nftables for us", e.Message);
        }
    }
}
