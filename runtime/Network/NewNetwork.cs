using System.Text.Json.Nodes;

namespace Hull.Network;

/// <summary>A network as somebody asks for it, and the configuration that it becomes.</summary>
internal sealed record NewNetwork
{
    public const string Bridge = "bridge", Macvlan = "macvlan", Ipvlan = "ipvlan";

    public required string Name { get; init; }

    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }
    public string Driver { get; init; } = Bridge;
    public required IReadOnlyList<AddressPool> Pools { get; init; }

    /// <summary>No way out: no default route, no masquerading, no published ports.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Whether containers find each other by name.</summary>
    public bool HasNames { get; init; } = true;
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The bridge's name; of its own without.</summary>
    public string? BridgeName { get; init; }

    /// <summary>The link of the host's that macvlan and ipvlan are made on; without, the one of the default route.</summary>
    public string? Parent { get; init; }

    /// <summary>macvlan's and ipvlan's mode; theirs without.</summary>
    public string? Mode { get; init; }

    /// <summary>Null for 1500.</summary>
    public int? Mtu { get; init; }

    /// <summary>The -o settings, as they were given.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Addresses that no container gets, by what they are for.</summary>
    public IReadOnlyDictionary<string, string> Reserved { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether what leaves it does so under the host's address.</summary>
    public bool IsMasqueraded { get; init; } = true;

    /// <summary>The firewall's policy: see plugins/firewall.</summary>
    public string Policy { get; init; } = Isolated;

    /// <summary>Only those in it, and the host, reach a container but by a published port; everybody does.</summary>
    public const string Isolated = "published", Open = "open";

    /// <summary>Whether its containers reach each other.</summary>
    public bool IsCommon { get; init; } = true;

    /// <summary>The conflist, for us and for everybody else who reads /etc/cni/net.d.</summary>
    public string Conflist => new JsonObject
    {
        ["cniVersion"] = "1.1.0",
        ["name"] = Name,
        ["plugins"] = new JsonArray([.. Plugins()]),
        [HullRecord.Key] = new HullRecord(Id, DateTimeOffset.UtcNow, Driver, IsInternal, Labels) { Options = Options, Reserved = Reserved }.ToJson(),
    }.ToJsonString(new() { WriteIndented = true }) + "\n";

    IEnumerable<JsonNode> Plugins()
    {
        yield return Driver == Bridge ? BridgePlugin() : LinkPlugin();
        if (Driver == Bridge && !IsInternal)
            yield return new JsonObject { ["type"] = "portmap", ["backend"] = "nftables", ["snat"] = true, ["capabilities"] = Capability("portMappings") };
        if (Driver == Bridge)
            yield return new JsonObject { ["type"] = "firewall", ["backend"] = "nftables", ["ingressPolicy"] = Policy };
        if (Driver == Bridge)
            yield return new JsonObject { ["type"] = "bandwidth", ["capabilities"] = Capability("bandwidth") };
        if (HasNames && Driver == Bridge)
            yield return new JsonObject { ["type"] = "names", ["resolver"] = "gateway", ["capabilities"] = Capability("aliases") };
    }

    JsonObject BridgePlugin()
    {
        var bridge = new JsonObject
        {
            ["type"] = Bridge, ["bridge"] = BridgeName ?? $"br-{Id[..12]}", ["isGateway"] = true, ["hairpinMode"] = true, ["macOfAddress"] = true, ["capabilities"] = Capability("ips", "mac"), ["ipam"] = Ipam(),
        };
        if (!IsCommon)
            bridge["portIsolation"] = true;
        if (!IsInternal && IsMasqueraded)
            (bridge["ipMasq"], bridge["ipMasqBackend"]) = (true, "nftables");
        if (Mtu is not null)
            bridge["mtu"] = Mtu;
        return bridge;
    }

    JsonObject LinkPlugin()
    {
        var link = new JsonObject { ["type"] = Driver, ["capabilities"] = Capability("ips", "mac"), ["ipam"] = Ipam() };
        if (Parent is not null) link["master"] = Parent;
        if (Mode is not null) link["mode"] = Mode;
        if (Mtu is not null) link["mtu"] = Mtu;
        return link;
    }

    JsonObject Ipam()
    {
        var ranges = new JsonArray();
        var routes = new JsonArray();
        foreach (var pool in Pools)
        {
            ranges.Add((JsonNode)new JsonArray([.. pool.Around(Reserved.Values).Select(part => (JsonNode)part.ToJson())]));
            string all = pool.Subnet.IsIPv4 ? "0.0.0.0/0" : "::/0";
            if (!IsInternal && !routes.Any(route => route!["dst"]!.ToString() == all))
                routes.Add((JsonNode)new JsonObject { ["dst"] = all });
        }
        return new JsonObject { ["type"] = "host-local", ["ranges"] = ranges, ["routes"] = routes };
    }

    static JsonObject Capability(params string[] names)
    {
        var declared = new JsonObject();
        foreach (string name in names) declared[name] = true;
        return declared;
    }
}
