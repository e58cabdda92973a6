using System.Net;
using System.Text.Json.Nodes;
using Cni;
using Linux;

namespace Hull.Network;

/// <summary>Finds what --network names.</summary>
internal static class Networks
{
    public const string Folder = "/etc/cni/net.d";

    /// <summary>The network's configuration, whose plugins are all there.</summary>
    public static NetworkList Get(string network)
    {
        var found = Load(network);
        foreach (var plugin in found.Plugins)
            CheckPlugin(plugin.Type, network);
        return found;
    }

    /// <summary>Where those ports are published that name no address, as the network says whose ports they are; null for everywhere.</summary>
    public static IPAddress? PublishedOn(IReadOnlyList<NetworkUse> uses)
    {
        string network = uses.MaxBy(use => use.GatewayPriority)!.Network;
        return HullRecord.Read(JsonNode.Parse(Load(network).Whole.Span))?.PublishedOn is { } address ? IPAddress.Parse(address) : null;
    }

    // Found out now, it costs nothing; found out in the middle of a chain it would keep the chain from being undone too.
    static void CheckPlugin(string type, string network)
    {
        if (!PluginEnvironment.Folders.Any(folder => File.Exists(Path.Combine(folder, type))))
            throw new HullException($"network {network} needs the CNI plugin {type}, which is not in "
                + $"{string.Join(':', PluginEnvironment.Folders)} (CNI_PATH says where to look)");
    }

    static NetworkList Load(string network)
    {
        try
        {
            return NetworkList.Load(Folder, network);
        }
        catch (CniError e) when (network == DefaultNetwork.Name)
        {
            if (e.Details != "")
                Stdio.WriteError($"hull: taking the built-in network; broken files: {e.Details}");
            return DefaultNetwork.Configuration;
        }
        catch (CniError e)
        {
            throw new HullException($"there is no network {network} for --network: {e.Message}{(e.Details == "" ? "" : $" ({e.Details})")}");
        }
    }
}
