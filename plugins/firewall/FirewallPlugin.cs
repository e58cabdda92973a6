using System.Net;
using Cni;
using Linux;
using Netfilter.Nft;
using Plugins.Firewall.Backends;
using Plugins.Shared;

namespace Plugins.Firewall;

/// <summary>Lets a container past the host's firewall, and keeps other networks' containers from it where a policy says so.</summary>
internal sealed class FirewallPlugin() : CniPlugin<FirewallConfig>(json => new(json))
{
    protected override CniVersion Oldest => new(0, 4, 0);   // before, no plugin was told what those before it had made

    protected override CniResult Add(CniCommand command, FirewallConfig config)
    {
        using var nft = NftSocket.Open();
        var wall = new ContainerWall(nft, command.Attachment.Key, config);
        Backend.Of(config.Backend, wall).Add();
        return wall.Made;
    }

    protected override void Check(CniCommand command, FirewallConfig config)
    {
        using var nft = NftSocket.Open();
        var wall = new ContainerWall(nft, command.Attachment.Key, config);
        Backend.Of(FirewallRecord.Find(config.Name, wall.Key)?.Backend ?? config.Backend, wall).Check();
    }

    /// <summary>Cleans all backends, whichever it was: a configuration may have been written since, and the reference plugin been there.</summary>
    protected override void Del(CniCommand command, FirewallConfig config)
    {
        var key = command.Attachment.Key;
        var record = FirewallRecord.Find(config.Name, key);
        IPAddress[] addresses = [.. ContainerWall.AddressesOf(config).Union(record?.Addresses ?? [])];
        using var nft = NftSupport.Find();
        if (nft is not null)
        {
            NftBackend.Del(nft, config, key, Bridges(config, null));
            IptablesBackend.Del(nft, config, addresses, Bridges(config, record));
        }
        FirewalldBackend.Del(addresses, record, config);
        if (record is not null)
            FirewallRecord.Remove(config.Name, key);
    }

    // The bridge that the container was on, whatever the policy is now; null when nobody knows, and all are to be looked at.
    static IReadOnlyList<string>? Bridges(FirewallConfig config, FirewallRecord? record) =>
        config.Bridge is { } bridge ? [bridge] : record?.Bridge is { } recorded ? [recorded] : config.PrevResult is null ? null : [];

    protected override void Gc(CniCommand command, FirewallConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        using var nft = NftSocket.Open();
        NftBackend.Gc(nft, config.Name, valid);
        var gone = FirewallRecord.Garbage(config.Name, valid).ToList();
        IptablesBackend.Gc(nft, config, gone.Select(one => one.Record));
        foreach (var (path, record) in gone)
        {
            FirewalldBackend.Gc(record);
            SmallFile.Remove(path);
        }
    }

    protected override void Status(CniCommand command, FirewallConfig config)
    {
        if (Backend.Problem(config.Backend) is { } reason)
            throw new CniError(CniErrorCode.NotAvailable, config.Backend is FirewallConfig.Nftables or FirewallConfig.Iptables or FirewallConfig.Firewalld
                ? $"this machine cannot have a firewall by {config.Backend}" : "this machine cannot have a firewall by firewalld, by iptables or by nftables", reason);
    }
}
