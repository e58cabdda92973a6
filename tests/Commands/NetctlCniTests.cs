using System.Text.Json;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl cni: what cnitool does, by the same environment, on a network of our own plugins.</summary>
public class NetctlCniTests
{
    static void Conflist(Lab lab, string version = "1.1.0")
    {
        lab.Tool("mkdir -p /etc/cni/net.d");
        File.WriteAllText("/etc/cni/net.d/demo.conflist", $$"""
            {"cniVersion":"{{version}}","name":"demo","plugins":[{"type":"bridge","bridge":"demo0","isGateway":true,"capabilities":{"mac":true},
             "ipam":{"type":"host-local","dataDir":"/run/leases","subnet":"10.44.0.0/24"} }]}
            """);
    }

    static Outcome Cni(Lab lab, string arguments, params ReadOnlySpan<(string, string)> environment) =>
        lab.Try($"{Netctl} cni {arguments}", "", [("CNI_PATH", PluginFolder), .. environment]);

    static string Done(Outcome outcome) => outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException(outcome.ToString());

    static string Failed(Outcome outcome)
    {
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        return outcome.Err;
    }

    const string Leases = "ls /run/leases/demo | grep ^10 | xargs";

    [Fact]
    public void A_namespace_is_attached_checked_and_detached() => Lab.Run(lab =>
    {
        Conflist(lab);
        lab.Namespace("blue");

        var result = JsonDocument.Parse(Done(Cni(lab, "add demo blue"))).RootElement;
        Assert.Equal("1.1.0", result.GetProperty("cniVersion").GetString());
        Assert.Equal("/var/run/netns/blue", result.GetProperty("interfaces")[2].GetProperty("sandbox").GetString());
        Assert.Contains("10.44.0.2/24", lab.In("blue", "ip -br addr show eth0"));
        lab.In("blue", "ping -c 1 -W 2 10.44.0.1");

        Done(Cni(lab, "check demo blue"));
        lab.In("blue", "ip addr del 10.44.0.2/24 dev eth0");
        Assert.Contains("10.44.0.2", Failed(Cni(lab, "check demo blue")));

        Done(Cni(lab, "del demo blue"));
        Assert.DoesNotContain("eth0", lab.In("blue", "ip -br link"));
        Assert.Equal("", lab.Tool($"{Leases}; ls /var/lib/cni/results"));
        Done(Cni(lab, "del demo blue"));
    });

    // The id that cnitool gives this path.
    [Fact]
    public void The_containers_id_is_cnitools() => Lab.Run(lab =>
    {
        Conflist(lab);
        lab.Namespace("testing");

        Done(Cni(lab, "add demo testing"));
        Assert.Equal("demo-cnitool-77383ca0a0715733ca6f-eth0", lab.Tool("ls /var/lib/cni/results"));
        Done(Cni(lab, "del demo /var/run/netns/../netns/testing"));
        Assert.Equal("", lab.Tool("ls /var/lib/cni/results"));
    });

    [Fact]
    public void The_environment_is_cnitools() => Lab.Run(lab =>
    {
        Conflist(lab);
        lab.Tool("mv /etc/cni/net.d /run/networks");
        lab.Namespace("blue");
        (string, string)[] environment = [("NETCONFPATH", "/run/networks"), ("CNI_IFNAME", "net7"), ("CNI_ARGS", "IgnoreUnknown=1;IP=10.44.0.77"),
            ("CAP_ARGS", """{"mac":"02:00:00:00:00:07","other":1}""")];

        Done(Cni(lab, "add demo blue", environment));
        Assert.Contains("10.44.0.77/24", lab.In("blue", "ip -br addr show net7"));
        Assert.Contains("02:00:00:00:00:07", lab.In("blue", "ip link show net7"));
        Done(Cni(lab, "add demo blue -i net8", ("NETCONFPATH", "/run/networks")));
        Assert.Contains("net8", lab.In("blue", "ip -br link"));

        Assert.Equal("invalid CNI_ARGS pair \"IP=\"; it reads KEY=VALUE;KEY=VALUE (code 4)", Failed(Cni(lab, "add demo blue", ("CNI_ARGS", "IP="))));
        Assert.StartsWith("CAP_ARGS is no JSON object", Failed(Cni(lab, "add demo blue", ("CAP_ARGS", "[]"))));
    });

