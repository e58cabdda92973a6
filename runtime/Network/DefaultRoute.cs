using System.Text;
using System.Text.Json.Nodes;

namespace Hull.Network;

/// <summary>Which of a container's networks its packets take that are for nobody in any of them.</summary>
internal static class DefaultRoute
{
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
