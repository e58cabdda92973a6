using Xunit;
using static Tests.Commands.LinkNetwork;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>A kernel without VLAN links leaves most of them out.</summary>
public class VlanPluginTests
{
    static readonly LinkNetwork s_vlan = All["vlan"];

    static string Config(string keys) => $$"""{"cniVersion":"1.1.0","name":"net","type":"vlan",{{keys}} }""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4094)]
    public void The_container_is_in_the_vlan(int id) => s_vlan.Run(lab =>
    {
        lab.In("lan", $"ip link add link lan0 name v type vlan id {id}; ip addr flush dev lan0; ip addr add 10.44.0.1/24 dev v; ip link set v up");
        string config = Config($"\"master\":\"m0\",\"vlanId\":{id},{DualStack}");
        string result = Succeed(s_vlan.Call().Add(lab, config));

        Assert.Contains($"vlan protocol 802.1Q id {id} ", lab.In("pod", "ip -d link show eth0 up"));
        lab.In("pod", "ping -c 1 -W 2 10.44.0.1");
        Succeed(s_vlan.Call().Check(lab, With(config, result)));
        Assert.Equal($"eth0 is VLAN {id}, not 77", Refused(s_vlan.Call().Check(lab, With(Config($"\"master\":\"m0\",\"vlanId\":77,{DualStack}"), result))).Message);
    });

    [Fact]
    public void A_vlan_is_one_containers_only() => s_vlan.Run(lab =>
    {
        lab.Namespace("other");
        Succeed(s_vlan.Call("other").Add(lab, s_vlan.Config()));

        Assert.Contains("VLAN device already exists", Refused(s_vlan.Call().Add(lab, s_vlan.Config())).Message);
        Assert.Equal("10.44.0.2\nfd00:44::2", Leftovers(lab));
    });

    [Fact]
    public void A_master_that_is_down_is_told_of() => s_vlan.Run(lab =>
    {
        lab.Tool("ip link set m0 down");

        Assert.Equal((11, "master m0 is down, and a VLAN of it cannot be up; ip link set m0 up"), Refused(s_vlan.Call().Add(lab, s_vlan.Config())));
    });

    [Theory]
    [InlineData("\"vlanId\":5", "\"master\" field is required. It specifies the host interface name to create the VLAN for")]
    [InlineData("\"master\":\"m0\",\"vlanId\":4095", "invalid VLAN ID 4095 (must be between 0 and 4094)")]
    [InlineData("\"master\":\"m0\",\"vlanId\":-1", "invalid VLAN ID -1 (must be between 0 and 4094)")]
    [InlineData("\"master\":\"lo\",\"vlanId\":5,\"mtu\":70000", "invalid MTU 70000, must be [0, master MTU(65536)]")]
    [InlineData("\"master\":\"m7\",\"vlanId\":5", "failed to lookup master \"m7\": there is no link of that name")]
    public void What_cannot_be_is_refused_with_a_reason(string keys, string message) => Lab.Run(lab =>
    {
        lab.Namespace("pod");

        Assert.Equal((7, message), Refused(s_vlan.Call().Add(lab, Config($"{keys},{DualStack}"))));
    });

    [Fact]
    public void Without_ipam_it_is_nothing() => Lab.Run(lab =>
    {
        lab.Namespace("pod");

        Assert.StartsWith("failed to execute IPAM delegate: no plugin name provided", Refused(s_vlan.Call().Add(lab, Config("\"master\":\"lo\",\"vlanId\":5"))).Message);
    });

    [Fact]
    public void Del_needs_neither_a_master_nor_a_right_configuration() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        foreach (string keys in (string[])["\"master\":\"m7\",\"vlanId\":5", "\"vlanId\":5000"])
            Succeed(s_vlan.Call().Del(lab, Config($"{keys},{DualStack}")));
    });
}
