using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Networks of one's own: who is in them, what they are like inside, and who is kept out. ip, curl and nft are the judges.</summary>
public class HullNetworksTests
{
    // Its peer's number changes, and nothing else does.
    const string Address = "ip -br addr show eth0 | sed 's/@if[0-9]*//'; ip -br link show eth0 | sed 's/@if[0-9]*//'";
    const string Web = "busybox httpd -f -h /www", Idle = "busybox sleep 1000";

    [Fact]
    public void A_network_is_a_file_that_others_read_and_is_listed_with_the_preset_ones() => InLab((_, hull) =>
    {
        string id = hull.Ok("network create shop");

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Contains("\"name\": \"shop\"", File.ReadAllText("/etc/cni/net.d/shop.conflist"));
        string[] listed = hull.Ok("network ls").Split('\n');
        Assert.Matches(@"^NETWORK ID +NAME +DRIVER +SCOPE$", listed[0]);
        Assert.Contains(listed, line => Regex.IsMatch(line, $@"^{id[..12]} +shop +bridge +local$"));
        Assert.Contains(listed, line => Regex.IsMatch(line, @"^[0-9a-f]{12} +none +null +local$"));
        hull.Ok($"network rm {id[..12]}");
        Assert.Empty(Directory.GetFiles("/etc/cni/net.d"));
    });

    [Fact]
    public void Networks_without_a_subnet_take_those_that_nobody_has() => InLab((lab, hull) =>
    {
        lab.Tool("ip link add up0 type veth peer name up1 && ip link set up0 up && ip addr add 10.89.0.77/23 dev up0");

        hull.Ok("network create one");
        hull.Ok("network create two");

        Assert.Equal("10.89.2.0/24 10.89.3.0/24", hull.Ok("network inspect one two | grep -o '10[.][0-9.]*/24' | paste -sd' '"));
        var overlap = hull.Try("network create --subnet 10.89.2.128/25 three");
        Assert.Equal(125, overlap.ExitCode);
        Assert.Contains("overlaps 10.89.2.0/24 of network one", overlap.Err);
    });

    [Fact]
    public void Unpublished_ports_are_the_hosts_and_the_networks_own_only() => InLab((lab, hull) =>
    {
        lab.Namespace("lan");
        lab.Tool("ip link add up0 type veth peer name up0 netns lan && ip addr add 192.0.2.1/24 dev up0 && ip link set up0 up");
        lab.In("lan", "ip addr add 192.0.2.2/24 dev up0 && ip link set up0 up && ip route add 10.0.0.0/8 via 192.0.2.1");
        // Both take addresses of the loopback network by the wire: the neighbour sends them, and the host would answer.
        lab.In("lan", "echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet; ip route add 127.0.0.1 via 192.0.2.1");
        lab.Tool("echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet");
        lab.Start("python3 -m http.server --bind 127.0.0.1 1316 --directory /run");
        lab.Until("the host answers on its loopback address as long as no port is published there", () => lab.TryIn("lan", "curl -s -m 2 127.0.0.1:1316").ExitCode == 0);
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        hull.Ok($"run -d --name web --network shop --ip 10.5.0.9 -p 1314:80 -p 127.0.0.1:1315:80 {Web}");
        string friend = Namespace(hull.Ok($"run -d --network shop {Idle}")), stranger = Namespace(hull.Ok($"run -d --network back {Idle}"));
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 10.5.0.9").Out == "hello");

        Assert.Equal("hello", lab.In(friend, "curl -s -m 2 10.5.0.9"));
        Assert.Equal("hello", lab.In("lan", "curl -s -m 2 192.0.2.1:1314"));
        Assert.Equal("hello", lab.In(stranger, "curl -s -m 2 192.0.2.1:1314"));
        Assert.Equal("hello", lab.Tool("curl -s -m 2 127.0.0.1:1315"));
        Assert.Equal(28, lab.TryIn("lan", "curl -s -m 1 10.5.0.9").ExitCode);
        Assert.Equal(28, lab.TryIn(stranger, "curl -s -m 1 10.5.0.9").ExitCode);
        Assert.NotEqual(0, lab.TryIn("lan", "curl -s -m 1 192.0.2.1:1315").ExitCode);
        Assert.Equal(28, lab.TryIn("lan", "curl -s -m 1 127.0.0.1:1315").ExitCode);
    });

