using Cni;
using Linux;
using Netfilter.Nft;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Portmap;

/// <summary>Publishes ports of the container on the host.</summary>
internal sealed class PortmapPlugin() : CniPlugin<PortmapConfig>(json => new(json))
{
    protected override CniResult Add(CniCommand command, PortmapConfig config)
    {
        if (config.PrevResult is not { } made)
            throw new CniError(CniErrorCode.InvalidConfig, "must be called as chained plugin");
        var ports = config.Published(command.Attachment);
        if (ports.Count == 0)
            return made;
        if (config.Snat != Snat.None)
            AllowLoopback(ports);
        Ports(table => table.Add(ports, config.Snat, OwnerOf(command, config)));
        return made;
    }

    // A packet from 127.0.0.1 may leave by the bridge only if the bridge is told so; the table's guard sees to it that none comes in that way.
    static void AllowLoopback(IReadOnlyList<PublishedPort> ports)
    {
        using var host = RouteSocket.Open();
        if (ports.FirstOrDefault(port => port.Family == NftFamily.Ipv4) is { } port4
            && host.Routes.Find(port4.Container.Address) is { } route && host.Links.Find(route.LinkIndex) is { } link)
            Sysctl.Ensure($"net/ipv4/conf/{link.Name}/route_localnet", "1");
        if (ports.Any(port => port.Family == NftFamily.Ipv6))
            Loopback6.Allow(host);
    }

    protected override void Del(CniCommand command, PortmapConfig config)
    {
        string owner = OwnerOf(command, config);
        if (config.PrevResult is not null && config.PortMappings.Count > 0)
            Ports(table => table.Remove(config.Published(command.Attachment), config.Snat, owner));
        else if (config.PrevResult is null)
            Ports(table => table.RemoveWhere(found => found == owner));
    }

    protected override void Check(CniCommand command, PortmapConfig config)
    {
        if (config.PrevResult is null)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        Ports(table => table.Check(config.Published(command.Attachment), config.Snat, OwnerOf(command, config)));
    }

    protected override void Gc(CniCommand command, PortmapConfig config, IReadOnlySet<AttachmentKey> valid) =>
        Ports(table => table.RemoveWhere(Owner.Garbage(config.Name, valid)));

    protected override void Status(CniCommand command, PortmapConfig config) => NftSupport.Require();

    static string OwnerOf(CniCommand command, PortmapConfig config) => Owner.Of(config.Name, command.Attachment.Key);

    static void Ports(Action<PortTable> work)
    {
        using var nft = NftSocket.Open();
        work(new PortTable(nft));
    }
}
