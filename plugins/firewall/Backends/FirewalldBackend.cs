using System.Net;
using Cni;
using DBus;

namespace Plugins.Firewall.Backends;

/// <summary>A zone of firewalld for the addresses. Zones know of no policies: those are rules, here as with the reference plugin.</summary>
internal sealed class FirewalldBackend(ContainerWall wall) : RecordedBackend(wall)
{
    protected override string Name => FirewallConfig.Firewalld;

    NftFirewall Table => new(Wall.Nft);

    protected override void Make()
    {
        using var zone = FirewalldZone.Open(Wall.Config.Zone);
        using var undo = new Undo();
        undo.Add(() => zone.Remove(Wall.Addresses));
        zone.Add(Wall.Addresses);
        if (Wall.GuardedBridge is { } bridge && IptablesFirewall.IsInstalled)
            Iptables.Add([], Wall.Families, Wall.Config.Policy, bridge);
        else if (Wall.GuardedBridge is { } other)
            Table.Add([], Wall.Config.Policy, other, Wall.Owner);
        undo.Complete();
    }

    public override void Check()
    {
        CheckZone();
        if (Wall.GuardedBridge is { } bridge && IptablesFirewall.IsInstalled)
            Iptables.Check([], Wall.Families, Wall.Config.Policy, bridge);
        else if (Wall.GuardedBridge is { } other)
            Table.Check([], Wall.Config.Policy, other, Wall.Owner);
    }

    /// <summary>Throws unless every address is in the zone.</summary>
    public void CheckZone()
    {
        using var zone = FirewalldZone.Open(Wall.Config.Zone);
        zone.Check(Wall.Addresses);
    }

    /// <summary>Takes the addresses out of the zone that the record, or else the configuration, names.</summary>
    public static void Del(IReadOnlyCollection<IPAddress> addresses, FirewallRecord? record, FirewallConfig config)
    {
        if (addresses.Count == 0 || record?.Backend == FirewallConfig.Iptables)
            return;
        using var zone = FirewalldZone.Find(record?.Zone ?? config.Zone);
        try
        {
            zone?.Remove(addresses);
        }
        catch (DBusException) when (record is null) { }   // nothing says that we, or anybody, put something there
    }

    /// <summary>The same, of an attachment that is gone.</summary>
    public static void Gc(FirewallRecord record)
    {
        if (record.Backend != FirewallConfig.Firewalld)
            return;
        using var zone = FirewalldZone.Find(record.Zone);
        zone?.Remove(record.Addresses);
    }
}
