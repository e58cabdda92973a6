using Cni;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>
/// A plugin that makes one link in the container, and nothing on the host. <paramref name="kind"/> is the kernel's word for what it makes.
/// </summary>
internal abstract class ContainerLinkPlugin<TConfig>(string kind, Func<ConfigObject, TConfig> read) : CniPlugin<TConfig>(read) where TConfig : ContainerLinkConfig
{
    /// <summary>Looks at all that can be wrong before anything is taken, and returns what makes the link: in the container, down, under its name.</summary>
    protected abstract Action Plan(CniCommand command, TConfig config, LinkPlace place);

    /// <summary>What the link has otherwise than the configuration, a sentence; null when all is well. Addresses, routes and the MTU are looked at already.</summary>
    protected abstract string? Difference(TConfig config, LinkPlace place, Link link);

    /// <summary>The addresses and routes that the link gets; <paramref name="undo"/> gives them back.</summary>
    protected virtual CniResult Lease(CniCommand command, TConfig config, Undo undo) =>
        config.HasAddresses ? AddressLease.Take(command, config, undo) : new CniResult { Dns = config.Dns };

    /// <summary>Throws, with <see cref="CniErrorCode.NotAvailable"/>, when such links cannot be made here.</summary>
    protected virtual void Require(TConfig config)
    {
        using var host = RouteSocket.Open();
        if (!host.Links.CanMake(kind))
            throw new CniError(CniErrorCode.NotAvailable, $"this kernel has no {kind} links");
    }

    /// <summary>What a CHECK without the result of the ADD is told.</summary>
    protected virtual string MissingResult => "Required prevResult missing";

    protected sealed override CniResult Add(CniCommand command, TConfig config)
    {
        var at = command.Attachment;
        string owner = Owner.Of(config.Name, at.Key);
        using var place = LinkPlace.Open(at);
        using var undo = new Undo();
        Cable.RefuseTakenName(place.Pod, at);
        var make = Plan(command, config, place);

        bool linkFirst = AddressLease.NeedsLink(config);
        var leased = linkFirst ? new CniResult() : Lease(command, config, undo);
        undo.Add(() => ContainerLink.Remove(place.Pod, at, kind, owner));
        make();
        var link = place.Pod.Links.Get(at.IfName);
        if (linkFirst)
            leased = ContainerLink.LeaseOver(place, link, () => Lease(command, config, undo));
        ContainerLink.SetUp(place, link, leased, owner);

        undo.Complete();
        return leased with { Interfaces = [link.Describe() with { Sandbox = at.NetNs }], Ips = [.. leased.Ips.Select(ip => ip with { Interface = 0 })] };
    }

    // The address last, nobody is to have it while the link is there; unless it is given back over that link.
    protected sealed override void Del(CniCommand command, TConfig config)
    {
        var at = command.Attachment;
        bool linkLast = AddressLease.NeedsLink(config);
        if (linkLast)
            command.Delegate(config.Ipam!.Type).Del();
        using (var ns = at.FindNetNs())
            if (ns is not null)
            {
                using var pod = RouteSocket.Open(ns);
                ContainerLink.Remove(pod, at, kind, Owner.Of(config.Name, at.Key));
            }
        if (config.HasAddresses && !linkLast)
            command.Delegate(config.Ipam!.Type).Del();
    }

    protected sealed override void Check(CniCommand command, TConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, MissingResult);
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Check();
        using var place = LinkPlace.Open(command.Attachment);
        var link = AttachmentCheck.Link(place.Pod, place.At, made, config.MtuAskedFor, kind);
        if (Difference(config, place, link) is { } difference)
            throw AttachmentCheck.Differs(difference);
        AttachmentCheck.Addresses(place.Pod, link, made);
        AttachmentCheck.Routes(place.Pod, [.. made.Routes.Select(route => AttachmentCheck.Expected(route, link, made, keepsMetrics: link.Alias != ""))]);
    }

    // The link is the container's own and goes with its namespace; on the host there are only leases.
    protected sealed override void Gc(CniCommand command, TConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Gc();
    }

    protected sealed override void Status(CniCommand command, TConfig config)
    {
        Require(config);
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Status();
    }
}
