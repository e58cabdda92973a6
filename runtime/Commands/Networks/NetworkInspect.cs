using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cni;
using Hull.Containers;
using Hull.Network;
using Linux;

namespace Hull.Commands.Networks;

/// <summary>hull network inspect</summary>
internal static class NetworkInspect
{
    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var names = new Argument<string[]>("network") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids." };
        var inspect = new Command("inspect", "Shows all about networks, and who is in them, as JSON. Example: hull network inspect shop") { names };
        inspect.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var shown = new JsonArray();
            foreach (string name in parsed.GetRequiredValue(names)) shown.Add((JsonNode)Json(KnownNetwork.Get(name)));
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(shown.ToJsonString(s_indented) + "\n"));
            return 0;
        });
        return inspect;
    }

    static JsonObject Json(KnownNetwork network)
    {
        var labels = new JsonObject();
        foreach (var (name, value) in network.Record?.Labels ?? new Dictionary<string, string>()) labels[name] = value;
        return new()
        {
            ["Name"] = network.Name,
            ["Id"] = network.Id,
            ["Created"] = network.Record?.Created.ToString("O"),
            ["Scope"] = "local",
            ["Driver"] = network.Driver,
            ["EnableIPv6"] = network.Subnets.Any(subnet => !subnet.IsIPv4),
            ["IPAM"] = new JsonObject { ["Driver"] = "host-local", ["Config"] = Pools(network) },
            ["Internal"] = network.Record?.IsInternal ?? false,
            ["Containers"] = Containers(network),
            ["Labels"] = labels,
        };
    }

    static JsonArray Pools(KnownNetwork network)
    {
        var pools = new JsonArray();
        foreach (var pool in network.Pools)
        {
            var shown = new JsonObject { ["Subnet"] = pool.Subnet.ToString() };
            if (pool.Gateway is not null) shown["Gateway"] = pool.Gateway.ToString();
            pools.Add((JsonNode)shown);
        }
        return pools;
    }

    static JsonObject Containers(KnownNetwork network)
    {
        var containers = new JsonObject();
        foreach (var (container, use) in network.Users())
            if (ContainerStatus.Of(container).Phase == Phase.Running && ContainerNetwork.ResultOf(container, use) is { } result)
                containers[container.Id] = new JsonObject
                {
                    ["Name"] = container.Name,
                    ["EndpointID"] = "",
                    ["MacAddress"] = result.Interfaces.FirstOrDefault(link => link.Sandbox != "")?.Mac ?? "",
                    ["IPv4Address"] = Address(result, isIPv4: true),
                    ["IPv6Address"] = Address(result, isIPv4: false),
                };
        return containers;
    }

    static string Address(CniResult result, bool isIPv4) => result.Ips.FirstOrDefault(ip => ip.Address.IsIPv4 == isIPv4)?.Address.ToString() ?? "";
}
