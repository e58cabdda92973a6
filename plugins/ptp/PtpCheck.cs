using Cni;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Ptp;

/// <summary>Compares what is there with what ADD reported, and names the first difference.</summary>
internal static class PtpCheck
{
    public static void Run(Attachment at, PtpConfig config, CniResult made)
    {
        using var ns = at.OpenNetNs();
        using var host = RouteSocket.Open();
        using var pod = RouteSocket.Open(ns);
        var link = AttachmentCheck.Link(pod, at, made, config.Mtu);
        var hostEnd = AttachmentCheck.HostEnd(host, link, made);
        AttachmentCheck.Addresses(pod, link, made);
        AttachmentCheck.Routes(pod, [.. ContainerRoutes(link, made, keepsMetrics: hostEnd.Alias != "")]);
        CheckHost(host, hostEnd, made);
    }

    static IEnumerable<Route> ContainerRoutes(Link link, CniResult made, bool keepsMetrics)
    {
        foreach (var ip in PtpAddresses.NetworksOf(made))
            if (ip.Gateway is not null)
                yield return PtpAddresses.ThroughGateway(ip, link);
        foreach (var route in made.Routes)
            yield return AttachmentCheck.Expected(route, link, made, keepsMetrics);
    }

    static void CheckHost(RouteSocket host, Link hostEnd, CniResult made)
    {
        if (!hostEnd.IsUp)
            throw AttachmentCheck.Differs($"{hostEnd.Name} is down");
        var there = host.Addresses.List(hostEnd);
        foreach (var ip in made.Ips)
            if (ip.Gateway is not null && !there.Any(address => address.Ip.Equals(ip.Gateway)))
                throw AttachmentCheck.Differs($"{hostEnd.Name} has not the gateway's address {PtpAddresses.HostAddress(ip)}");
        AttachmentCheck.Routes(host, [.. made.Ips.Select(ip => PtpAddresses.ToContainer(ip, hostEnd))]);
    }
}
