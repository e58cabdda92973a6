using System.Net;
using Netfilter.Conntrack;
using Netfilter.Nft;
using Netlink;
using Plugins.Shared;

namespace Plugins.Portmap;

/// <summary>
/// Connections that the kernel would carry on as it knows them, although a port is published now.
/// </summary>
internal static class StaleConnections
{
    const byte Udp = 17;

    /// <summary>
    /// Datagrams on their way to a port that was just published: clients that send on and on would never see the new container. TCP and SCTP
    /// clients were refused, and connect anew.
    /// </summary>
    public static void Redirect(IReadOnlyList<PublishedPort> ports)
    {
        if (ports.Any(port => port.Protocol == Udp))
            SentOn.Forget(conntrack =>
            {
                foreach (var port in ports.Where(port => port.Protocol == Udp))
                    foreach (var filter in SentTo(port))
                        conntrack.Delete(filter);
            });
    }

    // To every address of the host: what was sent elsewhere, to a container before, and what came to the host itself. What passed through it under another source
    // is a container's own conversation with a port of that number out there.
    static IEnumerable<ConnectionFilter> SentTo(PublishedPort port)
    {
        var filter = ConnectionFilter.To(port.Family == NftFamily.Ipv4 ? Family.Ipv4 : Family.Ipv6, port.Protocol, port.HostPort);
        return port.HostAddress is null
            ? [filter with { Dnat = true }, filter with { Dnat = false, Snat = false }]
            : [filter with { Destination = Loopback6.Asked(port.HostAddress) }];
    }
}
