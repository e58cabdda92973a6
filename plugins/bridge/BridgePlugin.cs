using Cni;
using Linux;
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
        RefuseTakenName(pod, at);

        var leased = config.HasAddresses ? Lease(command, config, undo) : new CniResult();
        var bridge = HostBridge.Ensure(host, config);
        if (config.IsGateway)
            HostBridge.ActAsGateway(host, bridge, leased.Ips, config);
        var cable = Cable.Plug(host, pod, bridge, ns, at.IfName, mac, config, undo);
        if (config.HasAddresses)
            ContainerAddresses.Apply(pod, ns, cable.ContainerEnd, leased, waitForDuplicates: config.EnableDad);
        else if (!config.DisableContainerInterface)
            pod.Links.SetUp(cable.ContainerEnd);
        if (config.IpMasq)
            Masquerading.Add(config.MasqueradeBackend, leased.Addresses(), config.Name, at.Key);

        undo.Complete();
        // Asked again, because a bridge takes the lowest MAC among its ports for its own.
        return Describe(host.Links.Get(bridge.Name), cable, leased, at);
    }

    static void RefuseTakenName(RouteSocket pod, Attachment at)
    {
        if (pod.Links.Find(at.IfName) is not null)
            throw new CniError(CniErrorCode.InvalidEnvironment, $"CNI_IFNAME is {at.IfName}, which already exists in {at.NetNs}");
    }

    static CniResult Lease(CniCommand command, BridgeConfig config, Undo undo)
    {
        var ipam = command.Delegate(config.Ipam!.Type);
        var leased = ipam.Add();
        undo.Add(ipam.Del);
        if (leased.Ips.Count == 0)
            throw new CniError(CniErrorCode.Internal, "IPAM plugin returned missing IP config");
        return Gateways.Complete(leased, config.IsGateway, config.IsDefaultGateway) with { Dns = leased.Dns.IsEmpty ? config.Dns : leased.Dns };
    }

    static CniResult Describe(Link bridge, Cable cable, CniResult leased, Attachment at) => leased with
    {
        Interfaces = [Describe(bridge), Describe(cable.HostEnd), Describe(cable.ContainerEnd) with { Sandbox = at.NetNs }],
        Ips = [.. leased.Ips.Select(ip => ip with { Interface = ContainerInterface })],
    };

    static CniInterface Describe(Link link) => new(link.Name, link.Mac.Text()) { Mtu = link.Mtu };

    protected override void Del(CniCommand command, BridgeConfig config)
    {
        var at = command.Attachment;
        // The rules first: without them, but with the link, packets would leave under the container's own address; so the link follows at once.
        // The kernel finishes what was deleted while the link goes.
        using var finishing = config.IpMasq ? Masquerading.Remove(config.PrevResult?.Addresses(), config.Name, at.Key) : null;
        using (var ns = at.FindNetNs())
            Cable.Pull(ns, at.IfName, config.PrevResult);
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Del();
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
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Gc();
        Masquerading.Gc(config.Name, valid);
    }

    protected override void Status(CniCommand command, BridgeConfig config)
    {
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Status();
        if (config.IpMasq)
            Masquerading.Require(config.MasqueradeBackend);
    }
}
