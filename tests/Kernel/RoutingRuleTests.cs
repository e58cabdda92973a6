using System.Net;
using Netlink;
using Netlink.Routing;
using Xunit;

namespace Tests.Kernel;

/// <summary>Rules, ways and questions of routing by the library: what is made is judged by ip, and what is read is what ip made.</summary>
public class RoutingRuleTests
{
    [Fact]
    public void A_rule_is_as_ip_shows_it_and_read_back_as_it_was_made() => Lab.Run(lab =>
    {
        using var host = RouteSocket.Open();
        var rule = new RoutingRule
        {
            Family = Family.Ipv4, Priority = 100, From = IPAddress.Parse("10.1.0.0"), FromLength = 16, To = IPAddress.Parse("10.2.0.5"), ToLength = 32, Mark = 0x10, MarkMask = 0xff,
            IncomingName = "lo", Users = (100, 200), IpProtocol = 6, DestinationPorts = (80, 90), Table = 1000, SuppressPrefixLength = 3,
        };

        host.Add(rule);

        Assert.Equal("100:\tfrom 10.1.0.0/16 to 10.2.0.5 fwmark 0x10/0xff iif lo uidrange 100-200 ipproto tcp dport 80-90 lookup 1000 suppress_prefixlength 3",
            lab.Tool("ip rule show priority 100").Trim());
        var listed = Assert.Single(host.Rules.List(Family.Ipv4), found => found.Priority == 100);
        Assert.Equal(rule, listed with { Protocol = null });
        host.Delete(listed);
        Assert.Equal("", lab.Tool("ip rule show priority 100"));
    });

    [Theory]
    [InlineData(RuleAction.Blackhole, "blackhole")]
    [InlineData(RuleAction.Unreachable, "unreachable")]
    [InlineData(RuleAction.Prohibit, "prohibit")]
    [InlineData(RuleAction.Nop, "nop")]
    public void A_rule_may_lead_to_no_table(RuleAction action, string word) => Lab.Run(lab =>
    {
        using var host = RouteSocket.Open();
        host.Add(new RoutingRule { Family = Family.Ipv6, Priority = 5, Action = action, Table = 0 });
        Assert.Equal($"5:\tfrom all {word}", lab.Tool("ip -6 rule show priority 5").Trim());
    });

    [Fact]
    public void A_route_with_several_ways_is_read_back_with_them() => WithLink((lab, host, link) =>
    {
        host.Add(new Route
        {
            To = IPNetwork.Parse("10.50.0.0/16"),
            NextHops = [new(IPAddress.Parse("10.9.0.8"), link.Index, 3), new(IPAddress.Parse("fe80::9"), link.Index, 1, RouteFlags.OnLink)],
        });

        Assert.Matches(@"nexthop via 10.9.0.8 dev v0 weight 3 *\n\tnexthop via inet6 fe80::9 dev v0 weight 1 onlink", lab.Tool("ip route show 10.50.0.0/16"));
        var ways = Assert.Single(host.Routes.List(Family.Ipv4), route => route.To?.PrefixLength == 16).NextHops;
        Assert.Equal([("10.9.0.8", 3), ("fe80::9", 1)], ways.Select(way => ($"{way.Gateway}", way.Weight)));
    });

    [Fact]
    public void Metrics_and_locks_are_kept() => WithLink((lab, host, link) =>
    {
        var metrics = RouteMetrics.None.With(RouteMetric.Mtu, 1300, locked: true).With(RouteMetric.InitialCongestionWindow, 20).WithCongestionControl("reno");
        host.Add(new Route { To = IPNetwork.Parse("10.51.0.0/16"), LinkIndex = link.Index, Metrics = metrics });

        Assert.Contains("mtu lock 1300 initcwnd 20 congctl reno", lab.Tool("ip route show 10.51.0.0/16"));
        Assert.Equal(metrics, Assert.Single(host.Routes.List(Family.Ipv4), route => $"{route.To}" == "10.51.0.0/16").Metrics);
    });

    [Fact]
    public void A_question_of_a_packet_is_answered_as_ip_route_get_answers() => WithLink((lab, host, link) =>
    {
        lab.Tool("ip rule add fwmark 7 table 100; ip route add 192.0.2.0/24 via 10.9.0.77 table 100; ip route add 192.0.2.0/24 via 10.9.0.1");

        Assert.Equal("10.9.0.77", $"{host.Routes.Get(new RouteQuestion(IPAddress.Parse("192.0.2.5")) { Mark = 7 }).Gateway}");
        Assert.Equal("10.9.0.1", $"{host.Routes.Get(new RouteQuestion(IPAddress.Parse("192.0.2.5"))).Gateway}");
        Assert.StartsWith("192.0.2.5 via 10.9.0.77", lab.Tool("ip route get 192.0.2.5 mark 7"));
    });

    [Fact]
    public void A_proxy_and_a_neighbour_that_others_learnt_are_told_apart() => WithLink((lab, host, link) =>
    {
        host.Add(new Neighbour(IPAddress.Parse("10.9.0.50"), link) { Flags = NeighbourFlags.Proxy });
        host.Add(new Neighbour(IPAddress.Parse("10.9.0.51"), link) { Mac = new([2, 0, 0, 0, 0, 51]), Flags = NeighbourFlags.ExternallyLearned, State = NeighbourState.Stale });

        Assert.Contains("10.9.0.50 dev v0 proxy", lab.Tool("ip neigh show proxy"));
        Assert.Equal(["10.9.0.50"], host.Neighbours.ListProxies(link, Family.Ipv4).Select(found => $"{found.Ip}"));
        Assert.True(host.Neighbours.Get(new Neighbour(IPAddress.Parse("10.9.0.51"), link)).Flags.HasFlag(NeighbourFlags.ExternallyLearned));
    });

    static void WithLink(Action<Lab, RouteSocket, Link> test) => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; ip addr add 10.9.0.2/24 dev v0");
        using var host = RouteSocket.Open();
        test(lab, host, host.Links.Get("v0"));
    });
}
