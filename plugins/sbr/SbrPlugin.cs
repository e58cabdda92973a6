using Cni;
using Linux;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Sbr;

/// <summary>Routes what a container sends from an address of this interface by this interface, whatever other interfaces it has.</summary>
internal sealed class SbrPlugin() : CniPlugin<SbrConfig>(json => new(json))
{
    protected override CniResult Add(CniCommand command, SbrConfig config)
    {
        var made = Made(config);
        var at = command.Attachment;
        if (made.Ips.Count == 0)
            throw new CniError(CniErrorCode.Internal, $"No IP addresses supplied on interface: {at.IfName}");
        using var ns = at.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        using var undo = new Undo();
        var link = FindLink(pod, at);
        // Which table is free is for one to find out at a time. The reference plugin takes the same lock.
        using var turn = FileLock.Take(ns);
        var tables = new SourceTables(pod, link, config);
        undo.Add(() => SourceTables.TakeBack(pod, link, config, at.IfName));
        tables.Add(config.AddressesOf(at.IfName));
        undo.Complete();
        return made;
    }

    static CniResult Made(SbrConfig config) => config.PrevResult ?? throw new CniError(CniErrorCode.InvalidConfig, "This plugin must be called as chained plugin");

    static Link FindLink(RouteSocket pod, Attachment at) =>
        pod.Links.Find(at.IfName) ?? throw new CniError(CniErrorCode.Internal, $"Cannot find network interface {at.IfName}: Link not found");

    protected override void Del(CniCommand command, SbrConfig config)
    {
        using var ns = command.Attachment.FindNetNs();
        if (ns is null)
            return;
        using var pod = RouteSocket.Open(ns);
        SourceTables.TakeBack(pod, pod.Links.Find(command.Attachment.IfName), config, command.Attachment.IfName);
    }

    protected override void Check(CniCommand command, SbrConfig config)
    {
        Made(config);
        using var ns = command.Attachment.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        new SourceTables(pod, FindLink(pod, command.Attachment), config).Check(config.AddressesOf(command.Attachment.IfName));
    }

    // Rules and tables are in the container's network, and go with it.
    protected override void Gc(CniCommand command, SbrConfig config, IReadOnlySet<AttachmentKey> valid) { }

    protected override void Status(CniCommand command, SbrConfig config)
    {
        try
        {
            using var host = RouteSocket.Open();
            host.Rules.List();
        }
        catch (LinuxException e)
        {
            throw new CniError(CniErrorCode.NotAvailable, e.Message, "the kernel does not route by rules");
        }
    }
}
