using System.Text.Json.Nodes;

namespace Conformance;

/// <summary>The plain configurations that ours and theirs are compared by.</summary>
internal static class Networks
{
    static readonly Dictionary<string, string> s_bridges = new()
    {
        ["plain"] = """{ "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } }""",
        ["a gateway"] = """{ "isGateway": true, "ipam": { "type": "host-local", "subnet": "10.22.0.0/16", "routes": [ { "dst": "0.0.0.0/0" } ] } }""",
        ["the default gateway"] = """{ "isDefaultGateway": true, "hairpinMode": true, "ipam": { "type": "host-local", "subnet": "10.22.3.0/24" } }""",
        ["a narrow range"] = """
            { "isGateway": true, "mtu": 1400, "ipam": { "type": "host-local", "subnet": "10.22.0.0/16", "rangeStart": "10.22.9.7", "rangeEnd": "10.22.9.9",
              "gateway": "10.22.0.254", "routes": [ { "dst": "10.99.0.0/16" }, { "dst": "10.98.0.0/16", "gw": "10.22.0.253" } ] } }
            """,
        ["both families"] = """
            { "isDefaultGateway": true, "ipam": { "type": "host-local",
              "ranges": [ [ { "subnet": "10.22.0.0/16" } ], [ { "subnet": "fd00:22::/64" } ] ] } }
            """,
        ["layer two"] = """{ }""",
    };

    public static IEnumerable<string> Names => s_bridges.Keys;

    /// <summary>A whole bridge configuration.</summary>
    public static string Bridge(string name, string version)
    {
        var config = JsonNode.Parse(s_bridges[name])!.AsObject();
        config["cniVersion"] = version;
        config["name"] = "net";
        config["type"] = "bridge";
        config["bridge"] = "br-test";
        return config.ToJsonString();
    }

    /// <summary>A host-local configuration of its own.</summary>
    public static string HostLocal(string version, string dataDir) => $$"""
        { "cniVersion": "{{version}}", "name": "net", "type": "host-local", "ipam": { "type": "host-local", "dataDir": "{{dataDir}}",
          "ranges": [ [ { "subnet": "10.22.0.0/24", "rangeStart": "10.22.0.5" }, { "subnet": "10.23.0.0/24" } ], [ { "subnet": "fd00:22::/64", "gateway": "fd00:22::f" } ] ],
          "routes": [ { "dst": "0.0.0.0/0" }, { "dst": "192.168.0.0/16", "gw": "10.22.0.9" } ] } }
        """;
}
