using System.Text.Json;
using Xunit;
using static Tests.Commands.LinkNetwork;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>A kernel without ipvlan leaves them out.</summary>
public class IpvlanTests
{
    static readonly LinkNetwork s_ipvlan = All["ipvlan"];

    static string Config(string keys) => $$"""{"cniVersion":"1.1.0","name":"net","type":"ipvlan",{{keys}} }""";

    [Theory]
    [InlineData("")]
    [InlineData("l2")]
    [InlineData("l3")]
    [InlineData("l3s")]
    public void Modes(string mode) => s_ipvlan.Run(lab =>
    {
        string config = s_ipvlan.Config($"\"mode\":\"{mode}\",\"mtu\":1400,{DualStack}");
        string result = Succeed(s_ipvlan.Call().Add(lab, config));

        Assert.Contains($"ipvlan mode {(mode == "" ? "l2" : mode)}", lab.In("pod", "ip -d link show eth0 up").Replace("  mode", " mode"));   // iproute2 puts two blanks before it
        Assert.Contains("mtu 1400", lab.In("pod", "ip link show eth0"));
        Assert.Equal(lab.Tool("ip -br link show m0 | awk '{print $3}'"), JsonDocument.Parse(result).RootElement.GetProperty("interfaces")[0].GetProperty("mac").GetString());
        if (mode is "" or "l2")   // the others speak no ARP: the network has to have a route to the container
            lab.In("pod", "ping -c 1 -W 2 10.44.0.1");
        Succeed(s_ipvlan.Call().Check(lab, With(config, result)));
    });

    [Fact]
    public void Check_names_another_mode() => s_ipvlan.Run(lab =>
    {
        string result = Succeed(s_ipvlan.Call().Add(lab, s_ipvlan.Config("\"mode\":\"l3\"," + DualStack)));

        Assert.Equal("eth0 is in ipvlan mode l3, not l2", Refused(s_ipvlan.Call().Check(lab, With(s_ipvlan.Config(), result))).Message);
    });

    [Fact]
    public void In_a_chain_it_is_stacked_upon_what_was_made_and_takes_its_addresses() => s_ipvlan.Run(lab =>
    {
        const string made = """{"cniVersion":"1.1.0","interfaces":[{"name":"m0"}],"ips":[{"address":"10.44.0.9/24","gateway":"10.44.0.1"}],"routes":[{"dst":"0.0.0.0/0"}],"dns":{"domain":"d"} }""";
        string config = Config("\"mode\":\"l2\"");
        Succeed(PluginCall.Ours("ipvlan").Run(lab, "STATUS", config));

        string result = Succeed(s_ipvlan.Call().Add(lab, With(config, made)));

        lab.In("pod", "ping -c 1 -W 2 10.44.0.1");
        Assert.Contains("\"domain\":\"d\"", result);
        Succeed(s_ipvlan.Call().Check(lab, With(config, result)));
        Succeed(s_ipvlan.Call().Del(lab, With(config, result)));
        Assert.Equal("", Leftovers(lab));
    });

    [Theory]
    [InlineData("\"mode\":\"l4\"", "unknown ipvlan mode: \"l4\"")]
    [InlineData("\"mtu\":1501", "invalid MTU 1501, must be [0, master MTU(1500)]")]
    [InlineData("\"prevResult\":{\"cniVersion\":\"1.1.0\",\"interfaces\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "chained master failure. PrevResult lacks a single named interface")]
    [InlineData("\"prevResult\":{\"cniVersion\":\"1.1.0\",\"interfaces\":[{\"name\":\"m0\"}]}", "no plugin name provided: ipam.type is missing, and no plugin before this one has given addresses")]
    [InlineData("\"mode\":\"l2\"", "no plugin name provided: ipam.type is missing, and no plugin before this one has given addresses")]
    public void What_cannot_be_is_refused_with_a_reason(string keys, string message) => s_ipvlan.Run(lab =>
    {
        Assert.Equal((7, message), Refused(s_ipvlan.Call().Add(lab, Config(keys))));
        Assert.Equal("", Leftovers(lab));
    });
}
