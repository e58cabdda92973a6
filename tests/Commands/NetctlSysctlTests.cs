using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl sysctl against sysctl(8), and a namespace's settings against the host's.</summary>
public class NetctlSysctlTests
{
    [Theory]
    [InlineData("net.ipv4.ip_forward")]
    [InlineData("net/ipv4/ip_forward")]
    [InlineData("net.ipv4.ip_local_port_range")]
    [InlineData("net.ipv4.conf.eth0/100.forwarding")]
    [InlineData("net/ipv4/conf/eth0.100/forwarding")]
    [InlineData("net.ipv4.ip_forward net.ipv4.ip_default_ttl")]
    public void A_setting_reads_as_sysctl_writes_it(string keys) => Lab.Run(lab =>
    {
        lab.Tool("ip link add eth0.100 type veth peer name other");
        Assert.Equal(lab.Tool($"sysctl {keys}"), lab.Tool($"{Netctl} sysctl {keys}"));
    });

    [Fact]
    public void A_folder_and_a_pattern_mean_all_in_them() => Lab.Run(lab =>
    {
        Assert.Equal(Sorted(lab.Tool("sysctl -a 2>/dev/null | grep '^net.ipv4.conf.lo[.]'")), Sorted(lab.Tool($"{Netctl} sysctl net.ipv4.conf.lo")));
        Assert.Equal(Sorted(lab.Tool("sysctl -a 2>/dev/null | grep '^net.ipv4.conf.*[.]forwarding'")), Sorted(lab.Tool($"{Netctl} sysctl 'net.ipv4.conf.*.forwarding'")));
        Assert.Contains("net.ipv6.conf.lo.mtu = 65536", lab.Tool($"{Netctl} sysctl"));
    });

    // The seed's outage: forwarding was on in the host, and a namespace had its own, off.
    [Fact]
    public void A_namespace_has_its_own() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool("sysctl -qw net.ipv4.ip_forward=1");

        Assert.Equal("net.ipv4.ip_forward = 0", lab.Tool($"{Netctl} -n pod sysctl net.ipv4.ip_forward"));
        Assert.Equal("net.ipv4.ip_forward = 1", lab.Tool($"{Netctl} sysctl net.ipv4.ip_forward"));
        Assert.Equal("net.ipv4.ip_default_ttl = 7", lab.Tool($"{Netctl} -n pod sysctl net.ipv4.ip_default_ttl=7"));
        Assert.Equal(("7", "64"), (lab.In("pod", "cat /proc/sys/net/ipv4/ip_default_ttl"), lab.Tool("cat /proc/sys/net/ipv4/ip_default_ttl")));
    });

    [Fact]
    public void A_pattern_is_set_everywhere() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1");
        lab.Tool($"{Netctl} sysctl 'net.ipv4.conf.v*.rp_filter=2'");
        Assert.Equal("2 2 0", lab.Tool("cat /proc/sys/net/ipv4/conf/v0/rp_filter /proc/sys/net/ipv4/conf/v1/rp_filter /proc/sys/net/ipv4/conf/lo/rp_filter | xargs"));
    });

    [Theory]
    [InlineData("net.nothing", 1, "There is no setting net.nothing: nothing is at /proc/sys/net/nothing.")]
    [InlineData("net.ipv4.conf=1", 1, "net.ipv4.conf is a folder: a value is for a setting in it, or for net.ipv4.conf.* .")]
    [InlineData("..", 255, "\"..\" is no setting's name: KEY, or KEY=VALUE.")]
    public void What_is_wrong_is_said(string key, int exitCode, string sentence) => Lab.Run(lab =>
        Assert.Equal(new Outcome(exitCode, "", sentence), lab.Try($"{Netctl} sysctl {key}")));

    [Fact]
    public void What_is_not_a_namespaces_is_refused_there_and_nothing_is_changed() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        Assert.Equal(new Outcome(1, "", "kernel.hostname is the whole machine's, not a namespace's: only what is below net is."),
            lab.Try($"{Netctl} -n pod sysctl net.ipv4.ip_default_ttl=7 kernel.hostname"));
        Assert.Equal("64", lab.In("pod", "cat /proc/sys/net/ipv4/ip_default_ttl"));
    });

    static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));
}
