using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl addr, route, rule and neigh: what they change is judged by ip, and by packets.</summary>
public class NetctlRouteTests
{
    // The seed's two namespaces (S6 to S13): an address without a prefix, and a default route by the node's own address.
    [Fact]
    public void Two_namespaces_reach_each_other_by_a_default_route_over_their_own_address() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add nsa; ip netns add nsb; ip link add veth0 type veth peer name veth1; ip link set veth0 netns nsa; ip link set veth1 netns nsb");
        lab.Tool($"{Netctl} -n nsa addr add 10.99.0.1 dev veth0 && {Netctl} -n nsb addr add 10.99.0.2 dev veth1");
        Assert.Contains("inet 10.99.0.1/32 scope global veth0", lab.Tool("ip -n nsa addr show veth0"));

        Assert.Contains("Network is down", lab.Try($"{Netctl} -n nsa route add default via 10.99.0.1").Err);
        lab.Tool("ip -n nsa link set veth0 up; ip -n nsb link set veth1 up; ip -n nsa link set lo up; ip -n nsb link set lo up");
        Assert.Contains("Network is unreachable", lab.TryIn("nsa", "ping -c 1 -W 1 10.99.0.2").Err);

        lab.Tool($"{Netctl} -n nsa route add default via 10.99.0.1 && {Netctl} -n nsb route add default via 10.99.0.2");

        Assert.Equal("default via 10.99.0.1 dev veth0", lab.Tool("ip -n nsa route show").Trim());
        lab.In("nsa", "ping -c 3 -i 0.2 -W 2 10.99.0.2");
        Assert.Equal("0", lab.Tool("ip link | grep -c veth || true"));
        Assert.Contains("dev veth0", lab.Tool($"{Netctl} -n nsa route get 10.99.0.2"));
    });

    [Fact]
    public void A_rule_by_mark_sends_packets_through_its_table() => WithLink(lab =>
    {
        lab.Tool($"{Netctl} route add 192.0.2.0/24 via 10.1.0.9 table 100 && {Netctl} rule add fwmark 0x5/0xf table 100");

        Assert.Contains("via 10.1.0.9", lab.Tool("ip route get 192.0.2.1 mark 5"));
        Assert.Contains("via 10.1.0.9", lab.Tool($"{Netctl} route get 192.0.2.1 mark 0x15"));
        Assert.Equal(2, lab.Try($"{Netctl} route get 192.0.2.1").ExitCode);
    });

    [Fact]
    public void Several_ways_share_the_load_by_weight() => WithLink(lab =>
    {
        lab.Tool($"{Netctl} route add 192.0.2.0/24 nexthop via 10.1.0.8 weight 3 nexthop via 10.1.0.9 dev v0");
        Assert.Matches("nexthop via 10.1.0.8 dev v0 weight 3 *\n\tnexthop via 10.1.0.9 dev v0 weight 1", lab.Tool("ip route show 192.0.2.0/24"));
    });

    [Fact]
    public void A_neighbour_that_is_written_down_is_not_asked_for() => WithLink(lab =>
    {
        lab.Tool($"{Netctl} neigh add 10.1.0.77 lladdr 02:00:00:00:00:77 dev v0 nud permanent");
        lab.Try("ping -c 1 -W 1 10.1.0.77");
        Assert.Equal("10.1.0.77 dev v0 lladdr 02:00:00:00:00:77 PERMANENT", lab.Tool("ip neigh show 10.1.0.77").Trim());
        Assert.Equal(lab.Tool("ip -j neigh show"), lab.Tool($"{Netctl} -j neigh show"));
    });

    [Theory]
    [InlineData("route add 10.99.0.0/16 via 192.0.2.1", 2, "add 10.99.0.0/16 via 192.0.2.1: Nexthop has invalid gateway: Network is unreachable")]
    [InlineData("route add 10.1.0.5/24 dev v0", 2, "Invalid prefix for given prefix length: 10.1.0.5/24 is in 10.1.0.0/24")]
    [InlineData("route del 10.123.0.0/16", 2, "delete 10.123.0.0/16: No such process")]
    [InlineData("addr add 10.1.0.1/24 dev v0", 2, "add 10.1.0.1/24 dev v0: ipv4: Address already assigned: File exists")]
    [InlineData("addr add 10.1.0.1/24 dev v0 label much-too-long-for-a-label", 2,
        "add 10.1.0.1/24 dev v0: Attribute failed policy validation: at IFA.LABEL: Numerical result out of range")]
    [InlineData("route add 10.2.0.0/16 dev v0 congctl nonsense", 2, "add 10.2.0.0/16 dev v0: Unknown tcp congestion algorithm: Invalid argument")]
    [InlineData("neigh add 10.1.0.7", 255, "Device and destination are required arguments.")]
    [InlineData("rule del", 1, "\"netctl rule delete\" requires arguments.")]
    [InlineData("addr add dev v0", 255, "an address is missing.")]
    public void A_refusal_says_what_was_tried_and_what_the_kernel_minds(string command, int exitCode, string sentence) => WithLink(lab =>
        Assert.Equal(new Outcome(exitCode, "", sentence), lab.Try($"{Netctl} {command}")));

    static void WithLink(Action<Lab> test) => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; ip addr add 10.1.0.1/24 dev v0");
        test(lab);
    });
}
