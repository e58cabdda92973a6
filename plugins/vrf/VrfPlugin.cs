using Cni;
using Linux;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Plugins.Shared;

namespace Plugins.Vrf;

/// <summary>Puts a container's link into a VRF of the container, which is made for its first link and goes with its last.</summary>
internal sealed class VrfPlugin() : CniPlugin<VrfConfig>(json => new(json))
{
    protected override CniVersion Oldest => new(0, 3, 1);

    protected override CniResult Add(CniCommand command, VrfConfig config)
    {
        var made = Made(config);
        using var ns = command.Attachment.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        // Whether the VRF is there, and which table is free, is for one to find out at a time.
        using var turn = FileLock.Take(ns);
        using var undo = new Undo();
        var link = FreeLink(pod, command.Attachment.IfName);
        var vrf = pod.Links.Find(config.VrfName) is { } found ? Known(found, config) : Make(pod, config, undo);
        var routing = LinkRouting.Of(pod, link);
        undo.Add(() => routing.MoveTo(pod, link, null));
        routing.MoveTo(pod, link, vrf);
        undo.Complete();
        return made;
    }

    static CniResult Made(VrfConfig config) => config.PrevResult ?? throw new CniError(CniErrorCode.InvalidConfig, "missing prevResult from earlier plugin");

    static Link FreeLink(RouteSocket pod, string ifName)
    {
        var link = pod.Links.Find(ifName) ?? throw new CniError(CniErrorCode.Internal, $"could not get link by name {ifName}");
        return link.MasterIndex == 0 ? link
            : throw new CniError(CniErrorCode.Internal, $"interface {ifName} has already a master set: {pod.Links.Find(link.MasterIndex)?.Name}");
    }

    static Link Known(Link vrf, VrfConfig config)
    {
        if (vrf.Kind != "vrf")
            throw new CniError(CniErrorCode.InvalidConfig, $"Netlink {vrf.Name} is not a VRF");
        return config.Table is null || config.Table == vrf.VrfTable ? vrf
            : throw new CniError(CniErrorCode.InvalidConfig, $"VRF {vrf.Name} already exist with different routing table {vrf.VrfTable}");
    }

    static Link Make(RouteSocket pod, VrfConfig config, Undo undo)
    {
        var vrf = pod.Links.Add(new VrfLink(config.VrfName, config.Table ?? FreeTable(pod)) { Up = true });
        undo.Add(() => pod.Links.DeleteIfThere(vrf.Name));
        return vrf;
    }

    // The lowest that no VRF, no rule and no route has; tables 253 to 255 are default, main and local.
    static uint FreeTable(RouteSocket pod)
    {
        var taken = new HashSet<uint> { 0, 253, Route.MainTable, Route.LocalTable };
        foreach (var link in pod.Links.List())
            taken.Add(link.VrfTable);
        foreach (var rule in pod.Rules.List())
            taken.Add(rule.Table);
        foreach (var route in pod.Routes.List(table: null))
            taken.Add(route.Table);
        uint table = 1;
        while (taken.Contains(table))
            table++;
        return table;
    }

    protected override void Del(CniCommand command, VrfConfig config)
    {
        using var ns = command.Attachment.FindNetNs();
        if (ns is null || !LinkName.IsValid(config.VrfName))   // ADD has refused such a name
            return;
        using var pod = RouteSocket.Open(ns);
        using var turn = FileLock.Take(ns);
        if (pod.Links.Find(config.VrfName) is not { Kind: "vrf" } vrf)
            return;
        if (pod.Links.Find(command.Attachment.IfName) is { } link && link.MasterIndex == vrf.Index)
            LinkRouting.Of(pod, link, vrf.VrfTable).MoveTo(pod, link, null);
        if (pod.Links.ListMembers(vrf).TrueForAll(member => member.MasterIndex != vrf.Index))
            pod.Links.DeleteIfThere(vrf.Name);
    }

    protected override void Check(CniCommand command, VrfConfig config)
    {
        Made(config);
        using var ns = command.Attachment.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        string ifName = command.Attachment.IfName;
        var vrf = Known(pod.Links.Find(config.VrfName) ?? throw AttachmentCheck.Differs($"VRF {config.VrfName}: Link not found"), config);
        if (!vrf.IsUp)
            throw AttachmentCheck.Differs($"VRF {vrf.Name} is down");
        if (pod.Links.Find(ifName)?.MasterIndex != vrf.Index)
            throw AttachmentCheck.Differs($"Failed to find {ifName} associated to vrf {vrf.Name}");
    }

    // The VRF is in the container's network, and goes with it.
    protected override void Gc(CniCommand command, VrfConfig config, IReadOnlySet<AttachmentKey> valid) { }

    /// <summary>Makes a VRF in a network of its own, which goes away with it.</summary>
    protected override void Status(CniCommand command, VrfConfig config)
    {
        try
        {
            using var ns = NetNamespace.Create();
            using var trial = RouteSocket.Open(ns);
            trial.Add(new VrfLink("vrf", 1));
        }
        catch (LinuxException e)
        {
            throw new CniError(CniErrorCode.NotAvailable, e.Message, "the kernel has no VRFs");
        }
    }
}
