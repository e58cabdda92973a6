using Cni;
using Linux;
using Netfilter.Iptables;
using Netfilter.Nft;
using Plugins.Shared;

namespace Plugins.Portmap;

/// <summary>Which backend a network has that names none: as with the reference plugin iptables, unless they cannot be used and nftables can.</summary>
internal static class Backends
{
    public static string Choose(string named) => named != "" ? named
        : IptablesProblem() is not null && NftProblem() is null ? PortmapConfig.Nftables : PortmapConfig.Iptables;

    /// <summary>Does the work by the backend chosen. That iptables cannot be used is found out by using them: to ask takes a process.</summary>
    public static void Use(string named, Action iptables, Action nftables)
    {
        if (named == PortmapConfig.Nftables || named == "" && !Iptables.Ipv4.IsInstalled && NftProblem() is null)
            nftables();
        else
            try
            {
                iptables();
            }
            catch (IptablesException) when (named == "" && IptablesProblem() is not null && NftProblem() is null)
            {
                nftables();
            }
    }

    /// <exception cref="CniError">It cannot be used: <see cref="CniErrorCode.NotAvailable"/>, with the reason.</exception>
    public static void Require(string named)
    {
        string? reason = named == PortmapConfig.Nftables ? NftProblem()
            : IptablesProblem() is { } iptables && (named == PortmapConfig.Iptables || NftProblem() is not null) ? iptables : null;
        if (reason is not null)
            throw new CniError(CniErrorCode.NotAvailable, $"this machine cannot publish ports by {(named == "" ? "iptables, nor by nftables" : named)}", reason);
    }

    static string? IptablesProblem() =>
        Iptables.Ipv4.Unusable("nat", "OUTPUT") is { } v4 && Iptables.Ipv6.Unusable("nat", "OUTPUT") is { } v6
            ? $"neither iptables nor ip6tables is usable, (iptables) {v4}, (ip6tables) {v6}" : null;

    static string? NftProblem() => NftSupport.Problem(nft => new PortTable(nft).Rehearse());
}
