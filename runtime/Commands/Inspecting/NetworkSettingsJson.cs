using System.Text.Json.Nodes;
using Cni;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Commands.Inspecting;

/// <summary>A container's networks as docker's NetworkSettings: what the plugins said when they made them.</summary>
internal static class NetworkSettingsJson
{
    public static JsonObject Of(Container container)
    {
        bool runs = ContainerStatus.Of(container).Pid != 0;
        var uses = NetworkMode.HasNetworks(container.Network) ? new NetworkFiles(container).All() : [];
        var networks = new JsonObject();
        foreach (var use in uses)
            networks[use.Network] = Network(container, use, runs ? ContainerNetwork.ResultOf(container, use) : null);
        if (!NetworkMode.HasNetworks(container.Network) && container.Network is NetworkMode.Host or NetworkMode.None)
            networks[container.Network] = Network(container, new() { Network = container.Network }, null);
        var json = new JsonObject
        {
            ["Bridge"] = "",
            ["SandboxID"] = runs ? container.Id : "",
            ["SandboxKey"] = runs ? Sandbox(container) : "",
            ["Ports"] = runs ? Ports(container) : [],
            ["HairpinMode"] = false,
        };
        // What docker had when a container had one network, and still has, is that of the network with the default route.
        var first = uses.Count == 0 ? null : networks[uses.First(use => ContainerNetwork.IsPrimary(use, uses)).Network];
        foreach (string key in (string[])["EndpointID", "Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "IPAddress", "IPPrefixLen", "IPv6Gateway", "MacAddress"])
            json[key] = first?[key]?.DeepClone() ?? (key.EndsWith("Len", StringComparison.Ordinal) ? JsonValue.Create(0) : JsonValue.Create(""));
        json["Networks"] = networks;
        return json;
    }

    // Of another container's, which may be gone, nothing is known then.
    static string Sandbox(Container container)
    {
        try
        {
            return container.NamespaceName is { } name ? NamedNamespaces.PathOf(name) : "";
        }
        catch (HullException)
        {
            return "";
        }
    }

    // Those that are only exposed are there, too, without a port of the host's.
    static JsonObject Ports(Container container)
    {
        var ports = HostConfigJson.Ports(container.Ports);
        foreach (string exposed in container.Config.ExposedPorts.Where(exposed => !ports.ContainsKey(exposed))) ports[exposed] = null;
        return ports;
    }

    static JsonObject Network(Container container, NetworkUse use, CniResult? result)
    {
        var known = KnownNetwork.All().FirstOrDefault(network => network.Name == use.Network);
        CniAddress? four = result?.Ips.FirstOrDefault(ip => ip.Address.IsIPv4), six = result?.Ips.FirstOrDefault(ip => !ip.Address.IsIPv4);
        return new()
        {
            ["IPAMConfig"] = use.Addresses.Count == 0 ? null : new JsonObject { ["IPv4Address"] = $"{use.Addresses[0]}" },
            ["Links"] = null,
            ["Aliases"] = use.Aliases.Count == 0 ? null : Inspection.List(use.Aliases),
            ["MacAddress"] = result?.Interfaces.FirstOrDefault(link => link.Sandbox != "")?.Mac ?? "",
            ["DriverOpts"] = null,
            ["GwPriority"] = use.GatewayPriority,
            ["NetworkID"] = known?.Id ?? "",
            ["EndpointID"] = result is not null && known is not null ? Endpoint.IdOf(container, known) : "",
            ["Gateway"] = four?.Gateway?.ToString() ?? "",
            ["IPAddress"] = four?.Address.Address.ToString() ?? "",
            ["IPPrefixLen"] = four?.Address.PrefixLength ?? 0,
            ["IPv6Gateway"] = six?.Gateway?.ToString() ?? "",
            ["GlobalIPv6Address"] = six?.Address.Address.ToString() ?? "",
            ["GlobalIPv6PrefixLen"] = six?.Address.PrefixLength ?? 0,
            ["DNSNames"] = use.IfName == "" ? null : Inspection.List(use.Aliases.Prepend(container.Name).Append(container.ShortId).Distinct()),
            ["InterfaceName"] = use.IfName,
        };
    }
}
