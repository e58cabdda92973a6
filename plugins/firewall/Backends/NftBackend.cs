using Cni;
using Linux;
using Netfilter.Nft;
using Plugins.Shared;

namespace Plugins.Firewall.Backends;

/// <summary>Containers and bridges as elements of our own table.</summary>
internal sealed class NftBackend(ContainerWall wall) : Backend(wall)
{
    NftFirewall Table => new(Wall.Nft);

    public override void Add() => Table.Add(Wall.Made.Addresses(), Wall.Config.Policy, Wall.GuardedBridge, Wall.Owner);

    public override void Check() => Table.Check(Wall.Made.Addresses(), Wall.Config.Policy, Wall.GuardedBridge, Wall.Owner);

    public static string? Problem() => NftSupport.Problem(nft => new NftFirewall(nft).Rehearse());

    /// <param name="bridges">Those that the container may have been behind; null when all are to be looked at.</param>
    public static void Del(NftSocket nft, FirewallConfig config, AttachmentKey key, IReadOnlyList<string>? bridges) => Clean(nft, table =>
    {
        table.Remove(config.PrevResult?.Addresses(), Owner.Of(config.Name, key));
        Release(table, bridges, config.HostLinks);
    });

    public static void Gc(NftSocket nft, string network, IReadOnlySet<AttachmentKey> valid) => Clean(nft, table =>
    {
        table.RemoveWhere(Owner.Garbage(network, valid));
        Release(table, null, []);
    });

    static void Release(NftFirewall table, IReadOnlyList<string>? bridges, IReadOnlyList<string> leaving)
    {
        foreach (string bridge in bridges ?? [.. table.Bridges()])
            table.Release(bridge, () => BridgeUse.IsUsed(bridge, leaving));
    }

    static void Clean(NftSocket nft, Action<NftFirewall> work)
    {
        try
        {
            work(new NftFirewall(nft));
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // then nothing is in them
    }
}
