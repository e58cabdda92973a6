using System.Net;
using Cni;
using DBus;
using Linux;
using Netfilter.Iptables;
using Netfilter.Nft;
using Plugins.Shared;

namespace Plugins.Firewall;

/// <summary>Lets a container past the host's firewall, and keeps other networks' containers from it where a policy says so.</summary>
internal sealed class FirewallPlugin() : CniPlugin<FirewallConfig>(json => new(json))
{
    protected override CniVersion Oldest => new(0, 4, 0);   // before, no plugin was told what those before it had made

    protected override CniResult Add(CniCommand command, FirewallConfig config)
    {
        var made = Made(config);
        using var nft = NftSocket.Open();
        switch (config.Backend)
        {
            case FirewallConfig.Nftables: AddToNft(nft, command, config, made); break;
            case FirewallConfig.Iptables: AddToIptables(nft, command, config, made); break;
            case FirewallConfig.Firewalld: AddToFirewalld(nft, command, config, made, FirewalldZone.Open(config.Zone)); break;
            default: AddToWhatIsThere(nft, command, config, made); break;
        }
        return made;
    }

    static CniResult Made(FirewallConfig config) =>
        config.PrevResult ?? throw new CniError(CniErrorCode.InvalidConfig, "missing prevResult from earlier plugin");

    static string? GuardedBridge(FirewallConfig config) => config.Policy == IngressPolicy.Open ? null : config.Bridge;

    static string OwnerOf(CniCommand command, FirewallConfig config) => Owner.Of(config.Name, command.Attachment.Key);

    // That iptables cannot be used is found out by using them: to ask takes a process.
    static void AddToWhatIsThere(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made)
    {
        if (FirewalldZone.Find(config.Zone) is { } zone)
            AddToFirewalld(nft, command, config, made, zone);
        else if (!IptablesFirewall.IsInstalled && NftProblem() is null)
            AddToNft(nft, command, config, made);
        else
            try
            {
                AddToIptables(nft, command, config, made);
            }
            catch (IptablesException) when (IptablesFirewall.Problem() is not null && NftProblem() is null)
            {
                AddToNft(nft, command, config, made);
            }
    }

    static void AddToNft(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made) =>
        new NftFirewall(nft).Add(made.Addresses(), config.Policy, GuardedBridge(config), OwnerOf(command, config));

    static void AddToIptables(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made) =>
        AddRecorded(nft, FirewallConfig.Iptables, command, config, made, record =>
            new IptablesFirewall(nft, config.AdminChain).Add(record.Addresses, FamiliesOf(record.Addresses), config.Policy, record.Bridge));

    // Zones know of no policies: those are rules, here as with the reference plugin.
    static void AddToFirewalld(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made, FirewalldZone zone)
    {
        using var disposed = zone;
        AddRecorded(nft, FirewallConfig.Firewalld, command, config, made, record =>
        {
            using var undo = new Undo();
            undo.Add(() => zone.Remove(record.Addresses));
            zone.Add(record.Addresses);
            if (record.Bridge is not null && IptablesFirewall.IsInstalled)
                new IptablesFirewall(nft, config.AdminChain).Add([], FamiliesOf(record.Addresses), config.Policy, record.Bridge);
            else if (record.Bridge is not null)
                new NftFirewall(nft).Add([], config.Policy, record.Bridge, OwnerOf(command, config));
            undo.Complete();
        });
    }

    static void AddRecorded(NftSocket nft, string backend, CniCommand command, FirewallConfig config, CniResult made, Action<FirewallRecord> add)
    {
        var key = command.Attachment.Key;
        var record = new FirewallRecord(backend, config.Zone, GuardedBridge(config), AddressesOf(made));
        using var undo = new Undo();
        undo.Add(() => FirewallRecord.Remove(config.Name, key));
        record.Write(config.Name, key);
        if (record.Bridge is { } bridge)
            undo.Add(() => new IptablesFirewall(nft, config.AdminChain).Release(bridge, () => BridgeUse.IsUsed(bridge, config.HostLinks)));
        using (FirewallRecord.TakeTurn())
            add(record);
        undo.Complete();
    }

    static List<IPAddress> AddressesOf(CniResult? made) => made?.Ips.Select(ip => ip.Address.Address).Distinct().ToList() ?? [];

    static IReadOnlyList<NftFamily> FamiliesOf(IReadOnlyList<IPAddress> addresses)
    {
        var families = new List<NftFamily>();
        foreach (var family in (NftFamily[])[NftFamily.Ipv4, NftFamily.Ipv6])
            if (addresses.Any(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork == (family == NftFamily.Ipv4)))
                families.Add(family);
        return families;
    }

    protected override void Check(CniCommand command, FirewallConfig config)
    {
        var made = Made(config);
        using var nft = NftSocket.Open();
        switch (FirewallRecord.Find(config.Name, command.Attachment.Key)?.Backend ?? config.Backend)
        {
            case FirewallConfig.Nftables: CheckNft(nft, command, config, made); break;
            case FirewallConfig.Iptables: CheckIptables(nft, config, made); break;
            case FirewallConfig.Firewalld: CheckFirewalld(nft, command, config, made); break;
            default: CheckWhatIsThere(nft, command, config, made); break;
        }
    }

