namespace Conformance.Clients;

/// <summary>The network that the clients are given, in both families.</summary>
internal static class Network
{
    /// <param name="range">Narrows the IPv4 addresses that there are: <c>, "rangeStart": …</c></param>
    public static string List(string version = "1.0.0", string range = "") => $$"""
        {
          "cniVersion": "{{version}}", "name": "net",
          "plugins": [
            {
              "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": true, "ipMasqBackend": "nftables", "hairpinMode": true,
              "ipam": { "type": "host-local", "ranges": [ [ { "subnet": "10.77.0.0/24"{{range}} } ], [ { "subnet": "fd00:77::/64" } ] ] }
            },
            { "type": "portmap", "backend": "nftables", "snat": true, "capabilities": { "portMappings": true } }
          ]
        }
        """;
}
