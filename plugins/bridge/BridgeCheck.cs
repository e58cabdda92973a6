using Cni;
using Netlink.Routing;
using Plugins.Shared;
using static Plugins.Shared.AttachmentCheck;

namespace Plugins.Bridge;

/// <summary>Compares what is there with what ADD reported, and names the first difference.</summary>
internal static class BridgeCheck
{
    public static void Run(Attachment at, BridgeConfig config, CniResult made)
    {
        using var ns = at.OpenNetNs();
        using var host = RouteSocket.Open();
        using var pod = RouteSocket.Open(ns);
        var bridge = CheckBridge(host, config);
        var link = Link(pod, at, made, config.Mtu);
        var hostEnd = HostEnd(host, link, made);
        CheckPort(host, bridge, hostEnd, config);
        if (!config.DisableContainerInterface)
            Addresses(pod, link, made);
        Routes(pod, [.. made.Routes.Select(route => Expected(route, link, made, keepsMetrics: hostEnd.Alias != ""))]);
        if (config.IsGateway)
            CheckGateways(host, bridge, config, made);
        if (config.MacSpoofCheck)
            SpoofCheck.Check(hostEnd.Name, link.Mac, at.Key);
    }

    static Link CheckBridge(RouteSocket host, BridgeConfig config)
    {
        if (host.Links.Find(config.Bridge) is not { } bridge)
            throw Differs($"bridge {config.Bridge} is missing");
        if (bridge.Kind != "bridge")
            throw Differs($"{config.Bridge} is not a bridge");
        if (!bridge.IsUp)
            throw Differs($"bridge {config.Bridge} is down");
        if (config.PromiscMode && !bridge.Flags.HasFlag(LinkFlags.Promiscuous))
            throw Differs($"bridge {config.Bridge} is not in promiscuous mode");
        return bridge;
    }

    static void CheckPort(RouteSocket host, Link bridge, Link hostEnd, BridgeConfig config)
    {
        if (hostEnd.MasterIndex != bridge.Index)
            throw Differs($"{hostEnd.Name} is not on bridge {bridge.Name}");
        if (!hostEnd.IsUp)
            throw Differs($"{hostEnd.Name} is down");
        if (hostEnd.Port?.Hairpin != config.HairpinMode)
            throw Differs($"{hostEnd.Name} has hairpin mode {(config.HairpinMode ? "off" : "on")}");
        if (hostEnd.Port?.Isolated != config.PortIsolation)
            throw Differs($"{hostEnd.Name} is {(config.PortIsolation ? "not " : "")}isolated from the bridge's other ports");
        if (config.UsesVlans && AccessVlans.Difference(host, bridge, hostEnd, config) is { } difference)
            throw Differs(difference);
    }

    static void CheckGateways(RouteSocket host, Link bridge, BridgeConfig config, CniResult made)
    {
        var link = bridge;
        if (config.HasVlanGateway)
            link = host.Links.Find(VlanGateway.NameOf(config)) ?? throw Differs($"{VlanGateway.NameOf(config)}, the gateway of VLAN {config.Vlan}, is missing");
        foreach (var ip in made.Ips)
            if (ip.Gateway is { } gateway && !HostBridge.Has(host, link, new Cidr(gateway, ip.Address.PrefixLength)))
                throw Differs($"{link.Name} has not the gateway's address {new Cidr(gateway, ip.Address.PrefixLength)}");
    }
}