    [Fact]
    public void An_internal_network_has_no_way_out() => InLab((lab, hull) =>
    {
        hull.Ok("network create --internal --subnet 10.5.0.0/24 inner");

        Assert.Equal("10.5.0.0/24 dev eth0 scope link  src 10.5.0.2", hull.Ok("run --rm --network inner busybox ip route").Trim());
        Assert.Contains("publishes no ports", hull.Try($"run -d --network inner -p 80:80 {Web}").Err);
    });

    [Fact]
    public void A_container_has_several_networks_and_says_which_leads_outside() => InLab((_, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");

        string routes = hull.Ok("run --rm --network name=shop,ip=10.5.0.50 --network name=back,gw-priority=1,mac-address=02:42:0a:06:00:05 busybox sh -c 'ip route; ip link show eth1'");

        Assert.Contains("default via 10.6.0.1 dev eth1 \n", routes);
        Assert.Contains("default via 10.5.0.1 dev eth0  metric 100", routes);
        Assert.Contains("src 10.5.0.50", routes);
        Assert.Contains("link/ether 02:42:0a:06:00:05", routes);
    });

    [Fact]
    public void Six_and_four_go_together() => InLab((_, hull) =>
    {
        hull.Ok("network create --ipv6 --subnet 10.5.0.0/16 --ip-range 10.5.7.0/24 --gateway 10.5.0.9 -o mtu=1400 --label tier=front shop");

        string inside = hull.Ok("run --rm --network shop busybox sh -c 'ip addr show eth0; ip route; ip -6 route'");

        Assert.Matches(@"inet 10\.5\.7\.\d+/16", inside);
        Assert.Contains("mtu 1400", inside);
        Assert.Contains("default via 10.5.0.9 dev eth0", inside);
        Assert.Matches("inet6 fd[0-9a-f:]+/64", inside);
        Assert.Matches("default via fd[0-9a-f:]+::1 dev eth0", inside);
        Assert.Contains("\"tier\": \"front\"", hull.Ok("network inspect shop"));
    });

    [Fact]
    public void A_running_container_joins_a_network_and_leaves_it() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        string pod = Namespace(hull.Ok($"run -d --name web --network shop {Idle}"));
        string before = lab.In(pod, "ip -o -4 addr; ip route");

        hull.Ok("network connect --ip 10.6.0.33 --alias www back web");

        Assert.Contains("10.6.0.33/24", lab.In(pod, "ip -o addr show eth1"));
        Assert.Contains("10.6.0.33/24", hull.Ok("network inspect back"));
        Assert.Contains("10.6.0.33", hull.Ok("exec web cat /etc/hosts"));
        Assert.Contains("is connected to network back already", hull.Try("network connect back web").Err);
        Assert.Contains("in use by container web", hull.Try("network rm back").Err);

        hull.Ok("network disconnect back web");

