using System.Text.Json;
using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class StaticTests
{
    static readonly PluginCall s_static = PluginCall.Ours("static");

    static string Config(string ipam, string rest = "", string version = "1.1.0") =>
        $$"""{"cniVersion":"{{version}}","name":"net","ipam":{"type":"static"{{ipam}}}{{rest}}}""";

    const string Two = ""","addresses":[{"address":"10.1.0.5/24","gateway":"10.1.0.1"},{"address":"fd00:1::5/64"}]""";

    static string AddressesOf(Outcome outcome) =>
        string.Join(' ', JsonDocument.Parse(Succeed(outcome)).RootElement.GetProperty("ips").EnumerateArray().Select(ip =>
            ip.GetProperty("address").GetString() + (ip.TryGetProperty("gateway", out var gateway) ? $">{gateway}" : "")));

    [Fact]
    public void The_configurations_addresses_routes_and_name_servers_are_the_result() => Lab.Run(lab =>
    {
        string config = Config(Two + ""","routes":[{"dst":"0.0.0.0/0","mtu":1400},{"dst":"10.9.0.0/16","gw":"10.1.0.9"}],"dns":{"nameservers":["10.1.0.53"],"search":["x.example"]}""");

        Assert.Equal("""{"cniVersion":"1.1.0","ips":[{"address":"10.1.0.5/24","gateway":"10.1.0.1"},{"address":"fd00:1::5/64"}]"""
            + ""","routes":[{"dst":"0.0.0.0/0","mtu":1400},{"dst":"10.9.0.0/16","gw":"10.1.0.9"}],"dns":{"nameservers":["10.1.0.53"],"search":["x.example"]}}""",
            Succeed(s_static.Add(lab, config)));
    });

    [Theory]
    [InlineData("IP=10.2.0.7/16", "", "10.1.0.5/24>10.1.0.1 fd00:1::5/64 10.2.0.7/16")]
    [InlineData("IP=10.2.0.7/16, fd00:2::7/64;GATEWAY=10.2.0.1,fd00:1::1", "", "10.1.0.5/24>10.1.0.1 fd00:1::5/64>fd00:1::1 10.2.0.7/16>10.2.0.1 fd00:2::7/64")]
    [InlineData("IP=10.2.0.7/16", ",\"args\":{\"cni\":{\"ips\":[\"10.3.0.7/16\"]}}", "10.3.0.7/16")]
    [InlineData("", ",\"args\":{\"cni\":{\"ips\":[\"10.3.0.7/16\"]}},\"runtimeConfig\":{\"ips\":[\"10.4.0.7/16\",\"10.5.0.7/16\"]}", "10.4.0.7/16 10.5.0.7/16")]
    [InlineData("MAC=02:11:22:33:44:55;K8S_POD_NAME=p", "", "10.1.0.5/24>10.1.0.1 fd00:1::5/64")]
    public void Addresses_can_be_asked_for(string args, string rest, string given) => Lab.Run(lab =>
        Assert.Equal(given, AddressesOf((s_static with { Args = args }).Add(lab, Config(Two, rest)))));

    [Theory]
    [InlineData(",\"addresses\":[{\"address\":\"10.1.0.5\"}]", "", "the 'address' field is expected to be in CIDR notation, got: '10.1.0.5'")]
    [InlineData(",\"addresses\":[{\"gateway\":\"10.1.0.1\"}]", "", "the 'address' field is expected to be in CIDR notation, got: ''")]
    [InlineData(",\"addresses\":[{\"address\":\"10.1.0.5/24\",\"gateway\":\"here\"}]", "", "invalid gateway address: here")]
    [InlineData("", "IP=10.1.0.5", "the 'ip' field is expected to be in CIDR notation, got: '10.1.0.5'")]
    [InlineData("", "GATEWAY=there", "invalid gateway address: there")]
    public void What_is_no_address_is_told_in_the_references_words(string ipam, string args, string message) => Lab.Run(lab =>
    {
        var call = s_static with { Args = args };

        Assert.Equal((7, message), Refused(call.Add(lab, Config(ipam))));
        Assert.Equal((7, message), Refused(call.Run(lab, "STATUS", Config(ipam))));
        Assert.Equal("", Succeed(call.Del(lab, Config(ipam))));
    });

    [Fact]
    public void An_address_asked_for_needs_its_prefix_length() => Lab.Run(lab => Assert.Equal(
        (7, "an entry in the 'ips' field is NOT in CIDR notation, got: '10.4.0.7'"),
        Refused(s_static.Add(lab, Config(Two, ",\"runtimeConfig\":{\"ips\":[\"10.4.0.7\"]}")))));

    [Fact]
    public void Without_ipam_there_is_nothing_to_read() => Lab.Run(lab => Assert.Equal(
        (7, "IPAM config missing 'ipam' key"), Refused(s_static.Add(lab, """{"cniVersion":"1.1.0","name":"net"}"""))));

    [Fact]
    public void Before_0_3_there_is_one_address_of_each_family() => Lab.Run(lab =>
    {
        Succeed(s_static.Add(lab, Config(Two, version: "0.2.0")));
        Assert.Equal((7, "CNI version 0.2.0 does not support more than 1 address per family"),
            Refused((s_static with { Args = "IP=10.2.0.7/16" }).Add(lab, Config(Two, version: "0.2.0"))));
    });

    [Theory]
    [InlineData("""[{"address":"10.1.0.5/24","gateway":"10.1.0.1"},{"address":"fd00:1::5/64","gateway":"fd00:1::1"}]""", null)]
    [InlineData("""[{"address":"10.1.0.5/24","gateway":"10.1.0.1"}]""", "static: Failed to match addr fd00:1::5 on interface eth0; fd00:1::5/64 is not in the previous result")]
    [InlineData("""[{"address":"10.1.0.5/16","gateway":"10.1.0.1"},{"address":"fd00:1::5/64"}]""",
        "static: Failed to match addr 10.1.0.5 on interface eth0; 10.1.0.5/24 is not in the previous result")]
    [InlineData("""[{"address":"10.1.0.5/24","gateway":"10.1.0.2"},{"address":"fd00:1::5/64"}]""",
        "static: Failed to match addr 10.1.0.5 on interface eth0; its gateway is 10.1.0.2, not 10.1.0.1")]
    public void Check_names_the_address_that_differs(string ips, string? difference) => Lab.Run(lab =>
    {
        var outcome = s_static.Check(lab, With(Config(Two), $$"""{"cniVersion":"1.1.0","ips":{{ips}}}"""));

        if (difference is null)
            Succeed(outcome);
        else
            Assert.Equal((999, difference), Refused(outcome));
    });

    [Fact]
    public void It_has_nothing_to_collect_and_is_always_ready() => Lab.Run(lab =>
    {
        Assert.Equal("", Succeed(s_static.Run(lab, "GC", Config(Two, ",\"cni.dev/valid-attachments\":[]"))));
        Assert.Equal("", Succeed(s_static.Run(lab, "STATUS", Config(Two))));
    });

    [Fact]
    public void A_bridge_gives_the_container_what_static_names() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = """
            {"cniVersion":"1.1.0","name":"net","type":"bridge","bridge":"net0","isGateway":true,
             "ipam":{"type":"static","addresses":[{"address":"10.1.0.5/24"}],"routes":[{"dst":"0.0.0.0/0"}]}}
            """;
        var call = Call("bridge", "pod") with { Args = "MAC=02:11:22:33:44:55" };
        string result = Succeed(call.Add(lab, config));

        lab.In("pod", "ping -c 1 -W 2 10.1.0.1");
        Assert.Contains("02:11:22:33:44:55", lab.In("pod", "ip link show eth0"));
        Succeed(call.Check(lab, With(config, result)));
        Succeed(call.Del(lab, With(config, result)));
    });
}
