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
        using var monitor = LinkMonitor.Open(ns);
        Assert.False(monitor.Wait(TimeSpan.Zero));

        lab.In("pod", "ip link set lo up");

        Assert.True(monitor.Wait(s_patience));
        Assert.False(monitor.Wait(TimeSpan.Zero));
    });

    [Fact]
    public void An_ipv6_address_that_is_settled_is_told_of() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v1 type veth peer name v2 && ip link set v2 up");
        using var host = RouteSocket.Open();
        using var monitor = AddressMonitor.Open();
        lab.Tool("ip link set v1 up && ip addr add fd00::1/64 dev v1");

        Address? tentative;
        do
            Assert.True(monitor.Wait(s_patience));
        while ((tentative = host.Addresses.List(host.Links.Get("v1")).Find(address => address.Flags.HasFlag(AddressFlags.Tentative))) is not null);

        Assert.DoesNotContain("tentative", lab.Tool("ip addr show dev v1"));
    });
}
