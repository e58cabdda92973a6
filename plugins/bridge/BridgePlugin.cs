using System.Net.NetworkInformation;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>Joins the container to a bridge on the host by a veth, and lets it reach the world from there.</summary>
internal sealed class BridgePlugin() : CniPlugin<BridgeConfig>(json => new(json))
{
    /// <summary>The container's place in the result's interfaces, after the bridge and the host's end of the veth.</summary>
    const int ContainerInterface = 2;

    protected override CniResult Add(CniCommand command, BridgeConfig config)
    {
        var at = command.Attachment;
        var mac = config.Mac(command.Args);
        using var ns = at.OpenNetNs();
        using var host = RouteSocket.Open();
        using var pod = RouteSocket.Open(ns);
        using var undo = new Undo();
        Cable.RefuseTakenName(pod, at);

        bool linkFirst = AddressLease.NeedsLink(config);
        var leased = config.HasAddresses && !linkFirst ? Lease(command, config, undo) : new CniResult { Dns = config.Dns };
        if (config.MacOfAddress)
            mac ??= MacOf(leased);
        var bridge = HostBridge.Ensure(host, config, undo);
        var hostLink = HostLinkOf(host, bridge, config, undo);
        if (config.IsGateway)
            HostBridge.ActAsGateway(host, hostLink, leased.Ips, config);
        var cable = Plug(host, pod, ns, at, config, bridge, mac, undo);
        if (linkFirst)
            leased = LeaseOverLink(command, config, host, hostLink, pod, cable, undo);
        SetUp(pod, ns, cable.ContainerEnd, leased, config);
        var hostEnd = config.DisableContainerInterface ? cable.HostEnd(host) : cable.AwaitHostEnd(host);
        if (config.HasAddresses)
            Announce(host, hostLink, pod, cable.ContainerEnd, leased);
        Guard(cable, config, at.Key, undo);
        if (config.IpMasq)
            Masquerade(leased, config, at.Key, undo);

        var result = Describe(host, bridge, hostEnd, cable.ContainerEnd, leased, config, at);
        undo.Complete();
        return result;
    }

    // 02:42 and the four bytes of the address, as docker long had it: a MAC address of nobody's.
    static PhysicalAddress? MacOf(CniResult leased)
    {
        foreach (var ip in leased.Ips)
            if (ip.Address.IsIPv4)
                return new([0x02, 0x42, .. ip.Address.Address.GetAddressBytes()]);
        return null;
    }

    static CniResult Lease(CniCommand command, BridgeConfig config, Undo undo) =>
        Gateways.Complete(AddressLease.Take(command, config, undo), config.IsGateway, config.IsDefaultGateway);

    // A port that the bridge does not know to be up would lose the first question.
    static CniResult LeaseOverLink(CniCommand command, BridgeConfig config, RouteSocket host, Link hostLink, RouteSocket pod, Cable cable, Undo undo)
    {
        pod.Links.SetUp(cable.ContainerEnd);
        cable.AwaitHostEnd(host);
        var leased = Lease(command, config, undo);
        if (config.IsGateway)
            HostBridge.ActAsGateway(host, hostLink, leased.Ips, config);
        return leased;
    }

    /// <summary>The link by which the host itself is in the container's network.</summary>
    static Link HostLinkOf(RouteSocket host, Link bridge, BridgeConfig config, Undo undo)
    {
        if (!config.HasVlanGateway)
            return bridge;
        undo.Add(() => VlanGateway.RemoveIfUnused(host, config));
        return VlanGateway.Ensure(host, bridge, config);
    }

    static Cable Plug(
        RouteSocket host, RouteSocket pod, NetNamespace ns, Attachment at, BridgeConfig config, Link bridge, PhysicalAddress? mac, Undo undo)
    {
        var cable = Cable.Plug(host, pod, new(ns, at.IfName, Owner.Of(config.Name, at.Key))
        {
            Mac = mac, Mtu = config.Mtu, Bridge = bridge,
            Port = config.HairpinMode || config.PortIsolation ? new() { Hairpin = config.HairpinMode, Isolated = config.PortIsolation } : null,
        }, undo);
        if (config.UsesVlans)
            AccessVlans.Apply(host, bridge, cable.HostEnd(host), config);
        return cable;
    }

    static void SetUp(RouteSocket pod, NetNamespace ns, Link link, CniResult leased, BridgeConfig config)
    {
        if (config.HasAddresses)
        {
            ns.Visit(() =>
            {
                ContainerSysctls.AllowIPv6(link.Name, leased);
                ContainerSysctls.DetectDuplicates(link.Name, config.EnableDad);
                ContainerSysctls.Announce(link.Name);
            });
            ContainerAddresses.Apply(pod, ns, link, leased, config.EnableDad);
        }
        else if (!config.DisableContainerInterface)
            pod.Links.SetUp(link);
    }

