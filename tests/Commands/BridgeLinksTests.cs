using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>What a bridge network's links are like, who hears of them, and how they are found again.</summary>
public class BridgeLinksTests
{
    [Fact]
    public void The_bridges_mac_address_stays_as_containers_come_and_go() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        network.Attach("a");
        string mac = MacOf(lab, "net0");
        network.Attach("b");
        network.Attach("c");
        network.Detach("a");

        Assert.Equal(mac, MacOf(lab, "net0"));
        Assert.Equal(mac, JsonDocument.Parse(network.ResultOf("c")).RootElement.GetProperty("interfaces")[0].GetProperty("mac").GetString());
    });

    [Fact]
    public void A_bridge_that_lost_its_mac_address_with_its_last_port_is_given_one() => Lab.Run(lab =>
    {
        lab.Tool("ip link add net0 type bridge && ip link add v1 type veth peer name v2 && ip link set v1 master net0 && ip link del v1");
        Assert.Equal("00:00:00:00:00:00", MacOf(lab, "net0"));

        var network = new Network(lab);
        network.Attach("a");
        string mac = MacOf(lab, "net0");
        network.Attach("b");

        Assert.Equal(mac, MacOf(lab, "net0"));
        lab.In("a", "ping -c 1 -W 2 10.44.0.1");
    });

    [Fact]
    public void An_address_that_another_container_had_works_at_once() => Lab.Run(lab =>
    {
        string config = OneAddress(lab, "10.44.0.7/24", "fd00:44::7/64");
        lab.Namespace("neighbour");
        Succeed(Call("bridge", "neighbour").Add(lab, OneAddress(lab, "10.44.0.9/24", "fd00:44::9/64")));
        string[] pings = ["ping -c 1 -W 1 10.44.0.7", "ping -c 1 -W 1 fd00:44::7"];

        for (int life = 0; life < 2; life++)
        {
            Succeed(Call("bridge", "pod").Add(lab, config));
            string mac = lab.In("pod", "ip -o link show eth0 | grep -o 'ether [^ ]*' | cut -d' ' -f2");
            foreach (string ping in pings)
            {
                lab.Tool(ping);
                lab.In("neighbour", ping);
            }
            Assert.All(lab.Tool("ip neigh show dev net0 | grep -e 10.44.0.7 -e fd00:44::7").Split('\n'), line => Assert.Contains(mac, line));
            Succeed(Call("bridge", "pod").Del(lab, config));
        }
    });

    [Fact]
    public void A_new_container_is_announced_to_its_neighbours() => Lab.Run(lab =>
    {
        string config = OneAddress(lab, "10.44.0.7/24", "fd00:44::7/64");
        lab.Namespace("neighbour");
        Succeed(Call("bridge", "neighbour").Add(lab, OneAddress(lab, "10.44.0.9/24", "fd00:44::9/64")));
        var capture = lab.Start("tcpdump -lnni eth0 '(arp[6:2] = 1 and arp[14:4] = arp[24:4]) or icmp6[0] = 136'", "neighbour");
        capture.AwaitWord("listening");

        Succeed(Call("bridge", "pod").Add(lab, config));

        string[] awaited = ["who-has 10.44.0.7 tell 10.44.0.7", "fd00:44::7 > ff02::1: ICMP6, neighbor advertisement, tgt is fd00:44::7"];
        for (var missing = awaited.ToList(); missing.Count > 0;)
        {
            string line = capture.ReadLine();
            missing.RemoveAll(line.Contains);
        }
    });

    [Fact]
    public void The_hosts_end_says_whose_it_is() => Lab.Run(lab =>
    {
        new Network(lab).Attach("pod");

        Assert.Contains("alias net pod eth0", lab.Tool("ip link show master net0"));
    });

    [Fact]
    public void A_del_that_knows_nothing_finds_the_veth_by_its_alias() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        network.Attach("pod");
        network.Attach("other");

        Succeed((Call("bridge", "pod") with { NetNs = "" }).Del(lab, network.Bridge));

        Assert.Equal("net other eth0", Aliases(lab));
    });

    [Fact]
    public void A_del_finds_the_veth_when_the_container_has_renamed_its_end() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        network.Attach("pod");
        lab.In("pod", "ip link set eth0 down && ip link set eth0 name wan0");

        network.Detach("pod");

        Assert.Equal("", Aliases(lab));
    });

    [Fact]
    public void A_del_does_not_take_another_containers_veth_for_its_own() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        string stale = network.Attach("pod");
        network.Attach("other");
        string theirs = lab.Tool("ip -br link show type veth | grep -n . | sed -n 2p | sed 's/^2:\\(veth[^@]*\\).*/\\1/'");
        string ours = JsonDocument.Parse(stale).RootElement.GetProperty("interfaces")[1].GetProperty("name").GetString()!;
        network.Detach("pod");

        Succeed((Call("bridge", "pod") with { NetNs = "" }).Del(lab, With(network.Bridge, stale.Replace(ours, theirs))));

        Assert.Equal("net other eth0", Aliases(lab));
    });

    [Fact]
    public void Gc_takes_the_veths_of_attachments_that_are_not_valid_and_no_others() => Lab.Run(lab =>
    {
        var network = new Network(lab);
        var another = new Network(lab, "net2", "10.45.0.0/24", "fd00:45::/64");
        network.Attach("live");
        network.Attach("dead");
        another.Attach("elsewhere");
        lab.Tool("ip link add stranger type veth peer name x && ip link set stranger master net0");

        Succeed(PluginCall.Ours("bridge").Run(lab, "GC",
            network.Bridge.Replace("1.0.0", "1.1.0").TrimEnd()[..^1] + """, "cni.dev/valid-attachments":[{"containerID":"live","ifname":"eth0"}] }"""));

        Assert.Equal("net live eth0\nnet2 elsewhere eth0", Aliases(lab));
        Assert.Contains("stranger", lab.Tool("ip -br link show master net0"));
        Assert.Equal("", lab.In("dead", "ip -br link show type veth"));
        lab.In("live", "ping -c 1 -W 2 10.44.0.1");
    });

    [Fact]
    public void Routes_keep_what_was_said_of_them() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = """
            {"cniVersion":"1.1.0","name":"net","type":"bridge","bridge":"net0","isGateway":true,
             "ipam":{"type":"static","addresses":[{"address":"10.44.0.7/24"}],"routes":[
               {"dst":"0.0.0.0/0","mtu":1300,"advmss":1200,"priority":7},{"dst":"10.9.0.0/16","gw":"10.44.0.9","table":100},{"dst":"10.8.0.0/16","scope":0}] } }
            """;
        string result = Succeed(Call("bridge", "pod").Add(lab, config));

        Assert.Equal("default via 10.44.0.1 dev eth0 metric 7 mtu 1300 advmss 1200", lab.In("pod", "ip route show default").Trim());
        Assert.Equal("10.9.0.0/16 via 10.44.0.9 dev eth0", lab.In("pod", "ip route show table 100").Trim());
        Succeed(Call("bridge", "pod").Check(lab, With(config, result)));

        lab.In("pod", "ip route change default via 10.44.0.1 dev eth0 metric 7 mtu 1400 advmss 1200");
        Assert.Equal("Expected Route 0.0.0.0/0 not found in routing table; it should be default via 10.44.0.1 dev eth0 metric 7 mtu 1300 advmss 1200: what is there has mtu 1400",
            Refused(Call("bridge", "pod").Check(lab, With(config, result))).Message);
    });

    [Fact]
    public void With_enabledad_an_address_that_another_has_is_refused() => Lab.Run(lab =>
    {
        lab.Namespace("first");
        string config = OneAddress(lab, "10.44.0.7/24", "fd00:44::7/64").Replace("\"isGateway\"", "\"enabledad\":true,\"isGateway\"");
        Succeed(Call("bridge", "first").Add(lab, config));
        Assert.DoesNotContain("tentative", lab.In("first", "ip -6 addr show eth0"));

        Assert.Equal("link eth0 has address fd00:44::7 in DADFAILED state; another machine on this network has it", Refused(Call("bridge", "pod").Add(lab, config)).Message);
        Assert.Equal("net first eth0", Aliases(lab));
    });

    [Fact]
    public void A_container_without_its_interface_is_left_down() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        const string config = """{"cniVersion":"1.1.0","name":"l2","type":"bridge","bridge":"net0","disableContainerInterface":true}""";

        string result = Succeed(Call("bridge", "pod").Add(lab, config));

        Assert.Contains("state DOWN", lab.In("pod", "ip link show eth0"));
        Succeed(Call("bridge", "pod").Check(lab, With(config, result)));
    });

    [Theory]
    [InlineData("bridge link set dev $V hairpin off", "V has hairpin mode off")]
    [InlineData("bridge link set dev $V isolated off", "V is not isolated from the bridge's other ports")]
    [InlineData("ip link set $V nomaster", "V is not on bridge net0")]
    [InlineData("ip link set $V down", "V is down")]
    [InlineData("ip -n pod link set eth0 down", "eth0 is down")]
    [InlineData("ip -n pod link set eth0 address 02:00:00:00:00:01", "eth0 has the MAC address 02:00:00:00:00:01, not MAC")]
    [InlineData("ip -n pod link set eth0 mtu 1280", "eth0 has an MTU of 1280 bytes, not 1400")]
    [InlineData("ip addr del 10.44.0.1/24 dev net0", "net0 has not the gateway's address 10.44.0.1/24")]
    [InlineData("ip link del net0", "bridge net0 is missing")]
    [InlineData("ip -n pod link del eth0", "eth0 is missing in /run/netns/pod")]
    public void Check_names_what_differs(string change, string difference) => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: "\"hairpinMode\":true,\"portIsolation\":true,\"mtu\":1400,");
        string result = network.Attach("pod");
        var links = JsonDocument.Parse(result).RootElement.GetProperty("interfaces");
        string veth = links[1].GetProperty("name").GetString()!, mac = links[2].GetProperty("mac").GetString()!;

        lab.Tool(change.Replace("$V", veth));

        Assert.Equal(difference.Replace("MAC address 02:00:00:00:00:01, not MAC", $"MAC address 02:00:00:00:00:01, not {mac}").Replace("V ", $"{veth} "),
            Refused(Call("bridge", "pod").Check(lab, With(network.Bridge, result))).Message);
    });

    [Fact]
    public void An_add_that_fails_at_its_routes_leaves_neither_link_nor_bridge() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = """
            {"cniVersion":"1.1.0","name":"net","type":"bridge","bridge":"net0","isGateway":true,"macspoofchk":true,
             "ipam":{"type":"host-local","dataDir":"/run/leases","subnet":"10.44.0.0/24","routes":[{"dst":"10.9.0.0/16","gw":"192.0.2.1"}] } }
            """;

        Assert.Contains("add 10.9.0.0/16 via 192.0.2.1 dev eth0", Refused(Call("bridge", "pod").Add(lab, config)).Message);

        Assert.Equal("lo", lab.Tool("ip -br link | cut -d' ' -f1"));
        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 10.44 || true; nft list ruleset"));
    });

    [Theory]
    [InlineData("", "\"net0\" already has an IP address different from 10.44.0.1/24; it has 10.5.0.1/16: set forceAddress to have it replaced, or use a bridge of its own")]
    [InlineData("\"forceAddress\":true,", null)]
    public void Another_address_on_the_bridge_is_replaced_only_by_force(string keys, string? refusal) => Lab.Run(lab =>
    {
        lab.Tool("ip link add net0 type bridge && ip addr add 10.5.0.1/16 dev net0 && ip link set net0 up");
        lab.Namespace("pod");
        var outcome = Call("bridge", "pod").Add(lab, new Network(lab, bridgeKeys: keys).Bridge);

        if (refusal is not null)
            Assert.Equal(refusal, Refused(outcome).Message);
        Assert.Equal(refusal is null ? "10.44.0.1/24" : "10.5.0.1/16", lab.Tool("ip -4 -br addr show net0 | awk '{print $3}'"));
    });

    [Fact]
    public void A_network_of_two_ipv4_subnets_has_a_gateway_in_both() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = """
            {"cniVersion":"1.1.0","name":"net","type":"bridge","bridge":"net0","isGateway":true,
             "ipam":{"type":"host-local","dataDir":"/run/leases","ranges":[[{"subnet":"10.44.0.0/24"}],[{"subnet":"10.45.0.0/24"}]] } }
            """;
        string result = Succeed(Call("bridge", "pod").Add(lab, config));

        lab.In("pod", "ping -c 1 -W 2 10.44.0.1 && ping -c 1 -W 2 10.45.0.1");
        Succeed(Call("bridge", "pod").Check(lab, With(config, result)));
    });

    static string OneAddress(Lab lab, string v4, string v6)
    {
        lab.Namespace("pod");
        return $$"""
            {"cniVersion":"1.1.0","name":"net","type":"bridge","bridge":"net0","isGateway":true,
             "ipam":{"type":"static","addresses":[{"address":"{{v4}}"},{"address":"{{v6}}"}] } }
            """;
    }

    static string MacOf(Lab lab, string link) => lab.Tool($"ip -o link show {link} | grep -o 'ether [^ ]*' | cut -d' ' -f2");

    static string Aliases(Lab lab) => lab.Tool("ip link show type veth | sed -n 's/^ *alias //p' | sort");
}
