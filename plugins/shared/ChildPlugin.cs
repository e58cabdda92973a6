using Cni;
using Linux;
using Netlink;
using Netlink.Routing;

namespace Plugins.Shared;

/// <summary>A plugin that stacks the container's link upon another one, the network's master, which many containers share.</summary>
internal abstract class ChildPlugin<TConfig>(string kind, Func<ConfigObject, TConfig> read) : ContainerLinkPlugin<TConfig>(kind, read) where TConfig : ChildConfig
{
    /// <summary>The link, but for what it is stacked upon, its MTU and where it is born.</summary>
    protected abstract LinkSpec Child(string name, Link master, TConfig config, CniArgs args);

    /// <summary>What differs from the configuration in what this kind alone has; null when nothing does.</summary>
    protected abstract string? Difference(TConfig config, Link link);

    /// <summary>The name of the master that an ADD is for; "" for the link that the default route goes by.</summary>
    protected virtual string MasterOf(TConfig config) => config.Master;

    /// <summary>Whether the master is known without an ADD. One in the container is not.</summary>
    protected virtual bool KnowsMaster(TConfig config) => !config.LinkInContainer;

    protected sealed override Action Plan(CniCommand command, TConfig config, LinkPlace place)
    {
        var where = config.LinkInContainer ? place.Pod : place.Host;
        var master = MasterLink.Find(where, MasterOf(config));
        if (config.Mtu < 0 || config.Mtu > master.Mtu)
            throw new CniError(CniErrorCode.InvalidConfig, $"invalid MTU {config.Mtu}, must be [0, master MTU({master.Mtu})]");
        var spec = Child(place.At.IfName, master, config, command.Args) with
        {
            Parent = master.Index, ParentName = master.Name, Mtu = config.MtuAskedFor, Namespace = config.LinkInContainer ? null : place.Namespace,
        };
        return () => ContainerLink.Make(where, place, spec);
    }

    protected sealed override string? Difference(TConfig config, LinkPlace place, Link link) => MasterDifference(config, place, link) ?? Difference(config, link);

    // Without a name it was the default route's, which may be another link's by now: the container's link is there, so its master is too.
    string? MasterDifference(TConfig config, LinkPlace place, Link link)
    {
        if (config.Master == "")
            return null;
        var master = MasterLink.Find(config.LinkInContainer ? place.Pod : place.Host, config.Master, CniErrorCode.Internal);
        using var host = NetNamespace.Current();
        int? home = config.LinkInContainer ? null : place.Pod.NamespaceIds.Find(host);
        return link.ParentIndex == master.Index && link.ParentNamespaceId == home ? null : $"{link.Name} is not on {master}";
    }

    protected override void Require(TConfig config)
    {
        base.Require(config);
        if (!KnowsMaster(config))
            return;
        using var host = RouteSocket.Open();
        MasterLink.Find(host, config.Master, CniErrorCode.NotAvailable);
    }
}
