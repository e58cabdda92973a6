using System.Net;
using Linux;
using Netlink;
using Netlink.Routing;
using Xunit;

namespace Tests.Kernel;

public class AddressAndRouteTests
{
    [Theory]
    [InlineData("10.9.0.2", 24, "inet 10.9.0.2/24")]
    [InlineData("fd00:9::2", 64, "inet6 fd00:9::2/64")]
    public void An_address_is_as_ip_shows_it(string ip, int prefixLength, string shown) => WithLink((lab, host, link) =>
    {
        host.Add(new Address(IPAddress.Parse(ip), prefixLength, link));

        Assert.Contains(shown, lab.Tool("ip addr show v0"));
        var listed = host.Addresses.List(link).Single(address => address.Scope == Scope.Global);
        Assert.Equal($"{ip}/{prefixLength}", $"{listed.Ip}/{listed.PrefixLength}");
    });

    [Fact]
    public void An_address_without_duplicate_detection_is_usable_at_once() => WithLink((lab, host, link) =>
    {
        host.Add(new Address(IPAddress.Parse("fd00:9::2"), 64, link) { Flags = AddressFlags.NoDad });

        Assert.DoesNotContain("tentative", lab.Tool("ip -6 addr show v0 scope global"));
    });

    [Fact]
    public void A_default_route_through_a_gateway() => WithLink((lab, host, link) =>
    {
        lab.Tool("ip addr add 10.9.0.2/24 dev v0");
        var route = Route.Default(IPAddress.Parse("10.9.0.1"), link);

        host.Add(route);

        Assert.Equal("default via 10.9.0.1 dev v0", route.ToString());
        Assert.StartsWith(route.ToString(), lab.Tool("ip route show default"));
        Assert.Contains(host.Routes.List(Family.Ipv4), found => found.To is null && found.Gateway!.Equals(route.Gateway));
    });

    [Fact]
    public void A_route_keeps_its_mtu_advmss_metric_and_table() => WithLink((lab, host, link) =>
    {
        lab.Tool("ip addr add 10.9.0.2/24 dev v0");

        host.Add(new Route
        {
            To = IPNetwork.Parse("10.50.0.0/16"), Gateway = IPAddress.Parse("10.9.0.1"), LinkIndex = link.Index,
            Mtu = 1400, AdvertisedMss = 1360, Priority = 77, Table = 1000,
        });

        string shown = lab.Tool("ip route show table 1000");
        foreach (string part in (string[])["10.50.0.0/16 via 10.9.0.1 dev v0", "metric 77", "mtu 1400", "advmss 1360"])
            Assert.Contains(part, shown);
        var listed = Assert.Single(host.Routes.List(Family.Ipv4, table: 1000));
        Assert.Equal((1400u, 1360u, 77u), (listed.Mtu, listed.AdvertisedMss, listed.Priority));
    });

    [Fact]
    public void A_gateway_that_is_the_nodes_own_address_is_accepted() => WithLink((lab, host, link) =>
    {
        lab.Tool("ip addr add 10.99.0.1 dev v0");

        host.Add(Route.Default(IPAddress.Parse("10.99.0.1"), link));

        Assert.StartsWith("default via 10.99.0.1 dev v0", lab.Tool("ip route show default"));
    });

    [Fact]
    public void An_ipv6_route_is_as_ip_shows_it() => WithLink((lab, host, link) =>
    {
        lab.Tool("ip addr add fd00:9::2/64 dev v0 nodad");

        host.Add(Route.Default(IPAddress.Parse("fd00:9::1"), link));

        Assert.StartsWith("default via fd00:9::1 dev v0", lab.Tool("ip -6 route show default"));
    });

    [Fact]
    public void The_kernel_tells_which_way_a_packet_would_go() => WithLink((lab, host, link) =>
    {
        lab.Tool("ip addr add 10.9.0.2/24 dev v0");

        Assert.Equal(link.Index, host.Routes.Find(IPAddress.Parse("10.9.0.77"))?.LinkIndex);
        Assert.Null(host.Routes.Find(IPAddress.Parse("10.200.0.1")));
    });

    [Fact]
    public void A_neighbour_is_written_down_listed_and_deleted() => WithLink((lab, host, link) =>
    {
        var neighbour = new Neighbour(IPAddress.Parse("10.9.0.9"), link) { Mac = new([2, 0, 0, 0, 0, 9]) };

        host.Add(neighbour);

        Assert.Equal("10.9.0.9 dev v0 lladdr 02:00:00:00:00:09 PERMANENT", lab.Tool("ip neigh show dev v0 nud permanent | sed 's/lladdr/dev v0 lladdr/'").Trim());
        Assert.Contains(host.Neighbours.List(link), found => found.Ip.Equals(neighbour.Ip) && found.Mac!.Equals(neighbour.Mac));
        host.Delete(neighbour);
        Assert.Equal("", lab.Tool("ip neigh show dev v0 nud permanent"));
    });

    [Fact]
    public void An_address_that_is_there_already_is_refused() => WithLink((_, host, link) =>
    {
        var address = new Address(IPAddress.Parse("10.9.0.2"), 24, link);
        host.Add(address);

        var e = Assert.Throws<NetlinkException>(() => host.Add(address));

        Assert.Equal((Errno.Exists, "add 10.9.0.2/24 dev v0"), (e.Errno, e.Intent.ToString()));
    });

    static void WithLink(Action<Lab, RouteSocket, Link> test) => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1 && ip link set v0 up && ip link set v1 up");
        using var host = RouteSocket.Open();
        test(lab, host, host.Links.Get("v0"));
    });
}
