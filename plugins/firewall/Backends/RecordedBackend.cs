using Cni;

namespace Plugins.Firewall.Backends;

/// <summary>A backend in which nothing tells whose an address is: what an attachment has is written down before it is made.</summary>
internal abstract class RecordedBackend(ContainerWall wall) : Backend(wall)
{
    protected abstract string Name { get; }

    protected IptablesFirewall Iptables => new(Wall.Nft, Wall.Config.AdminChain);

    protected abstract void Make();

    public sealed override void Add()
    {
        string network = Wall.Config.Name;
        using var undo = new Undo();
        undo.Add(() => FirewallRecord.Remove(network, Wall.Key));
        new FirewallRecord(Name, Wall.Config.Zone, Wall.GuardedBridge, Wall.Addresses).Write(network, Wall.Key);
        if (Wall.GuardedBridge is { } bridge)
            undo.Add(() => Iptables.Release(bridge, () => BridgeUse.IsUsed(bridge, Wall.Config.HostLinks)));
        using (FirewallRecord.TakeTurn())
            Make();
        undo.Complete();
    }
}
