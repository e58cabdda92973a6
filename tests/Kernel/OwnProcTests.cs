using Linux;
using Xunit;

namespace Tests.Kernel;

/// <summary>CVE-2025-52881: writes to /proc that something in a container's /proc leads elsewhere.</summary>
public class OwnProcTests
{
    [Fact]
    public void A_write_reaches_the_kernel_whatever_lies_over_proc() => Lab.Run(lab =>
    {
        lab.Tool("mkdir -p /run/fake/ipv4 /run/outside; echo safe >/run/outside/canary; ln -s /run/outside/canary /run/fake/ipv4/ip_default_ttl");
        Mounts.Bind("/run/fake", "/proc/sys/net");
        using (var proc = new OwnProc())
            proc.SetSysctl("net/ipv4/ip_default_ttl", "77");
        Mounts.Detach("/proc/sys/net");

        Assert.Equal("77", lab.Tool("cat /proc/sys/net/ipv4/ip_default_ttl"));
        Assert.Equal("safe", lab.Tool("cat /run/outside/canary"));
    });

    [Theory]
    [InlineData("self/cwd/canary")]
    [InlineData("sys/../../run/outside/canary")]
    [InlineData("/run/outside/canary")]
    public void No_path_leads_out_of_it(string path) => Lab.Run(lab =>
    {
        lab.Tool("mkdir /run/outside; echo safe >/run/outside/canary");
        using var proc = new OwnProc();

        Assert.Throws<LinuxException>(() => proc.Write(path, "evil"));
        Assert.Equal("safe", lab.Tool("cat /run/outside/canary"));
    });
}
