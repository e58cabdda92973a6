using System.Net;
using Linux;
using Netfilter.Conntrack;
using Netfilter.Nft;
using Netlink;

namespace Plugins.Portmap;

/// <summary>
/// Connections that the kernel would carry on as it knows them, whatever the rules have become. To forget them is a kindness to clients and no condition of
/// success: where the kernel cannot (no ctnetlink, no right to it), the reason goes to standard error.
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
            Forget(conntrack =>
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

    /// <summary>
    /// What was sent on to containers that are gone. Their addresses will be others'. Ports that were told to expire are waited for: a client that sends on and on
    /// would have its next datagram sent there, too.
    /// </summary>
    public static void End(IReadOnlyCollection<IPAddress> containers)
    {
        if (containers.Count > 0)
            Forget(conntrack =>
            {
                Tick.Await();
                foreach (var container in containers)
                    conntrack.Delete(ConnectionFilter.By(container) with { Dnat = true });
            });
    }

    static void Forget(Action<ConntrackSocket> work)
    {
        try
        {
            using var conntrack = ConntrackSocket.Open();
            if (conntrack.Count() > 0)
                work(conntrack);
        }
        catch (LinuxException e)
        {
            Stdio.WriteError($"portmap: connections of before go on as they were: {e.Message}");
        }
    }
}
