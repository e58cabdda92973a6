using System.Text.Json;
using Xunit;

namespace Tests.Commands;

public class LoopbackTests
{
    // As containerd calls it, beside every pod's network.
    const string Config = """{"cniVersion":"0.3.1","name":"cni-loopback","type":"loopback"}""";

    static PluginCall Ours => PluginCall.Ours("loopback") with { IfName = "lo", NetNs = "/run/netns/pod" };

    [Fact]
    public void Lo_is_up_after_add_and_down_after_del() => Lab.Run(lab =>
    {
        lab.Namespace("pod");

        Assert.Equal(0, Ours.Add(lab, Config).ExitCode);
        Assert.Contains("UP", lab.In("pod", "ip -br link show lo"));
        lab.In("pod", "ping -c 1 -W 1 127.0.0.1");

        Assert.Equal(0, Ours.Del(lab, Config).ExitCode);
        Assert.Contains("DOWN", lab.In("pod", "ip -br link show lo"));
    });

    [Fact]
    public void The_result_is_the_references() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = Config.Replace("0.3.1", "1.0.0");

        var ours = JsonDocument.Parse(Ours.Add(lab, config).Out).RootElement;
        var theirs = JsonDocument.Parse((PluginCall.Reference("loopback") with { IfName = "lo", NetNs = "/run/netns/pod" }).Add(lab, config).Out).RootElement;

        foreach (string key in (string[])["cniVersion", "interfaces", "ips"])
            Assert.True(JsonElement.DeepEquals(theirs.GetProperty(key), ours.GetProperty(key)), $"{theirs}\n{ours}");
    });

    [Fact]
    public void Check_wants_it_up() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        string config = Config.Replace("0.3.1", "1.0.0");

        Assert.Contains("\"msg\":\"loopback interface is down\"", Ours.Check(lab, config).Out);
        Ours.Add(lab, config);
        Assert.Equal(0, Ours.Check(lab, config).ExitCode);
    });

    [Fact]
    public void What_came_before_in_the_chain_is_passed_on_as_it_was() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        const string before = """{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/pod"}],"ips":[{"address":"10.1.0.2/24","interface":0}],"dns":{"domain":"d"}}""";
        string config = Network.With(Config.Replace("0.3.1", "1.0.0"), before);

        Json.AssertSame(before, Ours.Add(lab, config).Out);
        Json.AssertSame((PluginCall.Reference("loopback") with { IfName = "lo", NetNs = "/run/netns/pod" }).Add(lab, config).Out, Ours.Add(lab, config).Out);
        Assert.Contains("UP", lab.In("pod", "ip -br link show lo"));
    });

    [Fact]
    public void An_address_that_is_none_of_a_loopbacks_is_refused() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.In("pod", "ip addr add 10.1.0.1/32 dev lo");

        Assert.Contains("\"msg\":\"loopback interface found with non-loopback address \\\"10.1.0.1\\\"\"", Ours.Add(lab, Config).Out);
        Assert.Contains("loopback interface found with non-loopback address \\\"10.1.0.1\\\"",
            (PluginCall.Reference("loopback") with { IfName = "lo", NetNs = "/run/netns/pod" }).Add(lab, Config).Out);
    });

    [Fact]
    public void Where_ipv6_is_off_there_is_the_address_of_ipv4_alone() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.In("pod", "echo 1 >/proc/sys/net/ipv6/conf/lo/disable_ipv6");

        Json.AssertSame("""[{"address":"127.0.0.1/8","interface":0}]""",
            JsonDocument.Parse(Ours.Add(lab, Config.Replace("0.3.1", "1.0.0")).Out).RootElement.GetProperty("ips").GetRawText());
    });

    [Fact]
    public void Gc_and_status_have_nothing_to_say() => Lab.Run(lab =>
    {
        string config = Config.Replace("0.3.1", "1.1.0");
        Assert.Equal((0, ""), (Ours.Run(lab, "STATUS", config).ExitCode, Ours.Run(lab, "STATUS", config).Out));
        Assert.Equal(0, Ours.Run(lab, "GC", $"{config[..^1]},\"cni.dev/valid-attachments\":[]}}").ExitCode);
    });

    [Fact]
    public void Del_succeeds_when_the_namespace_is_gone() => Lab.Run(lab =>
    {
        Assert.Equal(0, Ours.Del(lab, Config).ExitCode);
        Assert.Equal(0, (Ours with { NetNs = "" }).Del(lab, Config).ExitCode);
        lab.Tool("mkdir -p /run/netns; : >/run/netns/pod");   // what is left when a named namespace is unmounted
        Assert.Equal(0, Ours.Del(lab, Config).ExitCode);
    });

    [Fact]
    public void Add_without_a_namespace_is_refused() => Lab.Run(lab => Assert.Equal(
        """{"cniVersion":"0.3.1","code":8,"msg":"CNI_NETNS is /run/netns/pod, where no network namespace is"}""", Ours.Add(lab, Config).Out));

    [Fact]
    public void The_hosts_own_lo_stays_up() => Lab.Run(lab =>
    {
        Assert.Equal(1, (Ours with { NetNs = "/proc/self/ns/net" }).Del(lab, Config).ExitCode);
        Assert.Contains("UP", lab.Tool("ip -br link show lo"));
    });
}
