using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>Containers' addresses as sources of a zone of firewalld.</summary>
public class FirewalldTests
{
    const string Both = "as 2 \"10.1.0.2/32\" \"fd00::2/128\"", None = "as 0";

    static string Config(string keys = "\"backend\":\"firewalld\",", string version = "1.1.0") => $$"""{"cniVersion":"{{version}}","name":"net",{{keys}}"type":"firewall"}""";

    static string Known(string keys = "\"backend\":\"firewalld\",", string version = "1.0.0") => With(Config(keys, version), $$"""
        {"cniVersion":"{{version}}","interfaces":[{"name":"br0"},{"name":"v1"},{"name":"eth0","sandbox":"/run/netns/none"}],
         "ips":[{"address":"10.1.0.2/24","interface":2},{"address":"fd00::2/64","interface":2}]}
        """);

    static readonly PluginCall s_ours = PluginCall.Ours("firewall"), s_theirs = PluginCall.Reference("firewall");

    [Theory]
    [InlineData("")]
    [InlineData("\"backend\":\"firewalld\",")]
    public void Where_firewalld_runs_its_zone_is_taken_and_each_make_checks_and_cleans_the_others(string keys) => Lab.Run(lab =>
    {
        var firewalld = new FirewalldDouble(lab);
        foreach (var (adds, deletes) in new[] { (s_ours, s_theirs), (s_theirs, s_ours), (s_ours, s_ours) })
        {
            Succeed(adds.Add(lab, Known(keys)));
            Assert.Equal(Both, firewalld.SourcesOf("trusted"));
            Succeed(deletes.Check(lab, Known(keys)));
            for (int i = 0; i < 2; i++)
                Succeed(deletes.Del(lab, Known(keys)));
            Assert.Equal(None, firewalld.SourcesOf("trusted"));
        }
        Assert.DoesNotContain("10.1.0.2", lab.Tool("nft list ruleset"));
    });

    [Fact]
    public void What_is_in_the_zone_already_may_stay_and_what_is_in_another_is_told() => Lab.Run(lab =>
    {
        var firewalld = new FirewalldDouble(lab);
        const string work = "\"backend\":\"firewalld\",\"firewalldZone\":\"work\",";
        Succeed(s_ours.Add(lab, Known(work)));
        Succeed(s_ours.Add(lab, Known(work)));
        Assert.Equal(Both, firewalld.SourcesOf("work"));
        Succeed(s_ours.Del(lab, Known(work)));
        firewalld.Call("addSource", "public", "fd00::2/128");

        var refusal = Refused(s_ours.Add(lab, Known()));

        Assert.Equal((999, "failed to add the address fd00::2/128 to trusted zone: ZONE_CONFLICT: 'fd00::2/128' already bound to a zone"), refusal);
        Assert.Equal(None, firewalld.SourcesOf("trusted"));
        Assert.Equal("", lab.Tool("find /run/cni/firewall -type f ! -name .lock"));
        Assert.StartsWith("failed to add the address 10.1.0.2/32 to none zone: INVALID_ZONE", Refused(s_ours.Add(lab, Known("\"backend\":\"firewalld\",\"firewalldZone\":\"none\","))).Message);
    });

    [Fact]
    public void Check_heeds_the_answer() => Lab.Run(lab =>
    {
        var firewalld = new FirewalldDouble(lab);
        Succeed(s_ours.Add(lab, Known()));
        firewalld.Call("removeSource", "trusted", "10.1.0.2/32");

        Assert.Equal("failed to find the address 10.1.0.2/32 in trusted zone", Refused(s_ours.Check(lab, Known())).Message);
    });

    [Fact]
    public void Del_without_a_result_and_gc_go_by_the_record() => Lab.Run(lab =>
    {
        var firewalld = new FirewalldDouble(lab);
        const string then = "\"backend\":\"firewalld\",\"firewalldZone\":\"work\",";
        Succeed(s_ours.Add(lab, Known(then)));
        Succeed(s_ours.Del(lab, Config("")));
        Assert.Equal(None, firewalld.SourcesOf("work"));

        Succeed(s_ours.Add(lab, Known(then)));
        Succeed(s_ours.Run(lab, "GC", $"{Config()[..^1]},\"cni.dev/valid-attachments\":[]}}"));
        Assert.Equal(None, firewalld.SourcesOf("work"));
        Assert.Equal("", lab.Tool("find /run/cni/firewall -type f ! -name .lock"));
    });

    [Fact]
    public void A_policy_is_rules_beside_the_zone() => Lab.Run(lab =>
    {
        var firewalld = new FirewalldDouble(lab);
        const string keys = "\"ingressPolicy\":\"isolated\",";
        Succeed(s_ours.Add(lab, Known(keys)));

        Assert.Equal(Both, firewalld.SourcesOf("trusted"));
        Assert.Contains("-A CNI-ISOLATION-STAGE-1 -i br0 -o br0 ", lab.Tool("iptables-save -t filter"));
        Assert.DoesNotContain("10.1.0.2", lab.Tool("iptables-save -t filter"));
        Succeed(s_ours.Check(lab, Known(keys)));
        Succeed(s_ours.Del(lab, Known(keys)));
        Assert.DoesNotContain("br0", lab.Tool("iptables-save -t filter; ip6tables-save -t filter"));
    });

    [Fact]
    public void The_bus_may_be_elsewhere() => Lab.Run(lab =>
    {
        var firewalld = new FirewalldDouble(lab, "/run/bus");

        var outcome = lab.Try($"exec {s_ours.Binary}", Known(), ("CNI_COMMAND", "ADD"), ("CNI_CONTAINERID", "c1"), ("CNI_IFNAME", "eth0"), ("CNI_NETNS", "/run/netns/none"),
            ("CNI_PATH", "/nowhere"), ("DBUS_SYSTEM_BUS_ADDRESS", $"tcp:host=nowhere;unix:path=/run/no-bus;{firewalld.Address},guid=0"));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(Both, firewalld.SourcesOf("trusted"));
    });

    [Fact]
    public void Where_firewalld_does_not_run_that_is_said_and_nothing_made() => Lab.Run(lab =>
    {
        Assert.Equal((50, "firewalld does not run; there is no system bus to ask it by"), Refused(s_ours.Add(lab, Known())));
        Assert.Equal((50, "this machine cannot have a firewall by firewalld; there is no system bus to ask it by"), Refused(s_ours.Run(lab, "STATUS", Config())));
        var firewalld = new FirewalldDouble(lab);
        Succeed(s_ours.Run(lab, "STATUS", Config()));
        Succeed(s_ours.Add(lab, Known()));
        firewalld.Stop();

        Assert.Equal((50, "this machine cannot have a firewall by firewalld; nobody on the system bus is called org.fedoraproject.FirewallD1"), Refused(s_ours.Run(lab, "STATUS", Config())));
        Succeed(s_ours.Del(lab, Known()));   // its zones went with it
        Assert.Equal("", lab.Tool("find /run/cni/firewall -type f ! -name .lock"));
    });
}
