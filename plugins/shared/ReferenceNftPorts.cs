using System.Net;
using Linux;
using Netfilter.Nft;
using Netlink;

namespace Plugins.Shared;

/// <summary>
/// What the reference plugin's nft backend writes: a rule for each port, in tables of their own, that tells by its comment which container it is for, and of
/// networks nothing. So what a DEL takes is told by the container's addresses where they are known, and what a GC takes by who is known to have had them.
/// </summary>
internal static class ReferenceNftPorts
{
    static readonly Table[] s_tables = [new(NftFamily.Ipv4, "cni_hostport"), new(NftFamily.Ipv6, "cni_hostport")];

    /// <summary>Whether it has published these ports: as many rules as there are ports send to the container.</summary>
    /// <param name="containers">The address that each of the ports leads to.</param>
    public static bool Has(NftSocket nft, string containerId, IReadOnlyList<IPAddress> containers) => containers.Count > 0 && s_tables.All(table =>
        nft.ListRules(table).Count(rule => rule.Comment == containerId && rule.SentTo is { } address && containers.Contains(address))
            >= containers.Count(address => address.Size() == DataType.Address(table.Of).Size));

    /// <summary>
    /// Removes the ports of those who are gone: rules for that container that lead to an address that it had in the network. Who frees the addresses does this first: while
    /// the leases are there they tell whose these rules are, and afterwards nothing does.
    /// </summary>
    public static void Gc(Departures gone)
    {
        if (gone.All.Count == 0 || NftSupport.Find() is not { } nft)
            return;
        using (nft)
            try
            {
                SentOn.End(Remove(nft, gone));
            }
            catch (LinuxException) when (NftSupport.IsLacking()) { }   // then nothing is in them
    }

    static HashSet<IPAddress> Remove(NftSocket nft, Departures gone)
    {
        var containers = new HashSet<IPAddress>();
        var garbage = new List<Rule>();
        foreach (var rule in s_tables.SelectMany(nft.ListRules))
            if (rule is { Comment: { } containerId } && (rule.SentTo ?? rule.Compared) is { } address && gone.All.Any(one => one.Key.ContainerId == containerId && one.Address.Equals(address))
                && !gone.IsAnothers(address, containerId))
            {
                garbage.Add(rule);
                containers.Add(address);
            }
        nft.DeleteIfThere(garbage);
        return containers;
    }

    /// <summary>Removes a container's ports; those of its addresses where they are known. Returns the addresses that they led to, if they were not.</summary>
    public static List<IPAddress> Remove(NftSocket nft, string containerId, IReadOnlyCollection<IPAddress> addresses)
    {
        var containers = new List<IPAddress>();
        using var change = nft.Begin();
        foreach (var table in s_tables)
            foreach (var rule in nft.ListRules(table))
                if (rule.Comment == containerId && (addresses.Count == 0 || (rule.SentTo ?? rule.Compared) is { } address && addresses.Contains(address)))
                {
                    change.Delete(rule);
                    if (rule.SentTo is { } container && !addresses.Contains(container) && !containers.Contains(container))
                        containers.Add(container);
                }
        change.Commit();
        return containers;
    }
}
