using Xunit;

namespace Tests.Commands;

/// <summary>demo.sh, as a newcomer runs it, on a machine of its own.</summary>
public class DemoTests
{
    [Fact]
    public void The_page_is_shown_twice_and_nothing_is_left() => Lab.Run(lab =>
    {
        string before = Everything(lab);
        lab.Tool("ip link set lo down");   // as it is in a namespace that has just been made

        var demo = lab.Try(Repository.PathOf("demo.sh"), environment: ("NET_OUT", Path.GetDirectoryName(Binaries.Hull)!));

        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(2, demo.Out.Split("Hello from a container.").Length - 1);
        Assert.Contains("LOOPBACK,UP", lab.Tool("ip link show lo"));
        Assert.Contains("0.0.0.0:1314->80/tcp   demo-web", demo.Out);
        Assert.Equal(before, Everything(lab));
        Assert.Equal("", GroupsOf(demo, lab));
    });

    [Fact]
    public void With_keep_it_goes_on_answering_until_it_is_removed_as_the_demo_says() => Lab.Run(lab =>
    {
        string before = Everything(lab);

        var demo = lab.Try($"{Repository.PathOf("demo.sh")} --keep", environment: ("NET_OUT", Path.GetDirectoryName(Binaries.Hull)!));

        Assert.Equal(0, demo.ExitCode);
        Assert.Equal("Hello from a container.", lab.Tool("curl -s -m 2 127.0.0.1:1314"));
        Assert.NotEqual("", GroupsOf(demo, lab));
        string advice = demo.Out.Split('\n').Single(line => line.StartsWith("Remove it:", StringComparison.Ordinal));
        lab.Tool(advice["Remove it:".Length..].Replace("sudo ", ""));
        lab.Tool("echo 0 >/proc/sys/net/ipv4/ip_forward");
        Assert.Equal(before, Everything(lab));
        Assert.Equal("", GroupsOf(demo, lab));
    });

    // Control groups and processes are the whole machine's, where other tests have theirs: only the demo's are looked for.
    static string GroupsOf(Outcome demo, Lab lab) =>
        lab.Tool($"find /sys/fs/cgroup -name '*{demo.Out.Split('\n').Single(line => line.Length == 64 && line.All(char.IsAsciiHexDigitLower))}*'");

    static string Everything(Lab lab) => string.Join('\n',
        lab.Tool("ip -o link | cut -d: -f2; ip -o addr | tr -s ' ' | cut -d' ' -f2,4; ls /run/netns 2>/dev/null || true"),
        lab.Tool("findmnt -rno TARGET | grep -v '^/run/netns$' || true"),
        lab.Tool("nft -j list ruleset | grep -o '\"elem\": *\\[.*' || true"),
        // What hull's commands did is kept, for `hull events`, until newer news push it out.
        lab.Tool("find /run/hull /var/lib/hull -type f ! -path '/run/hull/*lock' ! -path '/var/lib/hull/events/*' 2>/dev/null || true"),
        lab.Tool("find /var/lib/cni -type f ! -name lock ! -name 'last_reserved_ip.*' 2>/dev/null || true"),
        lab.Tool("cat /proc/sys/net/ipv4/ip_forward; ls /etc/cni"),
        lab.Tool("ps -eo args | grep '[h]ttpd -f -p 80 -h /www$' || true"));
}