    // An address may be one that another container had a moment ago. The host is told by hand, because it does not believe every word; the others by
    // the kernel, which speaks when a link is given a MAC address, be it the one it has.
    static void Announce(RouteSocket host, Link hostLink, RouteSocket pod, Link link, CniResult leased)
    {
        using var batch = host.Batch();
        foreach (var ip in leased.Ips)
            batch.Update(new Neighbour(ip.Address.Address, hostLink) { Mac = link.Mac, State = NeighbourState.Stale });
        batch.Commit(ignore: Errno.NoEntry);   // the host has not talked to that address
        pod.Links.Change(new LinkChange(link) { Mac = link.Mac });
    }

    static void Guard(Cable cable, BridgeConfig config, AttachmentKey key, Undo undo)
    {
        if (!config.MacSpoofCheck)
            return;
        undo.Add(() => SpoofCheck.Remove(key));
        SpoofCheck.Add(cable.HostName, cable.ContainerEnd.Mac, key);
    }

    static void Masquerade(CniResult leased, BridgeConfig config, AttachmentKey key, Undo undo)
    {
        Masquerading.Add(config.MasqueradeBackend, leased.Addresses(), config.Name, key);
        undo.Add(() => Masquerading.Remove(leased.Addresses(), config.Name, key)?.Dispose());
    }

    static CniResult Describe(
        RouteSocket host, Link bridge, Link hostEnd, Link containerEnd, CniResult leased, BridgeConfig config, Attachment at)
    {
        // Asked again: it may have been another's first ADD that failed, and took the bridge back with it; and some bridges change their MAC address with each port.
        if (host.Links.Find(bridge.Name) is not { } now || now.Index != hostEnd.MasterIndex)
            throw new CniError(CniErrorCode.TryAgainLater, $"bridge {bridge.Name} went while {at.IfName} was being joined to it");
        List<CniInterface> links = [now.Describe(), hostEnd.Describe(), containerEnd.Describe() with { Sandbox = at.NetNs }];
        if (config.HasVlanGateway)
            links.Add(host.Links.Get(VlanGateway.NameOf(config)).Describe());
        return leased with { Interfaces = links, Ips = [.. leased.Ips.Select(ip => ip with { Interface = ContainerInterface })] };
    }

    protected override void Del(CniCommand command, BridgeConfig config)
    {
        var at = command.Attachment;
        // The rules first: without them, but with the link, packets would leave under the container's own address; so the link follows at once.
        // The kernel finishes what was deleted while the link goes.
        using var finishing = config.IpMasq ? Masquerading.Remove(config.PrevResult?.Addresses(), config.Name, at.Key) : null;
        using var guarded = config.MacSpoofCheck ? SpoofCheck.Remove(at.Key) : null;
        bool linkLast = AddressLease.NeedsLink(config);
        if (linkLast)
            command.Delegate(config.Ipam!.Type).Del();
        HostEnds.Remove(at, config.PrevResult, Owner.Of(config.Name, at.Key));
        if (config.HasVlanGateway)
            RemoveVlanGateway(config);
        if (config.HasAddresses && !linkLast)
            command.Delegate(config.Ipam!.Type).Del();
    }

    static void RemoveVlanGateway(BridgeConfig config)
    {
        using var host = RouteSocket.Open();
        VlanGateway.RemoveIfUnused(host, config);
    }

    protected override void Check(CniCommand command, BridgeConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Check();
        BridgeCheck.Run(command.Attachment, config, made);
        if (config.IpMasq)
            Masquerading.Check(config.MasqueradeBackend, made.Addresses(), config.Name, command.Attachment.Key);
    }

    protected override void Gc(CniCommand command, BridgeConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        Masquerading.Gc(config.Name, valid);
        bool linkLast = AddressLease.NeedsLink(config);
        if (linkLast)
            command.Delegate(config.Ipam!.Type).Gc();
        HostEnds.Gc(command, config, valid, config.Bridge);
        if (config.MacSpoofCheck)
            SpoofCheck.Gc();
        if (config.HasVlanGateway)
            RemoveVlanGateway(config);
        if (config.HasAddresses && !linkLast)
            command.Delegate(config.Ipam!.Type).Gc();
    }

    protected override void Status(CniCommand command, BridgeConfig config)
    {
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Status();
        if (config.IpMasq)
            Masquerading.Require(config.MasqueradeBackend);
        if (config.MacSpoofCheck)
            NftSupport.Require();
    }
}