    // Ours is in nftables, or it would have a record; what the reference plugin has made is where that chose to make it.
    static void CheckWhatIsThere(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made)
    {
        try
        {
            CheckNft(nft, command, config, made);
        }
        catch (Exception e) when (e is CniError or LinuxException)
        {
            if (FirewalldZone.Find(config.Zone) is { } zone)
                using (zone)
                    zone.Check(AddressesOf(made));
            else if (IptablesFirewall.IsInstalled)
                CheckIptables(nft, config, made);
            else
                throw;
        }
    }

    static void CheckNft(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made) =>
        new NftFirewall(nft).Check(made.Addresses(), config.Policy, GuardedBridge(config), OwnerOf(command, config));

    static void CheckFirewalld(NftSocket nft, CniCommand command, FirewallConfig config, CniResult made)
    {
        using (var zone = FirewalldZone.Open(config.Zone))
            zone.Check(AddressesOf(made));
        if (GuardedBridge(config) is not { } bridge)
            return;
        if (IptablesFirewall.IsInstalled)
            new IptablesFirewall(nft, config.AdminChain).Check([], FamiliesOf(AddressesOf(made)), config.Policy, bridge);
        else
            new NftFirewall(nft).Check([], config.Policy, bridge, OwnerOf(command, config));
    }

    static void CheckIptables(NftSocket nft, FirewallConfig config, CniResult made)
    {
        var addresses = AddressesOf(made);
        new IptablesFirewall(nft, config.AdminChain).Check(addresses, FamiliesOf(addresses), config.Policy, GuardedBridge(config));
    }

    /// <summary>Cleans all backends, whichever it was: a configuration may have been written since, and the reference plugin been there.</summary>
    protected override void Del(CniCommand command, FirewallConfig config)
    {
        var key = command.Attachment.Key;
        var record = FirewallRecord.Find(config.Name, key);
        IPAddress[] addresses = [.. AddressesOf(config.PrevResult).Union(record?.Addresses ?? [])];
        using var nft = NftSupport.Find();
        if (nft is not null)
        {
            DelFromNft(nft, command, config);
            var iptables = new IptablesFirewall(nft, config.AdminChain);
            iptables.Remove(addresses);
            foreach (string bridge in Bridges(config, record) ?? iptables.Bridges())
                iptables.Release(bridge, () => BridgeUse.IsUsed(bridge, config.HostLinks));
        }
        if (addresses.Length > 0 && record?.Backend != FirewallConfig.Iptables)
            RemoveFromFirewalld(addresses, record, config);
        if (record is not null)
            FirewallRecord.Remove(config.Name, key);
    }

    static void RemoveFromFirewalld(IPAddress[] addresses, FirewallRecord? record, FirewallConfig config)
    {
        using var zone = FirewalldZone.Find(record?.Zone ?? config.Zone);
        try
        {
            zone?.Remove(addresses);
        }
        catch (DBusException) when (record is null) { }   // nothing says that we, or anybody, put something there
    }

    static void DelFromNft(NftSocket nft, CniCommand command, FirewallConfig config)
    {
        try
        {
            var table = new NftFirewall(nft);
            table.Remove(config.PrevResult?.Addresses(), OwnerOf(command, config));
            foreach (string bridge in Bridges(config, null) ?? table.Bridges())
                table.Release(bridge, () => BridgeUse.IsUsed(bridge, config.HostLinks));
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // then nothing is in them
    }

    // The bridge that the container was on, whatever the policy is now; null when nobody knows, and all are to be looked at.
    static IReadOnlyList<string>? Bridges(FirewallConfig config, FirewallRecord? record) =>
        config.Bridge is { } bridge ? [bridge] : record?.Bridge is { } recorded ? [recorded] : config.PrevResult is null ? null : [];

    protected override void Gc(CniCommand command, FirewallConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        using var nft = NftSocket.Open();
        try
        {
            var table = new NftFirewall(nft);
            table.RemoveWhere(Owner.Garbage(config.Name, valid));
            foreach (string bridge in table.Bridges())
                table.Release(bridge, () => BridgeUse.IsUsed(bridge, []));
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // then nothing is in them
        var iptables = new IptablesFirewall(nft, config.AdminChain);
        foreach (var (path, record) in FirewallRecord.Garbage(config.Name, valid))
        {
            iptables.Remove(record.Addresses);
            if (record.Backend == FirewallConfig.Firewalld && FirewalldZone.Find(record.Zone) is { } zone)
                using (zone)
                    zone.Remove(record.Addresses);
            SmallFile.Remove(path);
        }
        foreach (string bridge in iptables.Bridges())
            iptables.Release(bridge, () => BridgeUse.IsUsed(bridge, []));
    }

    protected override void Status(CniCommand command, FirewallConfig config)
    {
        if (Problem(config) is { } reason)
            throw new CniError(CniErrorCode.NotAvailable, config.Backend is FirewallConfig.Nftables or FirewallConfig.Iptables or FirewallConfig.Firewalld
                ? $"this machine cannot have a firewall by {config.Backend}" : "this machine cannot have a firewall by firewalld, by iptables or by nftables", reason);
    }

    static string? Problem(FirewallConfig config) => config.Backend switch
    {
        FirewallConfig.Nftables => NftProblem(),
        FirewallConfig.Iptables => IptablesFirewall.Problem(),
        FirewallConfig.Firewalld => FirewalldZone.Problem(),
        _ => FirewalldZone.Problem() is null ? null : IptablesFirewall.Problem() is { } reason && NftProblem() is not null ? reason : null,
    };

    static string? NftProblem() => NftSupport.Problem(nft => new NftFirewall(nft).Rehearse());
}
