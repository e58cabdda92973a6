using Cni;
using Netlink.Routing;
using Plugins.Shared;

namespace Plugins.Bridge;

/// <summary>Compares what is there with what ADD reported, and names the first difference.</summary>
internal static class BridgeCheck
{
    public static void Run(Attachment at, BridgeConfig config, CniResult made)
    {
        using var ns = at.OpenNetNs();
        using var host = RouteSocket.Open();
        using var pod = RouteSocket.Open(ns);
        if (host.Links.Find(config.Bridge) is not { } bridge)
            throw Differs($"bridge {config.Bridge} is missing");
        if (bridge.Kind != "bridge")
            throw Differs($"{config.Bridge} is not a bridge");
        if (pod.Links.Find(at.IfName) is not { } link)
            throw Differs($"{at.IfName} is missing in {at.NetNs}");
        if (made.Interfaces.FirstOrDefault(i => i.Name == at.IfName && i.Sandbox != "") is { Mac: not "" } reported && reported.Mac != link.Mac.Text())
            throw Differs($"{at.IfName} has the MAC address {link.Mac.Text()}, not {reported.Mac}");
        CheckHostEnd(host, bridge, link);
        CheckAddresses(pod, link, made);
        CheckRoutes(pod, link, made);
    }

    static void CheckHostEnd(RouteSocket host, Link bridge, Link link)
    {
        if (host.Links.Find(link.ParentIndex) is not { Kind: "veth" } hostEnd)
            throw Differs($"{link.Name} has no veth peer on the host");
        if (hostEnd.MasterIndex != bridge.Index)
            throw Differs($"{hostEnd.Name} is not on bridge {bridge.Name}");
    }

    static void CheckAddresses(RouteSocket pod, Link link, CniResult made)
    {
        var there = pod.Addresses.List(link);
        foreach (var ip in made.Ips)
            if (!there.Any(address => address.Ip.Equals(ip.Address.Address) && address.PrefixLength == ip.Address.PrefixLength))
                throw Differs($"Failed to match addr {ip.Address} on interface {link.Name}");
    }

    static void CheckRoutes(RouteSocket pod, Link link, CniResult made)
    {
        var there = pod.Routes.List();
        foreach (var route in made.Routes.Where(route => route.Table is null or 254))
            if (!there.Any(found => found.LinkIndex == link.Index && Leads(found, route)))
                throw Differs($"Expected Route {route.Destination} not found in routing table");
    }

    static bool Leads(Route found, CniRoute wanted)
    {
        var to = wanted.Destination.Network;
        return (found.Family == Netlink.Family.Ipv4) == to.IsIPv4
            && (found.To is { } network ? network.BaseAddress.Equals(to.Address) && network.PrefixLength == to.PrefixLength : to.PrefixLength == 0);
    }

    static CniError Differs(string what) => new(CniErrorCode.Internal, what);
}
