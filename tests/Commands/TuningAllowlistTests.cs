using Xunit;
using static Tests.Commands.Network;
using static Tests.Commands.TunedPod;

namespace Tests.Commands;

/// <summary>Which kernel settings tuning may change is for the machine's owner to say.</summary>
public class TuningAllowlistTests
{
    [Fact]
    public void Status_tells_what_an_add_would_fail_for() => Lab.Run(lab =>
    {
        string config = Config(""" "sysctl":{"net.core.somaxconn":"99"}, """, "1.1.0");
        Succeed(Tuning.Run(lab, "STATUS", config));
        lab.Tool("mkdir /run/ro; mount -t tmpfs -o ro lab /run/ro");
        Assert.Equal((50, "make a file in /run/ro: Read-only file system"), Refused(Tuning.Run(lab, "STATUS", Config(""" "dataDir":"/run/ro/x/y", """, "1.1.0"))));
        lab.Tool("mkdir -p /etc/cni/tuning; echo net.ipv4 >/etc/cni/tuning/allowlist.conf");

        Assert.Equal((50, "Sysctl net.core.somaxconn is not allowed. Only the following sysctls are allowed: [net.ipv4]"), Refused(Tuning.Run(lab, "STATUS", config)));
    });

    [Theory]
    [InlineData("^net\\\\.core\\\\.", true)]
    [InlineData("somax", true)]
    [InlineData("  net.core.[a-z]+  ", true)]
    [InlineData("", false)]
    [InlineData("^net\\\\.ipv4\\\\.\\nnet.core.(rmem|wmem)_max", false)]
    [InlineData("net.core\\nfoo[", true)]
    public void The_machines_owner_says_which_settings_are_allowed(string lines, bool allowed) => Lab.Run(lab =>
    {
        MakeLink(lab);
        lab.Tool($"mkdir -p /etc/cni/tuning; printf '{lines}\\n' >/etc/cni/tuning/allowlist.conf");

        var outcome = Tuning.Add(lab, Chained(""" "sysctl":{"net.core.somaxconn":"99"}, """));

        Assert.Equal(allowed, outcome.ExitCode == 0);
        Assert.Equal(allowed ? "99" : "4096", Sysctl(lab, "core/somaxconn"));
        if (!allowed)
            Assert.StartsWith("Sysctl net.core.somaxconn is not allowed. Only the following sysctls are allowed: [", Refused(outcome).Message);
    });

    [Fact]
    public void A_line_that_is_no_pattern_is_named() => Lab.Run(lab =>
    {
        MakeLink(lab);
        lab.Tool("mkdir -p /etc/cni/tuning; printf 'net.ipv4\\nfoo[\\nnet.core\\n' >/etc/cni/tuning/allowlist.conf");

        Assert.Equal("/etc/cni/tuning/allowlist.conf: the pattern foo[ cannot be used: missing closing ]",
            Refused(Tuning.Add(lab, Chained(""" "sysctl":{"net.core.somaxconn":"99"}, """))).Message);
    });
}
