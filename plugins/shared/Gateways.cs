using System.Net;
using Cni;

namespace Plugins.Shared;

/// <summary>Fills in the gateways that an address plugin left open.</summary>
internal static class Gateways
{
    /// <summary>A host that is the gateway has the first address of the network, unless told another; a default gateway gets the default route too.</summary>
    public static CniResult Complete(CniResult leased, bool isGateway, bool isDefaultGateway)
    {
        if (!isGateway)
            return leased;
        var completed = leased with { Ips = [.. leased.Ips.Select(ip => ip with { Gateway = ip.Gateway ?? First(ip.Address.Network) })] };
        return isDefaultGateway ? completed with { Routes = [.. leased.Routes, .. DefaultRoutes(completed)] } : completed;
    }

    static IEnumerable<CniRoute> DefaultRoutes(CniResult result) =>
        from ip in result.Ips.DistinctBy(ip => ip.Address.IsIPv4)
        where !result.Routes.Any(route => route.Destination.PrefixLength == 0 && route.Destination.IsIPv4 == ip.Address.IsIPv4)
        select new CniRoute(new Cidr(ip.Address.IsIPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0), ip.Gateway);

    static IPAddress First(Cidr network)
    {
        var bytes = network.Address.GetAddressBytes();
        bytes[^1] |= 1;
        return new IPAddress(bytes);
    }
}
