using Tests;
using Tests.Commands;

namespace Conformance;

/// <summary>The networks that the crossed and the killed tests are about: each backend, and each way plugins are chained.</summary>
internal static class ChainNetworks
{
    const string Leases = """ "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.22.0.0/24" }], [{ "subnet": "fd00:22::/64" }]] } """;
    const string Fixed = """
        "ipam": { "type": "static", "addresses": [{ "address": "10.22.0.9/24", "gateway": "10.22.0.1" }, { "address": "fd00:22::9/64" }], "routes": [{ "dst": "10.99.0.0/16" }] }
        """;
    const string Ports = """
        "runtimeConfig": { "portMappings": [
          { "hostPort": HOSTPORT, "containerPort": 80, "protocol": "tcp" }, { "hostPort": HOSTPORT, "containerPort": 53, "protocol": "udp" }] }
        """;

    static readonly Dictionary<string, string> s_networks = new()
    {
        ["bridge"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} } """,
        ["bridge, layer 2"] = """ "bridge": { "bridge": "br0" } """,
        ["bridge, masquerading by nftables"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipMasq": true, "ipMasqBackend": "nftables", {{Leases}} } """,
        ["bridge, masquerading by iptables"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipMasq": true, "ipMasqBackend": "iptables", {{Leases}} } """,
        ["bridge, portmap by nftables"] = $$"""
            "bridge": { "bridge": "br0", "isDefaultGateway": true, "hairpinMode": true, "ipMasq": true, "ipMasqBackend": "nftables", {{Leases}} },
            "portmap": { "backend": "nftables", {{Ports}} }
            """,
        ["bridge, portmap by iptables"] = $$"""
            "bridge": { "bridge": "br0", "isDefaultGateway": true, "ipMasq": true, "ipMasqBackend": "iptables", {{Leases}} },
            "portmap": { "backend": "iptables", {{Ports}} }
            """,
        ["bridge, firewall by nftables"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} }, "firewall": { "backend": "nftables", "ingressPolicy": "isolated" } """,
        ["bridge, firewall by iptables"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} }, "firewall": { "backend": "iptables", "ingressPolicy": "same-bridge" } """,
        ["ptp, firewall by iptables"] = $$""" "ptp": { {{Leases}} }, "firewall": { "backend": "iptables" } """,
        ["bridge, static, macspoofchk"] = $$""" "bridge": { "bridge": "br0", "isGateway": true, "macspoofchk": true, {{Fixed}} } """,
        ["ptp"] = $$""" "ptp": { {{Leases}} } """,
        ["ptp, masquerading by nftables"] = $$""" "ptp": { "ipMasq": true, "ipMasqBackend": "nftables", {{Leases}} } """,
        ["ptp, masquerading by iptables"] = $$""" "ptp": { "ipMasq": true, "ipMasqBackend": "iptables", {{Leases}} } """,
        ["ptp, portmap by nftables"] = $$""" "ptp": { {{Leases}} }, "portmap": { "backend": "nftables", {{Ports}} } """,
        ["macvlan"] = $$""" "macvlan": { "master": "m0", {{Leases}} } """,
        ["macvlan, layer 2"] = """ "macvlan": { "master": "m0", "mode": "private" } """,
        ["bridge, tuning"] = $$"""
            "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} },
            "tuning": { "mac": "02:00:00:00:00:0c", "mtu": 1400, "promisc": true, "allmulti": true, "txQLen": 77, "sysctl": { "net.ipv4.conf.eth0.arp_filter": "1" } }
            """,
        ["bridge, bandwidth"] = $$"""
            "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} },
            "bandwidth": { "ingressRate": 10000000, "ingressBurst": 1000000, "egressRate": 20000000, "egressBurst": 2000000 }
            """,
        ["ptp, bandwidth out"] = $$""" "ptp": { {{Leases}} }, "bandwidth": { "egressRate": 20000000, "egressBurst": 2000000 } """,
        ["bridge, sbr"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} }, "sbr": { } """,
        ["bridge, vrf"] = $$""" "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} }, "vrf": { "vrfname": "blue" } """,
        ["bridge, names"] = $$"""
            "bridge": { "bridge": "br0", "isDefaultGateway": true, {{Leases}} },
            "names": { "domainName": "pods.example", "runtimeConfig": { "aliases": { "net": ["web", "shop"] } } }
            """,
        ["bridge, dhcp"] = """ "bridge": { "bridge": "br0", "ipam": { "type": "dhcp" } } """,
        ["ipvlan"] = $$""" "ipvlan": { "master": "m0", "mode": "l2", {{Leases}} } """,
        ["vlan"] = $$""" "vlan": { "master": "m0", "vlanId": VLAN, {{Leases}} } """,
        ["dummy"] = $$""" "dummy": { {{Leases}} } """,
        ["tap"] = $$""" "tap": { "owner": 1, "group": 1, {{Leases}} } """,
        ["tap, layer 2"] = """ "tap": { } """,
        ["host-device"] = $$""" "host-device": { "device": "dHOSTPORT", {{Leases}} } """,
        ["host-local"] = $$""" "host-local": { {{Leases}} } """,
        ["static"] = $$""" "static": { {{Fixed}} } """,
        ["loopback"] = """ "loopback": { } """,
    };

    public static IEnumerable<string> Names => s_networks.Keys;

    /// <summary>Those that the reference plugins serve, too. They have no names; of DHCP, each make's plugin speaks with its own daemon only.</summary>
    public static IEnumerable<string> NamesOfBoth => Names.Where(name => !name.Contains("names") && !name.Contains("dhcp"));

    /// <summary>The network as one container gets it; each has ports of its own.</summary>
    public static Chain Chain(string name, int hostPort, string version = "1.1.0") => Conformance.Chain.Of(
        $$""" { "cniVersion": "{{version}}", "name": "net", "plugins": { {{s_networks[name].Replace("HOSTPORT", $"{hostPort}").Replace("VLAN", $"{hostPort - 8000}")}} } } """);

    /// <summary>What a kernel must know for a network's links.</summary>
    static readonly Dictionary<string, string> s_kinds = new()
    {
        ["ipvlan"] = "ip link add link m0 name probe type ipvlan mode l2", ["vlan"] = "ip link add link m0 name probe type vlan id 4000",
        ["dummy"] = "ip link add probe type dummy", ["vrf"] = "ip link add probe type vrf table 9",
    };

    /// <summary>
    /// What a network's links are made of, if anything: m0, one end of a cable, to be stacked upon; or links of the host to be moved. Skips the test when the kernel
    /// lacks the kind of link.
    /// </summary>
    public static void Prepare(Lab lab, string name, params IReadOnlyList<int> hostPorts)
    {
        if (s_networks[name].Contains("\"m0\""))
            lab.Tool("ip link add m0 type veth peer name m1; ip link set m0 up; ip link set m1 up");
        if (s_networks[name].Contains("dHOSTPORT"))
            foreach (int port in hostPorts)
                lab.Tool($"ip link add d{port} type veth peer name e{port}; ip link set e{port} up");   // without a carrier the reference waits ten seconds for IPv6
        if (name.Contains("dhcp"))
            _ = new DhcpLan(lab, term: "1h");   // which no test outlives: a renewal would change what the daemon keeps
        if (KindIn(name) is { } kind)
            lab.Needs(s_kinds[kind], "ip link del probe");
    }

    /// <summary>
    /// The kind of link that a network has and that not every kernel has, if there is one. All else about such a network, its lease, its files, its results,
    /// is as in one of the others: macvlan's or bridge's.
    /// </summary>
    public static string? KindIn(string name) => name.Split(", ").FirstOrDefault(s_kinds.ContainsKey);

    /// <summary>Whether some of an attachment is in the container, where GC does not look: a link of its own, or rules.</summary>
    public static bool IsWithinThePod(string name) => name.Split(',')[0] is "macvlan" or "ipvlan" or "vlan" or "dummy" or "tap" || name.EndsWith(", sbr");

    /// <summary>Whether GC has something to do: lo is its namespace's, and a device of the host comes back with the namespace's end.</summary>
    public static bool HasGarbage(string name) => name is not ("loopback" or "host-device");

    /// <summary>Skips the test when one of these makes lacks one of the plugins.</summary>
    public static void Need(Chain chain, params PluginFolder[] makes)
    {
        foreach (var make in makes)
            foreach (var plugin in chain.Plugins)
                foreach (string? type in (string?[])[$"{plugin["type"]}", plugin["ipam"]?["type"]?.GetValue<string>()])
                    Skip.If(type is not null && !File.Exists($"{make.Path}/{type}"), $"{make.Name} has no {type} yet");
    }
}
