using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>CVE-2020-10749: a container that says it is a router, to a host that takes routers at their word although it is one itself.</summary>
public class RouterAdvertisementTests
{
    // Sends one: default gateway for half an hour, and a prefix to make an address of.
    const string Advertise = """
        python3 -c '
        import socket, struct
        s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
        prefix = struct.pack("!BBBBIII", 3, 4, 64, 0xc0, 3600, 3600, 0) + socket.inet_pton(socket.AF_INET6, "2001:db8:bad::")
        s.sendto(struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + prefix, ("ff02::1", 0, 0, socket.if_nametoindex("eth0")))'
        """;

    [Theory]
    [InlineData("bridge", """ "bridge":"net0","isGateway":true, """)]
    [InlineData("ptp", "")]
    public void The_host_believes_no_container(string type, string keys) => Lab.Run(lab =>
    {
        lab.Tool("for name in all default; do echo 2 >/proc/sys/net/ipv6/conf/$name/accept_ra; done");
        lab.Namespace("evil");
        Succeed(Call(type, "evil").Add(lab, $$"""
            {"cniVersion":"1.0.0","name":"net","type":"{{type}}",{{keys}}"ipam":{"type":"host-local","dataDir":"/run/leases","ranges":[[{"subnet":"fd00:44::/64"}]]} }
            """));
        string veth = lab.Tool("ip -br link show type veth | cut -d@ -f1"), heard = type == "bridge" ? "net0" : veth;
        lab.Until("it may send", () => lab.In("evil", "ip -6 addr show dev eth0 scope link -tentative") != "");

        lab.In("evil", Advertise);
        lab.Until("the host has heard it", () => lab.Tool($"grep Icmp6InRouterAdvertisements /proc/net/dev_snmp6/{heard}").EndsWith("\t1"));

        Assert.Equal("", lab.Tool("ip -6 route show default; ip -6 route show proto ra; ip -6 -br addr | grep 2001:db8 || true"));
        Assert.Equal("0", lab.Tool($"cat /proc/sys/net/ipv6/conf/{heard}/accept_ra"));
        Assert.Equal("0", lab.Tool($"cat /proc/sys/net/ipv6/conf/{veth}/accept_ra"));
    });

    [Fact]
    public void Nor_do_its_neighbours() => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        hull.Ok("network create --ipv6 --subnet 10.5.0.0/24 --subnet fd00:55::/64 shop");
        string evil = hull.Ok("run -d --network shop busybox sleep 1000")[..12], neighbour = hull.Ok("run -d --network shop busybox sleep 1000")[..12];
        foreach (string pod in (string[])[evil, neighbour])
            lab.Until("it is ready", () => lab.In($"hull-{pod}", "ip -6 addr show dev eth0 scope link -tentative") != "");

        lab.In($"hull-{evil}", Advertise);
        lab.Until("it is heard", () => lab.In($"hull-{neighbour}", "grep Icmp6InRouterAdvertisements /proc/net/dev_snmp6/eth0").EndsWith("\t1"));

        Assert.Equal("", lab.In($"hull-{neighbour}", "ip -6 route show proto ra; ip -6 -br addr | grep 2001:db8 || true"));
    });
}
