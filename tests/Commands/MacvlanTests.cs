using System.Text.Json;
using Xunit;
using static Tests.Commands.LinkNetwork;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class MacvlanTests
{
    static readonly LinkNetwork s_macvlan = All["macvlan"];

    static string Config(string keys) => $$"""{"cniVersion":"1.1.0","name":"net","type":"macvlan",{{keys}} }""";

    [Fact]
    public void The_container_is_a_machine_in_the_masters_network() => s_macvlan.Run(lab =>
    {
        lab.Namespace("other");
        Succeed(s_macvlan.Call("pod").Add(lab, s_macvlan.Config()));
        Succeed(s_macvlan.Call("other").Add(lab, s_macvlan.Config()));

        lab.In("pod", "ping -c 1 -W 2 10.44.0.1 && ping -c 1 -W 2 fd00:44::1 && ping -c 1 -W 2 10.44.0.3");
        lab.In("lan", "ping -c 1 -W 2 10.44.0.3 && ping -c 1 -W 2 fd00:44::3");
    });

    [Fact]
    public void Its_neighbours_are_told_at_once_whose_the_address_is_now() => s_macvlan.Run(lab =>
    {
        lab.In("lan", "ip neigh add 10.44.0.2 lladdr 02:00:00:00:00:99 dev lan0 nud stale; ip neigh add fd00:44::2 lladdr 02:00:00:00:00:99 dev lan0 nud stale");
        lab.In("lan", "sysctl -qw net.ipv4.conf.lan0.arp_accept=1");

        string result = Succeed(s_macvlan.Call().Add(lab, s_macvlan.Config()));

        string mac = JsonDocument.Parse(result).RootElement.GetProperty("interfaces")[0].GetProperty("mac").GetString()!;
        lab.Until("the neighbour knows the new MAC address", () => lab.In("lan", $"ip neigh show to 10.44.0.2; ip neigh show to fd00:44::2").Split(mac).Length == 3);
    });

    [Theory]
    [InlineData("", "mode bridge")]
    [InlineData("bridge", "mode bridge")]
    [InlineData("private", "mode private")]
    [InlineData("vepa", "mode vepa")]
    [InlineData("passthru", "mode passthru")]
    public void Modes(string mode, string shown) => s_macvlan.Run(lab =>
    {
        string config = Config($"\"master\":\"m0\",\"mode\":\"{mode}\"");
        string result = Succeed(s_macvlan.Call().Add(lab, config));

        Assert.Contains(shown, lab.In("pod", "ip -d link show eth0 up"));
        Succeed(s_macvlan.Call().Check(lab, With(config, result)));
        Assert.Equal(mode == "private" ? "eth0 is in macvlan mode private, not bridge" : "",
            mode == "private" ? Refused(s_macvlan.Call().Check(lab, With(Config("\"master\":\"m0\""), result))).Message : "");
    });

    [Theory]
    [InlineData("\"mac\":\"02:00:00:00:00:01\"", "", "02:00:00:00:00:01")]
    [InlineData("\"mac\":\"02:00:00:00:00:01\"", "MAC=02:00:00:00:00:02", "02:00:00:00:00:02")]
    [InlineData("\"args\":{\"cni\":{\"mac\":\"02:00:00:00:00:03\"}}", "MAC=02:00:00:00:00:02", "02:00:00:00:00:03")]
    [InlineData("\"args\":{\"cni\":{\"mac\":\"02:00:00:00:00:03\"}},\"runtimeConfig\":{\"mac\":\"02:00:00:00:00:04\"}", "MAC=02:00:00:00:00:02", "02:00:00:00:00:04")]
    public void The_mac_address_is_the_one_asked_for(string keys, string args, string mac) => s_macvlan.Run(lab =>
    {
        string result = Succeed((s_macvlan.Call() with { Args = args }).Add(lab, s_macvlan.Config($"{keys},{DualStack}")));

        Assert.Equal(mac, lab.In("pod", "ip -br link show eth0 | awk '{print $3}'"));
        Assert.Contains($"\"mac\":\"{mac}\"", result);
    });

    [Fact]
    public void The_mtu_is_at_most_the_masters() => s_macvlan.Run(lab =>
    {
        string config = s_macvlan.Config("\"mtu\":1400," + DualStack);
        string result = Succeed(s_macvlan.Call().Add(lab, config));

        Assert.Contains("mtu 1400", lab.In("pod", "ip link show eth0"));
        Assert.Contains("\"mtu\":1400", result);
        lab.In("pod", "ip link set eth0 mtu 1300");
        Assert.Equal("eth0 has an MTU of 1300 bytes, not 1400", Refused(s_macvlan.Call().Check(lab, With(config, result))).Message);
        foreach (int mtu in (int[])[1501, -1])
            Assert.Equal((7, $"invalid MTU {mtu}, must be [0, master MTU(1500)]"),
                Refused((s_macvlan.Call() with { IfName = "eth1" }).Add(lab, s_macvlan.Config($"\"mtu\":{mtu},{DualStack}"))));
    });

    [Fact]
    public void Without_a_master_it_is_the_default_routes_link() => s_macvlan.Run(lab =>
    {
        string config = Config(DualStack);
        Succeed(PluginCall.Ours("macvlan").Run(lab, "STATUS", config));
        string result = Succeed(s_macvlan.Call().Add(lab, config));

        lab.In("pod", "ping -c 1 -W 2 10.44.0.1");
        Succeed(s_macvlan.Call().Check(lab, With(config, result)));
        lab.Tool("ip route del default");
        Succeed(s_macvlan.Call().Check(lab, With(config, result)));
        Succeed(s_macvlan.Call().Del(lab, With(config, result)));
        Assert.Equal((7, "no default route interface found; name the link to stack upon as master"), Refused(s_macvlan.Call().Add(lab, config)));
        Assert.Equal(50, Refused(PluginCall.Ours("macvlan").Run(lab, "STATUS", config)).Code);
    });

    [Fact]
    public void The_master_may_be_in_the_container() => s_macvlan.Run(lab =>
    {
        lab.Tool("ip link set m0 netns pod; ip -n pod link set m0 up; ip -n pod route add default dev m0");
        foreach (string master in (string[])["\"master\":\"m0\",", ""])
        {
            string config = Config($"{master}\"linkInContainer\":true,\"ipam\":{{\"type\":\"host-local\",\"dataDir\":\"/run/leases\",\"subnet\":\"10.44.0.0/24\"}}");
            Succeed(PluginCall.Ours("macvlan").Run(lab, "STATUS", config));
            string result = Succeed(s_macvlan.Call().Add(lab, config));

            lab.In("pod", "ping -c 1 -W 2 -I eth0 10.44.0.1");
            Succeed(s_macvlan.Call().Check(lab, With(config, result)));
            Succeed(s_macvlan.Call().Del(lab, With(config, result)));
        }
        Assert.Equal("lo\nm0", lab.In("pod", "ip -br link | sed 's/[@ ].*//' | sort"));
    });

    [Fact]
    public void Check_finds_out_that_the_link_is_on_another_master() => s_macvlan.Run(lab =>
    {
        lab.Tool("ip link add m1 type veth peer name lan1 netns lan; ip link set m1 up");
        string result = Succeed(s_macvlan.Call().Add(lab, Config("\"master\":\"m0\"")));

        Assert.Equal("eth0 is not on m1", Refused(s_macvlan.Call().Check(lab, With(Config("\"master\":\"m1\""), result))).Message);
        Assert.Equal("failed to lookup master \"m2\": there is no link of that name", Refused(s_macvlan.Call().Check(lab, With(Config("\"master\":\"m2\""), result))).Message);
    });

    [Theory]
    [InlineData("\"master\":\"m0\",\"mode\":\"source\"", 7, "unknown macvlan mode: \"source\"")]
    [InlineData("\"master\":\"m7\"", 7, "failed to lookup master \"m7\": there is no link of that name")]
    [InlineData("\"master\":\"m0\",\"mac\":\"02:00\"", 7, "the MAC address 02:00 is not six bytes such as 02:42:0a:01:00:05")]
    [InlineData("\"master\":\"lo\"", 999, "add macvlan eth0 link lo")]
    public void What_cannot_be_is_refused_with_a_reason(string keys, int code, string message) => s_macvlan.Run(lab =>
    {
        var (refused, said) = Refused(s_macvlan.Call().Add(lab, Config(keys + "," + DualStack)));

        Assert.Equal((code, message), (refused, said[..Math.Min(said.Length, message.Length)]));
        Assert.Equal("", Leftovers(lab));
    });

    [Fact]
    public void Status_says_that_the_master_is_missing() => s_macvlan.Run(lab => Assert.Equal(
        (50, "failed to lookup master \"m7\": there is no link of that name"), Refused(PluginCall.Ours("macvlan").Run(lab, "STATUS", Config("\"master\":\"m7\"")))));

    [Fact]
    public void The_broadcast_queue_is_as_long_as_asked_for() => s_macvlan.Run(lab =>
    {
        string config = Config("\"master\":\"m0\",\"bcqueuelen\":4000");
        string result = Succeed(s_macvlan.Call().Add(lab, config));

        Assert.Contains("bcqueuelen 4000", lab.In("pod", "ip -d link show eth0"));
        Succeed(s_macvlan.Call().Check(lab, With(config, result)));
    });

    [Fact]
    public void A_result_of_layer_2_cannot_be_told_in_an_old_version_and_leaves_nothing() => s_macvlan.Run(lab =>
    {
        Assert.Equal("cannot convert: no valid IP addresses", Refused(s_macvlan.Call().Add(lab, """{"cniVersion":"0.2.0","name":"net","type":"macvlan","master":"m0"}""")).Message);
        Assert.Equal("", Leftovers(lab));
    });
}
