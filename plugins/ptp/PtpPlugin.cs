using Cni;
using Linux;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Ptp;

/// <summary>A veth between the host and the container, and nothing but routes to lead through it. It answers to two names, ptp and veth.</summary>
internal sealed class PtpPlugin() : CniPlugin<PtpConfig>(json => new(json))
{
    /// <summary>The container's place in the result's interfaces, after the host's end of the veth.</summary>
    const int ContainerInterface = 1;

    protected override CniResult Add(CniCommand command, PtpConfig config)
    {
        var at = command.Attachment;
        using var ns = at.OpenNetNs();
        using var host = RouteSocket.Open();
        using var pod = RouteSocket.Open(ns);
        using var undo = new Undo();
        Cable.RefuseTakenName(pod, at);

        var leased = PtpAddresses.WithGateways(AddressLease.Take(command, config, undo));
        Forwarding.Enable(leased.Ips);
        var cable = Cable.Plug(host, pod, new(ns, at.IfName, Owner.Of(config.Name, at.Key)) { Mtu = config.Mtu }, undo);
        // On a wire with two ends nobody else can have an address; and until its own is settled, the host passes nothing on to the container.
        Sysctl.SetIfThere($"net/ipv6/conf/{cable.HostName}/accept_dad", "0");
        ns.Visit(() => ContainerSysctls.AllowIPv6(at.IfName, leased));
        PtpAddresses.ApplyToContainer(pod, cable.ContainerEnd, leased);
        var hostEnd = cable.AwaitHostEnd(host);
        PtpAddresses.ApplyToHost(host, hostEnd, leased);
        if (config.IpMasq)
            Masquerading.Add(config.MasqueradeBackend, leased.Addresses(), config.Name, at.Key);

        undo.Complete();
        return leased with
        {
            Interfaces = [hostEnd.Describe(), cable.ContainerEnd.Describe() with { Sandbox = at.NetNs }],
            Ips = [.. leased.Ips.Select(ip => ip with { Interface = ContainerInterface })],
        };
    }

    protected override void Del(CniCommand command, PtpConfig config)
    {
        var at = command.Attachment;
        // The rules first, the address last: nobody is to have it while the link is there. The kernel finishes what was deleted while the link goes.
        using var finishing = config.IpMasq ? Masquerading.Remove(config.PrevResult?.Addresses(), config.Name, at.Key) : null;
        HostEnds.Remove(at, config.PrevResult, Owner.Of(config.Name, at.Key));
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Del();
    }

    protected override void Check(CniCommand command, PtpConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "ptp: Required prevResult missing");
        command.Delegate(config.Ipam!.Type).Check();
        PtpCheck.Run(command.Attachment, config, made);
        if (config.IpMasq)
            Masquerading.Check(config.MasqueradeBackend, made.Addresses(), config.Name, command.Attachment.Key);
    }

    protected override void Gc(CniCommand command, PtpConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        Masquerading.Gc(config.Name, valid);
        HostEnds.Gc(command, config, valid);
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Gc();
    }

    protected override void Status(CniCommand command, PtpConfig config)
    {
        command.Delegate(config.Ipam!.Type).Status();
        if (config.IpMasq)
            Masquerading.Require(config.MasqueradeBackend);
    }
}