        Assert.Equal(before, lab.In(pod, "ip -o -4 addr; ip route"));
        Assert.DoesNotContain("10.6.0.33", hull.Ok("exec web cat /etc/hosts"));
        Assert.DoesNotContain("10.6.0.33", lab.Tool("ls /var/lib/cni/networks/*"));
        hull.Ok("network rm back");
    });

    [Fact]
    public void What_a_flushed_firewall_took_is_found_missing_and_made_anew() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        string pod = Namespace(hull.Ok($"run -d --name web --network shop -p 1314:80 {Web}"));
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 127.0.0.1:1314").Out == "hello");
        string address = lab.In(pod, Address);
        hull.Ok("network check");

        lab.Tool("nft flush ruleset");

        Assert.NotEqual(0, lab.Try("curl -s -m 1 127.0.0.1:1314").ExitCode);
        var check = hull.Try("network check web");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("hull network reload web", check.Err);
        hull.Ok("network reload --all");
        Assert.Equal("hello", lab.Tool("curl -s -m 2 127.0.0.1:1314"));
        Assert.Equal(address, lab.In(pod, Address));
        hull.Ok("network check");
    });

    /// <summary>CVE-2025-54410: what a firewall of the machine's flushes as it starts anew is its own, and keeps nobody out or in any less.</summary>
    [Fact]
    public void What_a_firewall_flushes_of_its_own_and_of_iptables_opens_and_closes_nothing() => InLab((lab, hull) =>
    {
        lab.Namespace("lan");
        lab.Tool("ip link add up0 type veth peer name up0 netns lan && ip addr add 192.0.2.1/24 dev up0 && ip link set up0 up");
        lab.In("lan", "ip addr add 192.0.2.2/24 dev up0 && ip link set up0 up && ip route add 10.0.0.0/8 via 192.0.2.1");
        hull.Ok("network create --subnet 10.5.0.0/24 shop");
        hull.Ok("network create --subnet 10.6.0.0/24 back");
        hull.Ok($"run -d --name web --network shop --ip 10.5.0.9 -p 1314:80 {Web}");
        string stranger = Namespace(hull.Ok($"run -d --network back {Idle}"));
        lab.Until("the server listens", () => lab.Try("curl -s -m 2 10.5.0.9").Out == "hello");
        lab.Tool("nft add table inet firewalld");

        lab.Tool("nft delete table inet firewalld; for t in ip ip6; do for table in raw mangle nat filter; do ${t}tables -t $table -F; ${t}tables -t $table -X; done; done");

        hull.Ok("network check");
        Assert.Equal("hello", lab.In("lan", "curl -s -m 2 192.0.2.1:1314"));
        Assert.Equal(28, lab.TryIn("lan", "curl -s -m 1 10.5.0.9").ExitCode);
        Assert.Equal(28, lab.TryIn(stranger, "curl -s -m 1 10.5.0.9").ExitCode);
    });

    [Fact]
    public void A_container_shares_anothers_network() => InLab((_, hull) =>
    {
        hull.Ok($"run -d --name web {Web}");

        Assert.Equal(hull.Ok("exec web ip -o addr"), hull.Ok("run --rm --network container:web busybox ip -o addr"));
        hull.Ok("run --name done busybox true");
        Assert.Contains("not running", hull.Try("run --network container:done busybox true").Err);
    });

    [Fact]
    public void Networks_and_all_that_was_in_them_are_gone_without_a_trace() => InLab((_, hull) =>
    {
        hull.Ok("network create warm");
        hull.Ok("run --rm --network warm busybox true");   // the tables are there from now on, and this network's bridge
        string before = hull.Traces();

        hull.Ok("network create --ipv6 shop");
        hull.Ok($"run -d --name web --network warm --network shop -p 1314:80 {Web}");
        hull.Ok("rm -f web");
        hull.Ok("network rm shop");

        Assert.Equal(before, hull.Traces());
    });

    [Theory]
    [InlineData("network create -d cloud x", "there is no driver cloud")]
    [InlineData("network create none", "already exists")]
    [InlineData("network create a/b", "invalid network name")]
    [InlineData("network create --subnet 10.1.2.3 x", "it reads ADDRESS/LENGTH")]
    [InlineData("network create --subnet 10.5.0.0/24 --gateway 10.6.0.1 x", "in none of the network's subnets")]
    [InlineData("network create -o colour=blue x", "-o colour=blue is not understood")]
    [InlineData("network rm hull", "pre-defined network and cannot be removed")]
    [InlineData("network rm nowhere", "network nowhere not found")]
    [InlineData("run --network name=hull,speed=9 busybox true", "there is no setting speed")]
    [InlineData("run --network none --network hull busybox true", "stands alone")]
    [InlineData("run --network none --ip 10.5.0.2 busybox true", "need a network that hull makes")]
    [InlineData("run --ip 10.5.0.300 busybox true", "which is no address")]
    [InlineData("run --mac-address 01:00:00:00:00:01 busybox true", "is no MAC address of a container's")]
    [InlineData("run --add-host nobody busybox true", "it reads NAME:ADDRESS")]
    [InlineData("run --bandwidth fast busybox true", "it reads 10M")]
    public void What_cannot_be_is_refused_in_a_sentence_and_nothing_is_made(string command, string sentence) => InLab((_, hull) =>
    {
        string before = hull.Traces();

        var refusal = hull.Try(command);

        Assert.NotEqual(0, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
        Assert.Equal(before, hull.Traces());
    });

    static string Namespace(string id) => $"hull-{id[..12]}";
}
