using System.Net;
using Cni;
using Linux;
using Netlink;
using Netlink.Routing;

namespace Plugins.Loopback;

/// <summary>Sets a container's lo up. Its addresses come from the kernel, with that.</summary>
internal sealed class LoopbackPlugin() : CniPlugin<PluginConfig>(json => new(json))
{
    // Whatever CNI_IFNAME says: a namespace has one loopback.
    const string Lo = "lo";

    protected override CniResult Add(CniCommand command, PluginConfig config)
    {
        using var ns = command.Attachment.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        var link = pod.Links.Get(Lo);
        pod.Links.SetUp(link);
        return config.PrevResult ?? new CniResult
        {
            Interfaces = [new(link.Name, "00:00:00:00:00:00", command.Attachment.NetNs)],
            Ips = [.. First(pod, link, Family.Ipv4), .. First(pod, link, Family.Ipv6)],
        };
    }

    static IEnumerable<CniAddress> First(RouteSocket pod, Link link, Family family)
    {
        var addresses = pod.Addresses.List(link, family);
        foreach (var address in addresses)
            if (!IPAddress.IsLoopback(address.Ip))
                throw new CniError(CniErrorCode.Internal, $"loopback interface found with non-loopback address \"{address.Ip}\"");
        return addresses.Take(1).Select(first => new CniAddress(new(first.Ip, first.PrefixLength), Interface: 0));
    }

    protected override void Del(CniCommand command, PluginConfig config)
    {
        using var ns = command.Attachment.FindNetNs();
        if (ns is null)
            return;
        using var pod = RouteSocket.Open(ns);
        if (pod.Links.Find(Lo) is { } link)
            pod.Links.Change(new(link) { Up = false });
    }

    protected override void Check(CniCommand command, PluginConfig config)
    {
        using var ns = command.Attachment.OpenNetNs();
        using var pod = RouteSocket.Open(ns);
        if (!pod.Links.Get(Lo).IsUp)
            throw new CniError(CniErrorCode.Internal, "loopback interface is down");
    }

    // lo is born and dies with its namespace.
    protected override void Gc(CniCommand command, PluginConfig config, IReadOnlySet<AttachmentKey> valid) { }

    // Every kernel has it.
    protected override void Status(CniCommand command, PluginConfig config) { }
}
