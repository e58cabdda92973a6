using System.Net;
using Netfilter.Nft;

namespace Plugins.Portmap;

/// <summary>
/// What the reference plugin's nft backend writes: a rule for each port, in tables of their own, that tells by its comment which container it is for, and of
/// networks nothing. So no GC can judge them, and what a DEL takes is told by the container's addresses where they are known.
/// </summary>
internal static class ReferenceNftPorts
{
    static readonly Table[] s_tables = [new(NftFamily.Ipv4, "cni_hostport"), new(NftFamily.Ipv6, "cni_hostport")];

    /// <summary>Whether it has published these ports: as many rules as there are ports send to the container.</summary>
    public static bool Has(NftSocket nft, string containerId, IReadOnlyList<PublishedPort> ports) => ports.Count > 0 && s_tables.All(table =>
        nft.ListRules(table).Count(rule => rule.Comment == containerId && ports.Any(port => port.Container.Address.Equals(rule.SentTo)))
            >= ports.Count(port => port.Family == table.Of));

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
