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
            Backends.Use(config.Backend, () => AddByIptables(nft, command, config, ports),
                () => new PortTable(nft).Add(ports, config.Snat, config.Conditions, OwnerOf(command, config)));
        StaleConnections.Redirect(ports);
        return made;
    }

    static void AddByIptables(NftSocket nft, CniCommand command, PortmapConfig config, IReadOnlyList<PublishedPort> ports)
    {
        var iptables = new IptablesPorts(nft, config, command.Attachment);
        iptables.Add(ports);
        if (config.Snat == Snat.None && !ports.Any(port => port.IsForLoopback))
            return;
        using var undo = new Undo();
        undo.Add(() => iptables.Remove());
        try
        {
            new PortTable(nft).AddLoopback(ports, config.Snat, OwnerOf(command, config));
        }
        catch (LinuxException) when (NftSupport.IsLacking())
        {
            // A kernel with the older iptables alone: 127.0.0.1 is as open as the reference plugin leaves it, and [::1] reaches nothing.
        }
        undo.Complete();
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
        var containers = config.Containers(command.Attachment).ConvertAll(container => container.Address);
        using var nft = NftSocket.Open();
        try
        {
            DelFromNft(nft, command, config, containers);
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // then nothing is in them
        containers.AddRange(new IptablesPorts(nft, config, command.Attachment).Remove());
        SentOn.End(containers);
    }

    // Adds the containers that it turns out to be about.
    static void DelFromNft(NftSocket nft, CniCommand command, PortmapConfig config, List<IPAddress> containers)
    {
        string owner = OwnerOf(command, config);
        var table = new PortTable(nft);
        containers.AddRange(ReferenceNftPorts.Remove(nft, command.Attachment.ContainerId, containers));
        if (config.PrevResult is null)
            containers.AddRange(table.RemoveOwners(found => found == owner));
        else
            table.Remove(config.Published(command.Attachment), config.Snat, config.Conditions, owner);
    }

    protected override void Check(CniCommand command, PortmapConfig config)
    {
        if (config.PrevResult is null)
            throw new CniError(CniErrorCode.InvalidConfig, "Required prevResult missing");
        if (config.PortMappings.Count == 0)
            return;
        var ports = config.Published(command.Attachment);
        using var nft = NftSocket.Open();
        if (config.Backend == PortmapConfig.Iptables)
            CheckIptables(nft, command, config, ports);
        else
            CheckNft(nft, command, config, ports);
    }

    // Of a network that names no backend, either will do.
    static void CheckNft(NftSocket nft, CniCommand command, PortmapConfig config, List<PublishedPort> ports)
    {
        try
        {
            new PortTable(nft).Check(ports, config.Snat, config.Conditions, OwnerOf(command, config));
        }
        catch (CniError) when (ReferenceNftPorts.Has(nft, command.Attachment.ContainerId, ports.ConvertAll(port => port.Container.Address))) { }   // made before we came here
        catch (Exception e) when (config.Backend == "" && e is CniError or LinuxException)
        {
            CheckIptables(nft, command, config, ports);
        }
    }

    // The reference plugin makes no guard. That it is missing is a fault only where the host takes packets for 127.0.0.1 from any link.
    static void CheckIptables(NftSocket nft, CniCommand command, PortmapConfig config, IReadOnlyList<PublishedPort> ports)
    {
        new IptablesPorts(nft, config, command.Attachment).Check(ports);
        if (!ports.Any(port => port is { Family: NftFamily.Ipv4, IsForLoopback: true }) || Sysctl.Find("net/ipv4/conf/all/route_localnet") is not "1")
            return;
        try
        {
            new PortTable(nft).CheckGuard();
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // as ADD leaves it then
    }

    protected override void Gc(CniCommand command, PortmapConfig config, IReadOnlySet<AttachmentKey> valid)
    {
        using var nft = NftSocket.Open();
        var containers = new List<IPAddress>();
        try
        {
            var table = new PortTable(nft);
            containers.AddRange(table.RemoveOwners(Owner.Garbage(config.Name, valid)));
            table.RemoveConditions(config.Conditions);
            table.MoveBehindOthers();
        }
        catch (LinuxException) when (NftSupport.IsLacking()) { }   // then nothing is in them
        containers.AddRange(IptablesPorts.Gc(nft, config.Name, valid));
        ReferenceNftPorts.Gc(Departures.Of(config.Name, valid));
        SentOn.End(containers);
    }

    protected override void Status(CniCommand command, PortmapConfig config) => Backends.Require(config.Backend);

    protected override string BeforeProblems(CniVerb verb) => verb is CniVerb.Add or CniVerb.Del ? "failed to parse config: " : "";

    static string OwnerOf(CniCommand command, PortmapConfig config) => Owner.Of(config.Name, command.Attachment.Key);
}
