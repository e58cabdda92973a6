using Cni;
using Netfilter.Iptables;
using Plugins.Shared;

namespace Plugins.Portmap;

/// <summary>Which backend a network has, and whether it can have it.</summary>
internal static class Backends
{
    /// <summary>The one named, or as the reference plugin chooses: iptables, unless it cannot be used and nftables can.</summary>
    public static string Choose(string named) => named != "" ? named
        : Iptables.Ipv4.Unusable("filter", "INPUT") is not null && NftProblem() is null ? PortmapConfig.Nftables : PortmapConfig.Iptables;

    /// <exception cref="CniError">It cannot be used: <see cref="CniErrorCode.NotAvailable"/>, with the reason.</exception>
    public static void Require(string named)
    {
        if (Choose(named) == PortmapConfig.Nftables)
            NftSupport.Require();
        else if (Iptables.Ipv4.Unusable("nat", "OUTPUT") is { } v4 && Iptables.Ipv6.Unusable("nat", "OUTPUT") is { } v6)
            throw new CniError(CniErrorCode.NotAvailable, "neither iptables nor ip6tables is usable", $"(iptables) {v4}, (ip6tables) {v6}");
    }

    static CniError? NftProblem()
    {
        try
        {
            NftSupport.Require();
            return null;
        }
        catch (CniError problem)
        {
            return problem;
        }
    }
}
