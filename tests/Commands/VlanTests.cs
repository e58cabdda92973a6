using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>VLANs of bridge. A kernel whose bridges do not filter by VLAN leaves them out.</summary>
public class VlanTests
{
    static string Config(string keys, string ipam = "\"ipam\":{\"type\":\"host-local\",\"dataDir\":\"/run/leases\",\"subnet\":\"10.44.0.0/24\"}") =>
        $$"""{"cniVersion":"1.1.0","name":"net","type":"bridge","bridge":"net0",{{keys}},{{ipam}} }""";

    [Theory]
    [InlineData("\"vlan\":10", "10 PVID Egress Untagged")]
    [InlineData("\"vlan\":10,\"preserveDefaultVlan\":true", "1 Egress Untagged,10 PVID Egress Untagged")]
    [InlineData("\"vlan\":1", "1 PVID Egress Untagged")]
    [InlineData("\"vlanTrunk\":[{\"id\":5},{\"minID\":20,\"maxID\":22}]", "1 PVID Egress Untagged,5,20,21,22")]
    [InlineData("\"vlan\":7,\"vlanTrunk\":[{\"id\":5},{\"id\":7}]", "5,7 PVID Egress Untagged")]
    public void The_containers_port_is_in_the_vlans_asked_for(string keys, string vlans) => Run(lab =>
    {
        string config = Config(keys);
        string result = Succeed(Call("bridge", "pod").Add(lab, config));

        Assert.Equal(vlans, VlansOf(lab, HostEnd(result)));
        Assert.Contains("vlan_filtering 1", lab.Tool("ip -d link show net0"));
        Succeed(Call("bridge", "pod").Check(lab, With(config, result)));
    });

    [Fact]
    public void The_gateway_is_a_link_in_the_vlan_that_goes_with_the_last_container() => Run(lab =>
    {
        string config = Config("\"vlan\":10,\"isGateway\":true");
        lab.Namespace("other");
        string first = Succeed(Call("bridge", "pod").Add(lab, config)), second = Succeed(Call("bridge", "other").Add(lab, config));

        Assert.Equal("net0.10", JsonDocument.Parse(second).RootElement.GetProperty("interfaces")[3].GetProperty("name").GetString());
        lab.In("pod", "ping -c 1 -W 2 10.44.0.1 && ping -c 1 -W 2 10.44.0.3");
        Assert.Equal("10.44.0.1/24", lab.Tool("ip -4 -br addr show net0.10 | awk '{print $3}'"));
        Succeed(Call("bridge", "pod").Check(lab, With(config, first)));

        Succeed(Call("bridge", "pod").Del(lab, With(config, first)));
        lab.In("other", "ping -c 1 -W 2 10.44.0.1");
        Succeed(Call("bridge", "other").Del(lab, With(config, second)));
        Assert.Equal("net0", lab.Tool("ip -br link | grep net0 | cut -d' ' -f1; ip -br link show type veth"));
    });

    [Fact]
    public void Containers_of_two_vlans_do_not_hear_each_other() => Run(lab =>
    {
        lab.Namespace("other");
        Succeed(Call("bridge", "pod").Add(lab, Config("\"vlan\":10")));
        Succeed(Call("bridge", "other").Add(lab, Config("\"vlan\":11")));

        Assert.Equal(1, lab.TryIn("pod", "ping -c 1 -W 1 10.44.0.3").ExitCode);
    });

    [Fact]
    public void A_bridge_that_did_not_look_at_tags_does_from_now_on() => Run(lab =>
    {
        lab.Tool("ip link add net0 type bridge && ip link set net0 up");

        Succeed(Call("bridge", "pod").Add(lab, Config("\"vlan\":10")));

        Assert.Contains("vlan_filtering 1", lab.Tool("ip -d link show net0"));
    });

    [Theory]
    [InlineData("bridge vlan add vid 33 dev $V", "V is in VLAN 33, which it should not be in")]
    [InlineData("bridge vlan del vid 10 dev $V", "V is not in VLAN 10 PVID Egress Untagged")]
    [InlineData("ip link set net0 type bridge vlan_filtering 0", "bridge net0 does not filter by VLAN (vlan_filtering 0)")]
    [InlineData("ip link del net0.10", "net0.10, the gateway of VLAN 10, is missing")]
    [InlineData("ip addr flush dev net0.10", "net0.10 has not the gateway's address 10.44.0.1/24")]
    public void Check_names_what_differs(string change, string difference) => Run(lab =>
    {
        string config = Config("\"vlan\":10,\"isGateway\":true");
        string result = Succeed(Call("bridge", "pod").Add(lab, config));

        lab.Tool(change.Replace("$V", HostEnd(result)));

        Assert.Equal(difference.Replace("V is", $"{HostEnd(result)} is"), Refused(Call("bridge", "pod").Check(lab, With(config, result))).Message);
    });

    [Fact]
    public void Without_vlan_filtering_it_says_so() => Lab.Run(lab =>
    {
        Skip.If(lab.Try("ip link add probe type bridge vlan_filtering 1").ExitCode == 0, "this kernel's bridges filter by VLAN");
        lab.Namespace("pod");

        Assert.Equal((50, "this kernel's bridges do not filter by VLAN, as vlan and vlanTrunk need it; add bridge net0: Operation not supported"),
            Refused(Call("bridge", "pod").Add(lab, Config("\"vlan\":10"))));
        Assert.Equal("", lab.Tool("ls /run/leases/net | grep 10.44 || true"));
    });

    static void Run(Action<Lab> test) => Lab.Run(lab =>
    {
        lab.Needs("ip link add probe type bridge vlan_filtering 1", undo: "ip link del probe");
        lab.Namespace("pod");
        test(lab);
    });

    static string HostEnd(string result) => JsonDocument.Parse(result).RootElement.GetProperty("interfaces")[1].GetProperty("name").GetString()!;

    static string VlansOf(Lab lab, string port) =>
        lab.Tool($"bridge vlan show dev {port} | sed '1d; s/^{port}//; s/^ *//; s/ *$//' | paste -sd,");
}
