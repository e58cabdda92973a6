using Cni;
using Linux;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.HostDevice;

/// <summary>Moves a link of the host into the container, and back.</summary>
internal sealed class HostDevicePlugin() : CniPlugin<HostDeviceConfig>(json => new(json))
{
    protected override CniResult Add(CniCommand command, HostDeviceConfig config)
    {
        RequireDevice(config);
        return IsForPrograms(config) ? GiveAddresses(command, config) : Move(command, config);
    }

    static CniResult GiveAddresses(CniCommand command, HostDeviceConfig config)
    {
        using var undo = new Undo();
        var leased = Lease(command, config, undo);
        undo.Complete();
        return Result(leased, command.Attachment, new CniInterface(command.Attachment.IfName));
    }

    static CniResult Result(CniResult leased, Attachment at, CniInterface link) =>
        leased with { Interfaces = [link with { Sandbox = at.NetNs }], Ips = [.. leased.Ips.Select(ip => ip with { Interface = 0 })] };

    static CniResult Move(CniCommand command, HostDeviceConfig config)
    {
        var at = command.Attachment;
        using var place = LinkPlace.Open(at);
        using var undo = new Undo();
        Cable.RefuseTakenName(place.Pod, at);
        var device = DeviceState.Of(place.Host, DeviceSearch.Find(place.Host, config));

        bool linkFirst = AddressLease.NeedsLink(config);
        var leased = linkFirst ? new CniResult() : Lease(command, config, undo);
        undo.Add(() => PutBack(place, device));
        // One message: the kernel takes the link down, moves it, renames it, and notes what it was called.
        place.Host.Links.Change(new LinkChange(device.Link) { Namespace = place.Namespace, NewName = at.IfName, Alias = device.Link.Name });
        var link = place.Pod.Links.Get(at.IfName);
        if (linkFirst)
            leased = ContainerLink.LeaseOver(place, link, () => Lease(command, config, undo));
        ContainerLink.SetUp(place, link, leased, alias: device.Link.Name);

        undo.Complete();
        return Result(leased, at, link.Describe());
    }

    static void PutBack(LinkPlace place, DeviceState device)
    {
        using var home = NetNamespace.Current();
        foreach (var link in place.Pod.Links.List())
            if (link.Alias == device.Link.Name)
                place.Pod.Links.Change(new LinkChange(link) { Namespace = home, NewName = device.Link.Name, Alias = "" });
        device.Restore(place.Host);
    }

    static CniResult Lease(CniCommand command, HostDeviceConfig config, Undo undo) =>
        config.HasAddresses ? AddressLease.Take(command, config, undo) : new CniResult { Dns = config.Dns };

    static void RequireDevice(HostDeviceConfig config)
    {
        if (!config.TellsDevice)
            throw new CniError(CniErrorCode.InvalidConfig, "specify either \"device\", \"hwaddr\", \"kernelpath\" or \"pciBusID\"");
    }

    // As the reference looks for it: only what the bus names may be with a program.
    static bool IsForPrograms(HostDeviceConfig config) => config.BusId != "" && BusDevice.Find(config.BusId) is { IsForPrograms: true };

    protected override void Del(CniCommand command, HostDeviceConfig config)
    {
        bool linkLast = AddressLease.NeedsLink(config);
        if (linkLast)
            command.Delegate(config.Ipam!.Type).Del();
        if (!IsForPrograms(config))
        {
            var back = new DeviceReturn(command.Attachment, config);
            using var ns = command.Attachment.FindNetNs();
            if (ns is null)
                back.AfterTheNamespace();
            else
                back.OutOf(ns);
        }
        if (config.HasAddresses && !linkLast)
            command.Delegate(config.Ipam!.Type).Del();
    }

    protected override void Check(CniCommand command, HostDeviceConfig config)
    {
        RequireDevice(config);
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Check();
        if (IsForPrograms(config))
            return;
        using var place = LinkPlace.Open(command.Attachment);
        var link = AttachmentCheck.Link(place.Pod, place.At, made, mtu: null, kind: null);
        if (!LinkName.IsValid(link.Alias) || config.Device != "" && link.Alias != config.Device)
            throw AttachmentCheck.Differs($"{link.Name} does not bear its name on the host as alias: DEL could not give it back");
        AttachmentCheck.Addresses(place.Pod, link, made);
        AttachmentCheck.Routes(place.Pod, [.. made.Routes.Select(route => AttachmentCheck.Expected(route, link, made, keepsMetrics: false))]);
    }

    // A device is in the container, or it is on the host: there is nothing else but its lease.
    protected override void Gc(CniCommand command, HostDeviceConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Gc();
    }

    protected override void Status(CniCommand command, HostDeviceConfig config)
    {
        if (config.TellsDevice && !IsForPrograms(config))
        {
            using var host = RouteSocket.Open();
            DeviceSearch.Find(host, config, CniErrorCode.NotAvailable);
        }
        if (config.HasAddresses)
            command.Delegate(config.Ipam!.Type).Status();
    }
}
