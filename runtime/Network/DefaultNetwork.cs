using System.Text;
using System.Text.Json.Nodes;
using Cni;
using Netlink.Routing;

namespace Hull.Network;

/// <summary>The network of a container that asks for none. A file in /etc/cni/net.d with a network of this name takes its place.</summary>
internal static class DefaultNetwork
{
    public const string Name = "hull";
    public const string Bridge = "hull0";

    /// <summary>With the MTU that the way out of this machine has at the moment.</summary>
    public static NetworkList Configuration
    {
        get
        {
            var network = Conflist;
            if (DefaultRoute.Mtu is { } mtu)
            {
                var json = JsonNode.Parse(network)!;
                json["plugins"]![0]!["mtu"] = mtu;
                network = Encoding.UTF8.GetBytes(json.ToJsonString());
            }
            return NetworkList.Parse(network.ToArray(), "the built-in network");
        }
    }

    static ReadOnlySpan<byte> Conflist => """
        {
          "cniVersion": "1.1.0",
          "name": "hull",
          "plugins": [
            {
              "type": "bridge",
              "bridge": "hull0",
              "isGateway": true,
              "ipMasq": true,
              "ipMasqBackend": "nftables",
              "hairpinMode": true,
              "macOfAddress": true,
              "capabilities": { "ips": true, "mac": true },
              "ipam": {
                "type": "host-local",
                "ranges": [[{ "subnet": "10.85.0.0/24" }]],
                "routes": [{ "dst": "0.0.0.0/0" }]
              }
            },
            {
              "type": "portmap",
              "backend": "nftables",
              "capabilities": { "portMappings": true },
              "snat": true
            },
            {
              "type": "firewall",
              "backend": "nftables",
              "ingressPolicy": "published"
            },
            {
              "type": "bandwidth",
              "capabilities": { "bandwidth": true }
            }
          ]
        }
        """u8;

    /// <summary>Removes the network's bridge if nothing is plugged into it. Whether there was one to remove.</summary>
    public static bool RemoveUnusedBridge()
    {
        using var host = RouteSocket.Open();
        if (host.Links.Find(Bridge) is not { } bridge || host.Links.ListMembers(bridge).Count > 0)
            return false;
        host.Links.Delete(bridge);
        return true;
    }
}
