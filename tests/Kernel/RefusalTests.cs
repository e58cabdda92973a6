using System.Net;
using Linux;
using Netlink;
using Netlink.Routing;
using Netlink.Routing.Kinds;
using Xunit;

namespace Tests.Kernel;

/// <summary>What the kernel's no reads like: what we wanted, what it said, which attribute it minds.</summary>
public class RefusalTests
{
    [Fact]
    public void A_name_too_long_is_refused_with_the_path_to_it() => Lab.Run(_ =>
    {
        using var host = RouteSocket.Open();

        var e = Assert.Throws<NetlinkException>(() => host.Links.Add(new VethLink("veth1", new("a-name-that-is-far-too-long"))));

        Assert.Equal("IFLA.LINKINFO > IFLA_INFO.DATA > VETH_INFO.PEER > IFLA.IFNAME", e.Attribute);
        Assert.StartsWith("add veth veth1: Attribute failed policy validation: at IFLA.LINKINFO > ", e.Message);
        Assert.Null(host.Links.Find("veth1"));
    });

    [Fact]
    public void A_kind_that_the_kernel_does_not_know_is_named() => Lab.Run(_ =>
    {
        using var host = RouteSocket.Open();

        var e = Assert.Throws<NetlinkException>(() => host.Links.Add(new UnheardOf("x")));

        Assert.Equal("add unheard-of x: Unknown device type: Operation not supported", e.Message);
    });

    [Fact]
    public void In_a_batch_the_refused_change_is_named() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up");
        using var host = RouteSocket.Open();
        var link = host.Links.Get("v0");

        using var batch = host.Batch();
        batch.Add(new Address(IPAddress.Parse("10.9.0.2"), 24, link));
        batch.Add(Route.Default(IPAddress.Parse("10.77.0.1"), link));
        batch.Add(Route.Default(IPAddress.Parse("10.9.0.1"), link) with { Priority = 7 });
        var e = Assert.Throws<NetlinkException>(batch.Commit);

        Assert.Equal("add default via 10.77.0.1 dev v0: Nexthop has invalid gateway: Network is unreachable", e.Message);
    });

    [Fact]
    public void What_a_refused_batch_leaves_in_the_queue_is_not_taken_for_the_next_answer() => Lab.Run(lab =>
    {
        using var host = RouteSocket.Open();
        using (var batch = host.Batch())
        {
            for (int i = 0; i < 5; i++)
                batch.Delete(new BridgeLink($"missing{i}"));
            Assert.Throws<NetlinkException>(batch.Commit);
        }

        Assert.Equal("lo", host.Links.Get("lo").Name);
        host.Add(new BridgeLink("br0"));
        Assert.Contains("br0", lab.Tool("ip -br link"));
    });

    [Fact]
    public void However_many_changes_are_refused_the_first_is_told() => Lab.Run(_ =>
    {
        using var host = RouteSocket.Open();
        using var batch = host.Batch();
        for (int i = 0; i < 5000; i++)
            batch.Delete(new BridgeLink($"missing{i}"));   // every refusal is an answer: more than a socket's buffer holds by itself

        var e = Assert.Throws<NetlinkException>(batch.Commit);

        Assert.Equal(Errno.NoDevice, e.Errno);
        Assert.Contains("missing0", e.Message);
        Assert.NotNull(host.Links.Find("lo"));
    });

    sealed record UnheardOf(string Name) : LinkSpec(Name)
    {
        public override string Kind => "unheard-of";
        private protected override void WriteData(Netlink.Wire.MessageWriter to) { }
    }
}
