using Cni;
using Linux;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>Whether this kernel and this user can have nftables.</summary>
internal static class NftSupport
{
    static readonly Table s_probe = new(NftFamily.Inet, "cni_probe");

    /// <exception cref="CniError">They cannot: <see cref="CniErrorCode.NotAvailable"/>, with the kernel's reason.</exception>
    public static void Require() => Require(Ask);

    /// <summary>The same, of what a table is made of: the question is <see cref="ElementTable.Rehearse"/>.</summary>
    public static void Require(Action<NftSocket> question)
    {
        if (Problem(question) is { } reason)
            throw new CniError(CniErrorCode.NotAvailable, "this kernel has no nftables for us", reason);
    }

    /// <summary>The kernel's reason, if it says no.</summary>
    public static string? Problem(Action<NftSocket> question)
    {
        try
        {
            using var nft = NftSocket.Open();
            question(nft);
            return null;
        }
        catch (LinuxException e)
        {
            return e.Message;
        }
    }

    /// <summary>A socket; null where the kernel does not even know of what nftables are spoken to by.</summary>
    public static NftSocket? Find()
    {
        try
        {
            return NftSocket.Open();
        }
        catch (LinuxException e) when (e.Errno is Errno.ProtocolNotSupported or Errno.FamilyNotSupported)
        {
            return null;
        }
    }

    /// <summary>Whether there are none to be had: then nothing can be in them either.</summary>
    public static bool IsLacking() => Problem(Ask) is not null;

    static void Ask(NftSocket nft) => nft.ListSetNames(s_probe);
}