    [Fact]
    public void A_failure_says_what_to_do_and_leaves_nothing() => Lab.Run(lab =>
    {
        Assert.Equal("no net configurations found in /etc/cni/net.d (code 7)", Failed(Cni(lab, "add demo blue")));
        Conflist(lab);
        Assert.Equal("no net configuration with name \"other\" in /etc/cni/net.d (code 7)", Failed(Cni(lab, "status other")));
        Assert.Equal("there is no network namespace at /var/run/netns/blue: `netctl add blue` makes one", Failed(Cni(lab, "add demo blue")));
        lab.Namespace("blue");
        Assert.Equal("plugin type=\"bridge\" name=\"demo\" failed (add): failed to find plugin \"bridge\" in path [/run]",
            Failed(lab.Try($"{Netctl} cni add demo blue", "", ("CNI_PATH", "/run"))).Split('\n')[^1].Replace(" (code 7)", ""));
        Assert.Equal(1, Cni(lab, "add demo").ExitCode);   // as cnitool, whose only code it is

        Done(Cni(lab, "add demo blue"));
        Assert.Contains("is attached to demo already", Failed(Cni(lab, "add demo blue")));
        Assert.Equal("10.44.0.2", lab.Tool(Leases));
        Assert.Contains("10.44.0.2/24", lab.In("blue", "ip -br addr show eth0"));
    });

    [Fact]
    public void Gc_keeps_what_lives_and_what_is_named() => Lab.Run(lab =>
    {
        Conflist(lab);
        foreach (string name in (string[])["blue", "red", "green", "grey"])
        {
            lab.Tool($"ip netns add {name}");
            Done(Cni(lab, $"add demo {name}"));
        }
        lab.Tool("ip netns del red; ip netns del green; ip netns del grey");
        string grey = lab.Tool("grep -l netns/grey /var/lib/cni/results/*").Split('-')[2];

        string gone = Done(Cni(lab, $"gc demo green --keep cnitool-{grey}:eth0"));

        Assert.Matches("^cnitool-[0-9a-f]{20}:eth0$", gone);
        Assert.Equal("10.44.0.2 10.44.0.4 10.44.0.5", lab.Tool(Leases));
        lab.Tool("ip netns exec blue ping -c 1 -W 2 10.44.0.1");
        Assert.Equal("10.44.0.2", (Done(Cni(lab, "gc demo")), lab.Tool(Leases)).Item2);
        Assert.Equal("", (Done(Cni(lab, "gc demo --all")), lab.Tool(Leases)).Item2);
    });

    [Fact]
    public void Status_tells_that_the_pool_is_exhausted() => Lab.Run(lab =>
    {
        Conflist(lab);
        lab.Tool("sed -i s,10.44.0.0/24,10.44.0.0/30, /etc/cni/net.d/demo.conflist");
        lab.Namespace("blue");

        Done(Cni(lab, "status demo"));
        Done(Cni(lab, "add demo blue"));

        Assert.Equal("no IP addresses available in range set: 10.44.0.1-10.44.0.2 (code 50)", Failed(Cni(lab, "status demo blue")));
    });

    [Fact]
    public void Networks_and_what_is_attached_to_them_are_listed() => Lab.Run(lab =>
    {
        Conflist(lab);
        File.WriteAllText("/etc/cni/net.d/10-broken.conflist", "{");
        lab.Tool("ip netns add blue");
        Done(Cni(lab, "add demo blue"));
        lab.Tool("ip netns del blue");

        var shown = Cni(lab, "list");
        Assert.Matches(@"^demo 1.1.0 bridge\n    cnitool-[0-9a-f]{20}:eth0 10.44.0.2/24 in /var/run/netns/blue \(gone\)$", shown.Out);
        Assert.Equal("/etc/cni/net.d/10-broken.conflist is no JSON: unexpected end of JSON input", shown.Err);
        var json = JsonDocument.Parse(Cni(lab, "list -j").Out).RootElement[0];
        Assert.True(json.GetProperty("attachments")[0].GetProperty("gone").GetBoolean());
    });
}
