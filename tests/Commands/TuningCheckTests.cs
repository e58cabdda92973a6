using Xunit;
using static Tests.Commands.Network;
using static Tests.Commands.TunedPod;

namespace Tests.Commands;

/// <summary>CHECK of tuning passes after ADD, and names what differs later.</summary>
public class TuningCheckTests
{
    [Theory]
    [InlineData("ip link set eth0 address 02:00:00:00:00:0f", "Error: Tuning configured Ethernet of eth0 is 02:00:00:00:00:09, current value is 02:00:00:00:00:0f")]
    [InlineData("ip link set eth0 mtu 1401", "Error: Tuning configured MTU of eth0 is 1400, current value is 1401")]
    [InlineData("ip link set eth0 promisc off", "Error: Tuning link eth0 configured promisc is true, current value is false")]
    [InlineData("ip link set eth0 allmulticast on", "Error: Tuning configured all-multicast mode of eth0 is false, current value is true")]
    [InlineData("ip link set eth0 txqueuelen 78", "Error: Tuning configured Transmit Queue Length of eth0 is 77, current value is 78")]
    [InlineData("echo 0 >/proc/sys/net/ipv4/conf/eth0/arp_filter", "Error: Tuning configured value of /proc/sys/net/ipv4/conf/eth0/arp_filter is 0x1, current value is 0")]
    [InlineData("ip link del eth0; ip link add eth1 type veth peer name eth2", "open /proc/sys/net/ipv4/conf/eth0/arp_filter: no such file or directory; the kernel has no such setting in this container's network")]
    public void Check_passes_after_add_and_names_what_differs_later(string change, string difference) => Lab.Run(lab =>
    {
        MakeLink(lab);
        string config = Chained(""" "mac":"02:00:00:00:00:09","mtu":1400,"promisc":true,"allmulti":false,"txQLen":77,"sysctl":{"net.ipv4.conf.IFNAME.arp_filter":"0x1"}, """);
        Succeed(Tuning.Add(lab, config));
        Succeed(Tuning.Check(lab, config));

        lab.In("pod", change);

        Assert.Equal(difference, Refused(Tuning.Check(lab, config)).Message);
    });

    [Fact]
    public void Check_knows_values_that_the_kernel_writes_in_its_own_way_or_does_not_show() => Lab.Run(lab =>
    {
        MakeLink(lab);
        string config = Chained("""
            "sysctl":{"net.ipv4.ip_local_reserved_ports":"9148,8080","net.ipv4.ip_local_port_range":"2000   3000","net.ipv6.conf.IFNAME.stable_secret":"2001:DB8::0:1","net.ipv4.route.flush":"1"},
            """);
        Succeed(Tuning.Add(lab, config));
        Assert.Equal("8080,9148", Sysctl(lab, "ipv4/ip_local_reserved_ports"));
        Succeed(Tuning.Check(lab, config));

        lab.In("pod", "echo 8080 >/proc/sys/net/ipv4/ip_local_reserved_ports");

        Assert.Contains("ip_local_reserved_ports is 9148,8080, current value is 8080", Refused(Tuning.Check(lab, config)).Message);
    });

    [Fact]
    public void Check_leaves_alone_what_is_not_configured() => Lab.Run(lab =>
    {
        MakeLink(lab);
        Succeed(Tuning.Add(lab, Chained(""" "mtu":1400,"promisc":false, """)));
        lab.In("pod", "ip link set eth0 promisc on; ip link set eth0 txqueuelen 5");

        Succeed(Tuning.Check(lab, Chained(""" "mtu":1400,"promisc":false, """)));
    });
}
