using System.Text.RegularExpressions;

namespace Tests.Hostile;

/// <summary>Calls that make sense, to be spoilt: every key that a plugin knows is in one of them.</summary>
internal static partial class Templates
{
    const string Ipam = """
        "ipam":{"type":"host-local","dataDir":"/run/d/leases","ranges":[[{"subnet":"10.1.2.0/24","rangeStart":"10.1.2.2","rangeEnd":"10.1.2.200",
        "gateway":"10.1.2.1"}],[{"subnet":"fd00:1::/64"}]],
        "routes":[{"dst":"0.0.0.0/0"},{"dst":"192.168.0.0/16","gw":"10.1.2.1","mtu":1400,"advmss":1360,"priority":10,"table":100,"scope":0}],
        "resolvConf":"/etc/resolv.conf"}
        """;

    const string OldIpam = """
        "ipam":{"type":"host-local","subnet":"10.1.2.0/28","rangeStart":"10.1.2.3","gateway":"10.1.2.1","routes":[{"dst":"0.0.0.0/0"}]}
        """;

    const string Made = """
        {"cniVersion":"1.1.0","interfaces":[{"name":"br0","mac":"02:00:00:00:00:01","mtu":1500},{"name":"veth1","mac":"02:00:00:00:00:02"},{"name":"eth0",
        "mac":"02:00:00:00:00:03","sandbox":"/run/netns/none","socketPath":"","pciID":""}],
        "ips":[{"address":"10.1.2.5/24","gateway":"10.1.2.1","interface":2},{"address":"fd00:1::5/64","interface":2}],"routes":[{"dst":"0.0.0.0/0"}],
        "dns":{"nameservers":["10.0.0.53"],"domain":"d","search":["s"],"options":["o"]}}
        """;

    const string MadeOld = """
        {"cniVersion":"0.2.0","ip4":{"ip":"10.1.2.5/24","gateway":"10.1.2.1","routes":[{"dst":"0.0.0.0/0"}]},"ip6":{"ip":"fd00:1::5/64"},"dns":{}}
        """;

    const string Asked = """
        "runtimeConfig":{"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"},{"HostPort":53,"ContainerPort":53,"Protocol":"udp",
        "HostIP":"127.0.0.1"}],"ips":["10.1.2.77/24"],"mac":"02:00:00:00:00:09",
        "ipRanges":[[{"subnet":"10.1.3.0/24"}]],"bandwidth":{"ingressRate":1000,"ingressBurst":1000,"egressRate":1000,"egressBurst":1000},
        "dns":{"servers":["10.0.0.53"]},"aliases":{"net":["a"]},"cgroupPath":"/c","deviceID":"0000:00:00.0"},
        "args":{"cni":{"ips":["10.1.2.78"],"mac":"02:00:00:00:00:08","sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"}}}
        """;

    static readonly Dictionary<string, string[]> s_keys = new()
    {
        ["bridge"] =
        [
            """
            "bridge":"br0","isGateway":true
            """,
            """
            "bridge":"br0","isGateway":true,"isDefaultGateway":true,"forceAddress":false,"ipMasq":true,"ipMasqBackend":"nftables","mtu":1400,
            "hairpinMode":true,"promiscMode":false,"enabledad":false,"portIsolation":true
            """,
            """
            "bridge":"br0","vlan":100,"vlanTrunk":[{"id":5},{"minID":10,"maxID":20}],"preserveDefaultVlan":true,"macspoofchk":true,"disableContainerInterface":false
            """,
        ],
        ["ptp"] = ["""
            "ipMasq":true,"ipMasqBackend":"nftables","mtu":1400,"dns":{"nameservers":["10.0.0.53"]}
            """],
        ["macvlan"] = ["""
            "master":"lo","mode":"bridge","mtu":1400,"mac":"02:00:00:00:00:07","bcqueuelen":100,"linkInContainer":false
            """,
            """
            "master":"lo","linkInContainer":true,"mode":"vepa"
            """],
        ["dhcp"] = ["""
            "ipam":{"type":"dhcp","daemonSocketPath":"/run/d/dhcp.sock","priority":10,"provide":[{"option":"host-name","value":"h","fromArg":"K8S_POD_NAME"},
            {"option":"60","value":"v"}],"request":[{"option":"42"},{"option":"routers","skipDefault":true}]}
            """],
        ["names"] = ["""
            "domainName":"d.example","resolver":"gateway","dataDir":"/run/d/names"
            """],
        ["dnsname"] = ["""
            "domainName":"d.example","resolver":"10.0.0.53","dataDir":"/run/d/names"
            """],
        ["ipvlan"] = ["""
            "master":"lo","mode":"l3","mtu":1400,"linkInContainer":false
            """,
            """
            "mode":"l2"
            """],
        ["vlan"] = ["""
            "master":"lo","vlanId":100,"mtu":1400,"linkInContainer":true
            """],
        ["dummy"] = ["""
            "mtu":1400
            """],
        ["tap"] = ["""
            "multiQueue":true,"owner":1000,"group":1000,"mtu":1400,"mac":"02:00:00:00:00:07","bridge":"br0"
            """,
            """
            "owner":0,"selinuxContext":"system_u:system_r:container_t:s0"
            """],
        ["host-device"] = ["""
            "device":"spare0"
            """,
            """
            "hwaddr":"02:00:00:00:00:33","kernelpath":"/sys/devices/virtual"
            """,
            """
            "pciBusID":"0000:00:00.0"
            """],
        ["portmap"] =
        [
            """
            "snat":true
            """,
            """
            "backend":"nftables","snat":true,"masqAll":false,"conditionsV4":["ip","daddr","10.0.0.0/8"],"conditionsV6":["ip6","daddr","fd00::/8"]
            """,
            """
            "backend":"iptables","snat":true,"markMasqBit":13,"conditionsV4":["-s","10.0.0.0/8"],"externalSetMarkChain":"KUBE-MARK-MASQ"
            """,
        ],
        ["bandwidth"] = ["""
            "ingressRate":8000000,"ingressBurst":8000000,"egressRate":8000000,"egressBurst":8000000
            """],
        ["tuning"] =
        [
            """
            "mtu":1400,"promisc":true,"sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1"}
            """,
            """
            "dataDir":"/run/d/leases","mac":"02:00:00:00:00:0c","mtu":1400,"promisc":true,"allmulti":true,"txQLen":77,
            "sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"1","net/core/somaxconn":"99"}
            """,
        ],
        ["sbr"] = ["""
            "table":77,"gateways":["10.1.2.1","fd00:1::1"],"addSourceHints":true
            """],
        ["vrf"] = ["""
            "vrfname":"blue","table":7
            """],
        ["firewall"] =
        [
            """
            "backend":"nftables","ingressPolicy":"same-bridge","iptablesAdminChainName":"MY-ADMIN","firewalldZone":"trusted"
            """,
            """
            "backend":"nftables","ingressPolicy":"isolated"
            """,
        ],
        ["static"] = ["""
            "ipam":{"type":"static","addresses":[{"address":"10.1.2.5/24","gateway":"10.1.2.1"},{"address":"fd00:1::5/64"}],"routes":[{"dst":"0.0.0.0/0"}],
            "dns":{"nameservers":["10.0.0.53"],"domain":"d","search":["s"]}}
            """],
    };

