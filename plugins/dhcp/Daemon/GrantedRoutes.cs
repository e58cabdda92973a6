using System.Net;
using Cni;
using Plugins.Dhcp.Packets;

namespace Plugins.Dhcp.Daemon;

/// <summary>The routes that a server tells. Classless ones stand for all others (RFC 3442); without them, those by class, and the default one through the router.</summary>
internal static class GrantedRoutes
{
    const int LinkScope = 253;

    public static IReadOnlyList<CniRoute> In(DhcpOptions options)
    {
        if (Classless(options[DhcpOptions.ClasslessStaticRoute]) is { Count: > 0 } classless)
            return classless;
        var routes = ByClass(options[DhcpOptions.StaticRoute]);
        if (options.Address(DhcpOptions.Router) is { } router)
            routes.Add(new(new Cidr(IPAddress.Any, 0), router));
        return routes;
    }

    // A prefix's length, as many bytes of it as that takes, a router. The router 0.0.0.0 says that the network is on the link itself; it is passed on,
    // because a route of CNI's without a router goes through the address's gateway.
    static List<CniRoute> Classless(ReadOnlySpan<byte> option)
    {
        var routes = new List<CniRoute>();
        while (option.Length > 0 && option[0] <= 32)
        {
            int length = option[0], bytes = (length + 7) / 8;
            if (option.Length < 1 + bytes + 4)
                break;
            var network = new byte[4];
            option.Slice(1, bytes).CopyTo(network);
            var router = new IPAddress(option.Slice(1 + bytes, 4));
            var to = new Cidr(new IPAddress(network), length).Network;
            routes.Add(new(to, router) { Scope = router.Equals(IPAddress.Any) ? LinkScope : null });
            option = option[(1 + bytes + 4)..];
        }
        return routes;
    }

    // Pairs of a network, whose first bits say how long its prefix is, and a router. 0.0.0.0 is not to be told this way (RFC 2132, 5.8).
    static List<CniRoute> ByClass(ReadOnlySpan<byte> option)
    {
        var routes = new List<CniRoute>();
        for (; option.Length >= 8; option = option[8..])
            if (option[..4].ContainsAnyExcept((byte)0))
                routes.Add(new(new Cidr(new IPAddress(option[..4]), ClassOf(option[0])).Network, new IPAddress(option.Slice(4, 4))));
        return routes;
    }

    static int ClassOf(byte first) => first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : 32;
}
