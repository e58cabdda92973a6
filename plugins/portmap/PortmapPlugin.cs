using System.Net;
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
        if (config.PortMappings.Count == 0)
            return made;
        var ports = config.Published(command.Attachment);
        if (config.Snat != Snat.None)
            AllowLoopback(ports);
        using (var nft = NftSocket.Open())
            if (Backends.Choose(config.Backend) == PortmapConfig.Nftables)
                new PortTable(nft).Add(ports, config.Snat, config.Conditions, OwnerOf(command, config));
            else
                new IptablesPorts(nft, config, command.Attachment).Add(ports);
        StaleConnections.Redirect(ports);
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

    /// <summary>Cleans both backends, whichever it was: a configuration may have been written since, and iptables come or gone.</summary>
    protected override void Del(CniCommand command, PortmapConfig config)
    {
        if (config.PortMappings.Count == 0 && config.PrevResult is not null)
            return;
        string owner = OwnerOf(command, config);
        IPAddress[] containers = [.. config.Containers(command.Attachment).Select(container => container.Address)];
        using var nft = NftSocket.Open();
        var table = new PortTable(nft);
        if (config.PrevResult is not null)
            table.Remove(config.Published(command.Attachment), config.Snat, config.Conditions, owner);
        else
            table.RemoveWhere(found => found == owner);
        ReferenceNftPorts.Remove(nft, command.Attachment.ContainerId, containers);
        new IptablesPorts(nft, config, command.Attachment).Remove();
        StaleConnections.End(containers);
    }

    protected override void Check(CniCommand command, PortmapConfig config)
    {
        if (config.PrevResult is null)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        if (config.PortMappings.Count == 0)
            return;
        var ports = config.Published(command.Attachment);
        using var nft = NftSocket.Open();
        if (Backends.Choose(config.Backend) == PortmapConfig.Nftables)
            new PortTable(nft).Check(ports, config.Snat, config.Conditions, OwnerOf(command, config));
        else
            new IptablesPorts(nft, config, command.Attachment).Check(ports);
    }

    protected override void Gc(CniCommand command, PortmapConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        using var nft = NftSocket.Open();
        var table = new PortTable(nft);
        table.RemoveWhere(Owner.Garbage(config.Name, valid));
        table.RemoveConditions(config.Conditions);
        IptablesPorts.Gc(nft, config.Name, valid);
    }

    protected override void Status(CniCommand command, PortmapConfig config) => Backends.Require(config.Backend);

    protected override string BeforeProblems(CniVerb verb) => verb is CniVerb.Add or CniVerb.Del ? "failed to parse config: " : "";

    static string OwnerOf(CniCommand command, PortmapConfig config) => Owner.Of(config.Name, command.Attachment.Key);
}
