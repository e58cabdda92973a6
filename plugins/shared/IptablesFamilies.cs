using Linux;
using Netfilter.Iptables;
using Netfilter.Nft;

namespace Plugins.Shared;

/// <summary>What is done by iptables and by ip6tables alike.</summary>
internal static class IptablesFamilies
{
    public static readonly Iptables[] All = [Iptables.Ipv4, Iptables.Ipv6];

    /// <summary>Works on a table of each family, in both forms that it may have; what is deleted of nf_tables goes in one step, at the end.</summary>
    public static void ForEachTable(string name, NftSocket nft, Action<IptablesTable> work)
    {
        var together = new NftDeletions(nft);
        foreach (var table in All.SelectMany(program => program.Tables(name, nft, together)))
            try
            {
                work(table);
            }
            catch (LinuxException) when (NftSupport.IsLacking()) { }   // then iptables keeps nothing in them
        together.Commit();
    }
}
