using Linux;
using Netlink.Routing;
using Xunit;

namespace Tests.Kernel;

/// <summary>Waiting for the kernel's word that something changed.</summary>
public class MonitorTests
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_link_that_is_changed_is_told_of() => Lab.Run(lab =>
    {
        using var ns = lab.Namespace("pod");
        using var pod = RouteSocket.Open(ns);
        using var monitor = LinkMonitor.Open(ns);
        lab.In("pod", "ip link add v1 type veth peer name v2");
        Link one = pod.Links.Get("v1"), other = pod.Links.Get("v2");
        Assert.True(monitor.Wait(one, s_patience));
        while (monitor.Wait(one, TimeSpan.Zero)) { }

        lab.In("pod", "ip link set v2 mtu 1400");
        Assert.False(monitor.Wait(one, TimeSpan.Zero));
        lab.In("pod", "ip link set v2 mtu 1300");
        Assert.True(monitor.Wait(other, s_patience));
    });

    [Fact]
    public void An_ipv6_address_that_is_settled_is_told_of() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v1 type veth peer name v2 && ip link set v2 up");
        using var host = RouteSocket.Open();
        using var monitor = AddressMonitor.Open();
        lab.Tool("ip link set v1 up && ip addr add fd00::1/64 dev v1");

        var link = host.Links.Get("v1");
        do
            Assert.True(monitor.Wait(link, s_patience));
        while (host.Addresses.List(link).Exists(address => address.Flags.HasFlag(AddressFlags.Tentative)));

        Assert.DoesNotContain("tentative", lab.Tool("ip addr show dev v1"));
    });
}
