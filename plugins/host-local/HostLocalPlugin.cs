using Cni;
using Linux;
using Plugins.Shared;

namespace Plugins.HostLocal;

/// <summary>Gives out addresses of this host's own ranges, and keeps on disk who has which.</summary>
internal sealed class HostLocalPlugin() : CniPlugin<HostLocalConfig>(json => new(json))
{
    protected override bool IsAddressPlugin => true;

    protected override CniResult Add(CniCommand command, HostLocalConfig config)
    {
        var holder = command.Attachment.Key;
        var wanted = Requested(command, config);
        var dns = config.ResolvConf == "" ? new() : ResolvConf.Read(config.ResolvConf);

        using var leases = LeaseStore.Open(config.DataDir, config.Name);
        using var draft = leases.Draft(holder);
        using var undo = new Undo();
        var ips = new List<CniAddress>();
        undo.Add(() => leases.GiveBack(ips.ConvertAll(Number)));
        for (int i = 0; i < config.Ranges.Count; i++)
        {
            var allocation = new Allocation(leases, i, config.Ranges[i], draft);
            ips.Add(TakeOneOf(wanted, config.Ranges[i]) is { } address
                ? allocation.TakeRequested(address)
                : allocation.TakeNext(holder));
        }
        if (wanted.Count > 0)
            throw new CniError(CniErrorCode.Internal, $"failed to allocate all requested IPs: {string.Join(' ', wanted)}");

        leases.Keep(holder, ips.ConvertAll(Number));
        undo.Complete();
        return new() { Ips = ips, Routes = config.Routes, Dns = dns };
    }

    protected override void Del(CniCommand command, HostLocalConfig config)
    {
        using var leases = LeaseStore.Find(config.DataDir, config.Name);
        leases?.Release(command.Attachment.Key);
    }

    /// <summary>With a prevResult, that its addresses of our ranges are leased to this attachment; without, that any is.</summary>
    protected override void Check(CniCommand command, HostLocalConfig config)
    {
        using var leases = LeaseStore.Find(config.DataDir, config.Name);
        var held = leases?.Of(command.Attachment.Key) ?? [];
        if (held.Count == 0)
            throw new CniError(CniErrorCode.Internal, $"host-local: Failed to find address added by container {command.Attachment.ContainerId}");
        foreach (var ip in config.PrevResult?.Ips ?? [])
            if (config.Ranges.Any(set => set.RangeOf(Number(ip)) is not null) && !held.Contains(Number(ip)))
                throw new CniError(CniErrorCode.Internal, $"host-local: {ip.Address} is not leased to container {command.Attachment.ContainerId}");
    }

    protected override void Gc(CniCommand command, HostLocalConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        ReferenceNftPorts.Gc(Departures.Of(config.Name, valid, config.DataDir));
        using var leases = LeaseStore.Find(config.DataDir, config.Name);
        var containers = valid.Select(key => key.ContainerId).ToHashSet();
        leases?.ReleaseUnless(holder => holder.IfName == "" ? containers.Contains(holder.ContainerId) : valid.Contains(holder));
    }

    protected override void Status(CniCommand command, HostLocalConfig config)
    {
        using var leases = LeaseStore.Find(config.DataDir, config.Name);
        var taken = leases?.Taken() ?? [];
        for (int i = 0; i < config.Ranges.Count; i++)
            if (config.Ranges[i].After(null).All(free => taken.Contains(free.Address)))
                throw new CniError(CniErrorCode.NotAvailable, $"no IP addresses available in range set: {config.Ranges[i]}");
    }

    // CNI_ARGS, then args.cni.ips, then runtimeConfig.ips.
    static List<IpNumber> Requested(CniCommand command, HostLocalConfig config)
    {
        var wanted = new List<IpNumber>();
        if (command.Args["IP"] is { Length: > 0 } text)
            wanted.Add(HostLocalConfig.ParseIp(text) ?? throw new CniError(
                CniErrorCode.InvalidEnvironment, $"ARGS: error parsing value of pair \"IP={text}\": invalid IP address {text}"));
        foreach (var ip in config.RequestedIps)
            if (!wanted.Contains(ip))
                wanted.Add(ip);
        return wanted;
    }

    static IpNumber? TakeOneOf(List<IpNumber> wanted, RangeSet set)
    {
        int i = wanted.FindIndex(ip => set.RangeOf(ip) is not null);
        if (i < 0)
            return null;
        var ip = wanted[i];
        wanted.RemoveAt(i);
        return ip;
    }

    static IpNumber Number(CniAddress ip) => IpNumber.From(ip.Address.Address);
}
