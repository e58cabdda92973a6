namespace Conformance.Clients;

/// <summary>The network that the clients are given, in both families.</summary>
internal static class Network
{
    public const string Nft = "nftables", Iptables = "iptables";

    /// <param name="backend">Of masquerading and published ports; what the plugins choose by themselves when it is empty, as in most networks that there are.</param>
    /// <param name="range">Narrows the IPv4 addresses that there are: <c>, "rangeStart": …</c></param>
    public static string List(string version = "1.0.0", string backend = Nft, string range = "") => $$"""
        {
          "cniVersion": "{{version}}", "name": "net",
          "plugins": [
            {
              "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": true, "hairpinMode": true,{{Key("ipMasqBackend", backend)}}
              "ipam": { "type": "host-local", "ranges": [ [ { "subnet": "10.77.0.0/24"{{range}} } ], [ { "subnet": "fd00:77::/64" } ] ] }
            },
            { "type": "portmap", "snat": true,{{Key("backend", backend)}} "capabilities": { "portMappings": true } }
          ]
        }
        """;

    static string Key(string name, string value) => value == "" ? "" : $" \"{name}\": \"{value}\",";
}
