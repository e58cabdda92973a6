using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Cni;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Network;

namespace Hull.Commands.Networks;

/// <summary>hull network inspect</summary>
internal static class NetworkInspect
{
    public static Command Create() => Inspection.Command("Shows all about networks, and who is in them, as JSON.", "hull network inspect -f '{{range .Containers}}{{.Name}} {{end}}' shop",
        new("network") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids." }, name => Json(KnownNetwork.Get(name)));

    public static JsonObject Json(KnownNetwork network) => new()
    {
        ["Name"] = network.Name,
        ["Id"] = network.Id,
        ["Created"] = network.Record is { } record ? ShownTime.Rfc3339(record.Created) : ShownTime.Never,
        ["Scope"] = "local",
        ["Driver"] = network.Driver,
        ["EnableIPv6"] = network.Subnets.Any(subnet => !subnet.IsIPv4),
        ["IPAM"] = new JsonObject { ["Driver"] = "host-local", ["Options"] = new JsonObject(), ["Config"] = Pools(network) },
        ["Internal"] = network.Record?.IsInternal ?? false,
        ["Attachable"] = false,
        ["Ingress"] = false,
        ["ConfigFrom"] = new JsonObject { ["Network"] = "" },
        ["ConfigOnly"] = false,
        ["Containers"] = Containers(network),
        ["Options"] = Options(network),
        ["Labels"] = Inspection.Map(network.Record?.Labels ?? new Dictionary<string, string>()),
    };

    // As they were given, and what the bridge is called all the same.
    static JsonObject Options(KnownNetwork network)
    {
        var options = HullRecord.Json(network.Record?.Options ?? new Dictionary<string, string>());
        if (network.BridgeName is { } bridge) options["com.docker.network.bridge.name"] = bridge;
        return options;
    }

    static JsonArray Pools(KnownNetwork network)
    {
        var pools = new JsonArray();
        foreach (var pool in network.Pools)
        {
            var shown = new JsonObject { ["Subnet"] = pool.Subnet.ToString() };
            if ((pool.Gateway ?? (network.BridgeName is null ? null : First(pool.Subnet))) is { } gateway) shown["Gateway"] = gateway.ToString();
            var reserved = (network.Record?.Reserved ?? new Dictionary<string, string>()).Where(one => pool.Subnet.Contains(System.Net.IPAddress.Parse(one.Value))).ToDictionary();
            if (reserved.Count > 0) shown["AuxiliaryAddresses"] = HullRecord.Json(reserved);
            pools.Add((JsonNode)shown);
        }
        return pools;
    }

    // The one that host-local and the bridge take where none is named.
    static IPAddress First(Cidr subnet)
    {
        var address = subnet.Network.Address.GetAddressBytes();
        address[^1]++;   // the last bit of a network's own address is 0
        return new(address);
    }

    static JsonObject Containers(KnownNetwork network)
    {
        var containers = new JsonObject();
        foreach (var (container, use) in network.Users())
            if (ContainerStatus.Of(container).IsAlive && ContainerNetwork.ResultOf(container, use) is { } result)
                containers[container.Id] = new JsonObject
                {
                    ["Name"] = container.Name,
                    ["EndpointID"] = Endpoint.IdOf(container, network),
                    ["MacAddress"] = result.Interfaces.FirstOrDefault(link => link.Sandbox != "")?.Mac ?? "",
                    ["IPv4Address"] = Address(result, isIPv4: true),
                    ["IPv6Address"] = Address(result, isIPv4: false),
                };
        return containers;
    }

    static string Address(CniResult result, bool isIPv4) => result.Ips.FirstOrDefault(ip => ip.Address.IsIPv4 == isIPv4)?.Address.ToString() ?? "";
}
