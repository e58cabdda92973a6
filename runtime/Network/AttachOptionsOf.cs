using System.Text.Json;
using System.Text.Json.Nodes;
using Cni;
using Hull.Containers;

namespace Hull.Network;

/// <summary>
/// What the plugins of one network are told of a container. What it asks for goes by capability to those plugins that declare it (CNI conventions), and an
/// address or a MAC, where no plugin does, by CNI_ARGS, as host-local and bridge take them, too.
/// </summary>
internal static class AttachOptionsOf
{
    public static AttachOptions Make(Container container, NetworkUse use, NetworkList network, bool withPorts)
    {
        bool Declared(string capability) => network.Plugins.Any(plugin => plugin.Capabilities.Contains(capability));
        var args = new List<KeyValuePair<string, string>> { new("IgnoreUnknown", "1"), new("K8S_POD_NAME", container.Name) };
        var capabilities = new Dictionary<string, JsonElement>();

        if (withPorts && container.Ports.Count > 0)
            capabilities["portMappings"] = Element(PortMappings(container.Ports));
        if (use.Addresses.Count > 0 && Declared("ips"))
            capabilities["ips"] = Element(Texts(use.Addresses.Select(address => address.ToString())));
        else if (use.Addresses.Count > 0)
            args.Add(new("IP", string.Join(',', use.Addresses)));
        if (use.Mac is { } mac && Declared("mac"))
            capabilities["mac"] = Element(mac);
        else if (use.Mac is not null)
            args.Add(new("MAC", use.Mac));
        capabilities["aliases"] = Element(new JsonObject { [network.Name] = Texts([.. use.Aliases, container.ShortId]) });
        if (use.Bandwidth > 0)
            capabilities["bandwidth"] = Element(Bandwidth(use.Bandwidth));
        return new() { Args = args, Capabilities = capabilities };
    }

    /// <summary>What is asked for and no plugin of the network does; null when all of it is done.</summary>
    public static string? Unmet(NetworkUse use, NetworkList network, bool withPorts)
    {
        bool Lacks(string capability) => !network.Plugins.Any(plugin => plugin.Capabilities.Contains(capability));
        return withPorts && Lacks("portMappings") ? "publishes no ports: it has no plugin with the capability portMappings"
            : use.Bandwidth > 0 && Lacks("bandwidth") ? "limits no bandwidth: it has no plugin with the capability bandwidth"
            : use.Aliases.Count > 0 && Lacks("aliases") ? "knows no names: it has no plugin with the capability aliases"
            : null;
    }

    static JsonArray PortMappings(IReadOnlyList<PublishedPort> ports)
    {
        var mappings = new JsonArray();
        foreach (var port in ports)
        {
            var mapping = new JsonObject { ["hostPort"] = port.HostPort, ["containerPort"] = port.ContainerPort, ["protocol"] = port.Protocol };
            if (port.Address is not null)
                mapping["hostIP"] = port.Address.ToString();
            mappings.Add((JsonNode)mapping);
        }
        return mappings;
    }

    // As much at once as goes through in a tenth of a second, but room for the largest packets.
    static JsonObject Bandwidth(long rate)
    {
        long burst = Math.Max(rate / 10, 8 * 65536 * 2L);
        return new() { ["ingressRate"] = rate, ["ingressBurst"] = burst, ["egressRate"] = rate, ["egressBurst"] = burst };
    }

    static JsonArray Texts(IEnumerable<string> texts)
    {
        var array = new JsonArray();
        foreach (string text in texts) array.Add((JsonNode)text);
        return array;
    }

    static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
