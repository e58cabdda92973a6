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
