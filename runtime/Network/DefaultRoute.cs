using System.Text;
using System.Text.Json.Nodes;
using Netlink.Routing;

namespace Hull.Network;

/// <summary>Where packets go that are for nobody in any network at hand: on the host, and in a container with several networks.</summary>
internal static class DefaultRoute
{
    /// <summary>The MTU of the link that the host's default route takes; null when it is what links have that nobody changed, or there is no such route.</summary>
    public static int? Mtu
    {
        get
        {
            using var host = RouteSocket.Open();
            var route = host.Routes.List().Find(route => route.To is null or { PrefixLength: 0 } && route.LinkIndex != 0);
            return route is not null && host.Links.List().Find(link => link.Index == route.LinkIndex)?.Mtu is { } mtu and not (Usual or 0) ? (int)mtu : null;
        }
    }

    const uint Usual = 1500;

    /// <summary>The configuration with a lower preference, the higher the rank, for the default routes that its IPAM is to give.</summary>
    /// <param name="rank">0 for the network that is to have it: its configuration stays as it is.</param>
    public static byte[] WithRank(ReadOnlyMemory<byte> conflist, int rank)
    {
        if (rank == 0)
            return conflist.ToArray();
        var network = JsonNode.Parse(conflist.Span)!;
        foreach (var plugin in network["plugins"]!.AsArray())
            if (plugin?["ipam"]?["routes"] is JsonArray routes)
                foreach (var route in routes)
                    if (route is JsonObject one && one["dst"]?.ToString() is "0.0.0.0/0" or "::/0")
                        route["priority"] = 100 * rank;
        return Encoding.UTF8.GetBytes(network.ToJsonString());
    }
}
