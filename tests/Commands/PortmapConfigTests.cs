using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>What is wrong with a configuration is told before anything is changed, in the reference plugin's words where it has some.</summary>
public class PortmapConfigTests
{
    const string Result = """{"cniVersion":"1.0.0","ips":[{"address":"10.44.0.2/24"}]}""";

    [Theory]
    [InlineData("\"backend\":\"nftables\",\"markMasqBit\":5,\"externalSetMarkChain\":\"X\",", "Cannot specify externalSetMarkChain and markMasqBit; "
        + "nftables backend was requested but configuration contains iptables-specific options [externalSetMarkChain]")]
    [InlineData("\"backend\":\"nftables\",\"markMasqBit\":32,", "MasqMarkBit must be between 0 and 31")]
    [InlineData("\"backend\":\"nftables\",\"conditionsV4\":[\"-d\",\"192.0.2.1\"],\"conditionsV6\":[\"!\",\"-s\",\"::1\"],",
        "nftables backend was requested but configuration contains iptables-specific options [conditionsV4 conditionsV6]")]
    [InlineData("\"backend\":\"iptables\",\"conditionsV4\":[\"ip\",\"daddr\",\"192.0.2.1\"],",
        "iptables backend was requested but configuration contains nftables-specific options [conditionsV4]")]
    [InlineData("\"backend\":\"firewalld\",", "unrecognized backend \"firewalld\"")]
    public void A_wrong_key_is_told(string keys, string message) => Lab.Run(lab =>
        Assert.Equal($"failed to parse config: {message}", Refused(Call("portmap", "web").Add(lab, With(Portmap(Tcp(8080), keys: keys), Result))).Message));

    [Theory]
    [InlineData("\"hostPort\":0,\"containerPort\":0", "Invalid container port number: 0; Invalid host port number: 0")]
    [InlineData("\"hostPort\":-1,\"containerPort\":80", "Invalid host port number: -1")]
    public void Wrong_ports_are_told_in_the_order_of_the_reference(string ports, string message) => Lab.Run(lab =>
        Assert.Equal($"failed to parse config: {message}", Refused(Call("portmap", "web").Add(lab, With(Portmap($"{{{ports},\"protocol\":\"tcp\"}}"), Result))).Message));

    [Fact]
    public void Check_without_a_result_says_what_is_missing() => Lab.Run(lab =>
        Assert.Equal("Required prevResult missing", Refused(Call("portmap", "web").Check(lab, Portmap(Tcp(8080)))).Message));

    [Theory]
    [InlineData("nftables")]
    [InlineData("iptables")]
    [InlineData("")]
    public void Status_is_good_where_ports_can_be_published(string backend) => Lab.Run(lab =>
        Succeed(Call("portmap", "").Run(lab, "STATUS", Portmap("", keys: $"\"backend\":\"{backend}\",").Replace("1.0.0", "1.1.0"))));

    [Fact]
    public void Status_tells_why_iptables_cannot_be_used() => Lab.Run(lab =>
    {
        lab.Tool("mkdir /run/empty && for folder in /usr/local/sbin /usr/sbin; do mount --bind /run/empty $folder; done");

        var refusal = Refused(Call("portmap", "").Run(lab, "STATUS", Portmap("", keys: "\"backend\":\"iptables\",").Replace("1.0.0", "1.1.0")));

        Assert.Equal(50, refusal.Code);
        Assert.StartsWith("this machine cannot publish ports by iptables; neither iptables nor ip6tables is usable, (iptables) iptables is not in ", refusal.Message);
    });

    [Fact]
    public void Where_iptables_fail_a_network_that_names_no_backend_has_nftables() => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        lab.Tool("mount --bind /bin/false $(readlink -f /usr/sbin/iptables)");

        string ports = Portmap(Tcp(8080), keys: "\"backend\":\"\",");
        Succeed(network.Publish("web", ports));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
        Assert.Contains("8080", lab.Tool("nft list map inet cni_ports ports4"));
        Succeed(Call("portmap", "web").Check(lab, With(ports, network.ResultOf("web"))));
    });

    [Theory]
    [InlineData("nftables")]
    [InlineData("iptables")]
    public void An_address_of_no_family_in_particular_limits_a_port_to_its_own(string backend) => Lab.Run(lab =>
    {
        var network = Serving.APage(lab);
        Succeed(network.Publish("web", Portmap($"{Tcp(8080, hostIp: "0.0.0.0")},{Tcp(8081, hostIp: "::")}", keys: $"\"backend\":\"{backend}\",")));

        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://192.0.2.1:8080/"));
        Assert.Equal("a page", Serving.Fetch(lab, "world", "http://[fd00:2::1]:8081/"));
        Assert.NotEqual(0, lab.TryIn("world", "curl -gsS --max-time 2 http://[fd00:2::1]:8080/").ExitCode);
        Assert.NotEqual(0, lab.TryIn("world", "curl -gsS --max-time 2 http://192.0.2.1:8081/").ExitCode);
    });
}
