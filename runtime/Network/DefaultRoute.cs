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
        foreach (var route in RoutesOf(network)) route["priority"] = Step * rank;
        return Encoding.UTF8.GetBytes(network.ToJsonString());
    }

    /// <summary>A configuration that has a rank already with another one; null when it has this one, or no default route of its IPAM's.</summary>
    public static byte[]? WithOtherRank(ReadOnlyMemory<byte> conflist, int rank)
    {
        var network = JsonNode.Parse(conflist.Span)!;
        if (RankOf(network) == rank || !RoutesOf(network).Any())
            return null;
        foreach (var route in RoutesOf(network)) route.Remove("priority");
        return WithRank(Encoding.UTF8.GetBytes(network.ToJsonString()), rank);
    }

    /// <summary>The rank that a configuration has.</summary>
    public static int RankOf(ReadOnlyMemory<byte> conflist) => RankOf(JsonNode.Parse(conflist.Span)!);

    static int RankOf(JsonNode network) => RoutesOf(network).Max(route => (int?)route["priority"] / Step) ?? 0;

    const int Step = 100;

    static IEnumerable<JsonObject> RoutesOf(JsonNode network) =>
        from plugin in network["plugins"]!.AsArray()
        from route in plugin?["ipam"]?["routes"] as JsonArray ?? []
        where route is JsonObject one && one["dst"]?.ToString() is "0.0.0.0/0" or "::/0"
        select (JsonObject)route!;
}