    static readonly string[] s_versions = ["1.1.0", "1.1.0", "1.0.0", "0.4.0", "0.3.1", "0.2.0", "0.1.0"];

    /// <summary>Whether a call that goes well makes links, whose end takes the kernel long.</summary>
    public static bool MakesLinks(string plugin) => plugin is not ("host-local" or "static" or "loopback" or "names" or "dnsname" or "dhcp");

    public static string For(Random random, string plugin, string verb)
    {
        string version = HostileInput.Pick(random, verb is "GC" or "STATUS" ? ["1.1.0"] : s_versions);
        var keys = new List<string> { $"\"cniVersion\":\"{version}\"", "\"name\":\"net\"", $"\"type\":\"{plugin}\"" };
        if (s_keys.TryGetValue(plugin == "veth" ? "ptp" : plugin, out var own))
            keys.Add(HostileInput.Pick(random, own).Trim());
        if (plugin is not ("static" or "dhcp") && (plugin == "host-local" || random.Next(4) > 0))
            keys.Add((random.Next(3) == 0 ? OldIpam : Ipam).Trim());
        if (random.Next(3) == 0 || plugin == "portmap" && random.Next(3) > 0)
            keys.Add(Asked.Trim());
        if (random.Next(2) == 0)
            keys.Add($"\"prevResult\":{(random.Next(5) == 0 ? MadeOld : Made).Trim()}");
        if (verb == "GC")
            keys.Add("\"cni.dev/valid-attachments\":[{\"containerID\":\"c1\",\"ifname\":\"eth0\"}]");
        return $"{{{string.Join(',', keys)}}}";
    }

    /// <summary>Whether a plugin may have made a file: leases are FOLDER/NETWORK/ADDRESS, the index .index/NETWORK/CONTAINER:IFNAME; names are FOLDER/NETWORK.</summary>
    public static bool MayBe(string path) => Lease().IsMatch(path) || Other().IsMatch(path);

    [GeneratedRegex(@"^(/run/d/leases(/deeper)?|/var/lib/cni/networks)(/\.index)?"
        + @"(/[A-Za-z0-9][A-Za-z0-9_.-]*(/([0-9a-f.:]+|lock|last_reserved_ip\.[0-9]+|[A-Za-z0-9][A-Za-z0-9_.-]*:[^/]*))?)?$")]
    private static partial Regex Lease();

    [GeneratedRegex("^(/var/lib/cni|/run/cni/(tuning|locks)(/[^/]+)?|/run/d/leases(/deeper)?/[^/]+_[^/]+[.]json"
        + "|/run/cni/firewall(/[.]lock|/[A-Za-z0-9][A-Za-z0-9_.-]*(/[^/]+)?)?|(/run/d|/run/cni)/names(/[A-Za-z0-9][^/]*)?)$")]
    private static partial Regex Other();
}
