using System.Net;
using Netfilter.Nft;

namespace Plugins.Firewall.Backends;

/// <summary>The reference plugin's rules of iptables.</summary>
internal sealed class IptablesBackend(ContainerWall wall) : RecordedBackend(wall)
{
    protected override string Name => FirewallConfig.Iptables;

    protected override void Make() => Iptables.Add(Wall.Addresses, Wall.Families, Wall.Config.Policy, Wall.GuardedBridge);

    public override void Check() => Iptables.Check(Wall.Addresses, Wall.Families, Wall.Config.Policy, Wall.GuardedBridge);

    /// <param name="bridges">Those that the container may have been behind; null when all are to be looked at.</param>
    public static void Del(NftSocket nft, FirewallConfig config, IReadOnlyCollection<IPAddress> addresses, IReadOnlyList<string>? bridges)
    {
        var iptables = new IptablesFirewall(nft, config.AdminChain);
        iptables.Remove(addresses);
        Release(iptables, bridges, config.HostLinks);
    }

    public static void Gc(NftSocket nft, FirewallConfig config, IEnumerable<FirewallRecord> gone)
    {
        var iptables = new IptablesFirewall(nft, config.AdminChain);
        foreach (var record in gone)
            iptables.Remove(record.Addresses);
        Release(iptables, null, []);
    }

    static void Release(IptablesFirewall iptables, IReadOnlyList<string>? bridges, IReadOnlyList<string> leaving)
    {
        foreach (string bridge in bridges ?? iptables.Bridges())
            iptables.Release(bridge, () => BridgeUse.IsUsed(bridge, leaving));
    }
}
