using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>The iptables backend is the reference plugin's rule by rule: each removes what the other made.</summary>
public class FirewallIptablesTests
{
    const string Iptables = "\"backend\":\"iptables\",";

    // Debian's reference knows same-bridge, but not isolated.
    [Theory]
    [InlineData("")]
    [InlineData("\"iptablesAdminChainName\":\"MY.ADMIN_1\",")]
    [InlineData("\"ingressPolicy\":\"open\",")]
    public void Every_rule_is_as_the_reference_plugin_writes_it_and_each_cleans_up_after_the_other(string keys) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Iptables + keys, "peer");
        string web = host.ConfigWithResult("web").Replace("1.1.0", "1.0.0"), peer = host.ConfigWithResult("peer").Replace("1.1.0", "1.0.0");
        PluginCall theirWeb = PluginCall.Reference("firewall") with { Container = "web", NetNs = "/run/netns/web" }, theirPeer = theirWeb with { Container = "peer" };
        Clear(lab);
        Succeed(theirWeb.Add(lab, web));
        Succeed(theirPeer.Add(lab, peer));
        string theirs = Saved(lab);
        Succeed(host.Check("web"));
        Succeed(host.Del("web"));
        Succeed(host.Del("peer"));
        string cleaned = Saved(lab);
        Clear(lab);

        Succeed(host.Add("web"));
        Succeed(host.Add("peer"));
        Succeed(host.Add("web"));
        Assert.Equal(theirs, Saved(lab));
        Succeed(theirWeb.Check(lab, web));
        Succeed(theirPeer.Del(lab, peer));
        Succeed(theirWeb.Del(lab, web));
        Assert.Equal(cleaned, Saved(lab));
        Assert.DoesNotContain("10.44", cleaned);
    });

    [Fact]
    public void Del_without_a_result_goes_by_its_own_record() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Iptables + "\"ingressPolicy\":\"isolated\",");
        Assert.Contains("10.44.0.2", Saved(lab));
        host.Net.Detach("web");

        Succeed(Call("firewall", "web").Del(lab, host.Config("web")));

        Assert.DoesNotContain("10.44.0.2", Saved(lab));
        Assert.DoesNotContain("net0", Saved(lab));
        Assert.Equal("", lab.Tool("find /run/cni/firewall -type f ! -name .lock"));
    });

    [Fact]
    public void Gc_takes_away_what_is_left_of_the_networks_containers_that_are_gone() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Iptables + "\"ingressPolicy\":\"same-bridge\",", "peer", "stranger");
        host.Net.Detach("web");

        Succeed(host.Gc("peer"));

        string left = Saved(lab);
        Assert.DoesNotContain("10.44.0.2/", left);
        Assert.Contains("10.44.0.3/", left);
        Assert.Contains("10.45.0.2/", left);
        Assert.Contains("-i net0 ", left);
        host.Net.Detach("peer");
        Succeed(host.Gc());
        Assert.DoesNotContain("net0", Saved(lab));
        Assert.Contains("-i other0 ", Saved(lab));
    });

    [Theory]
    [InlineData("iptables -D FORWARD -j CNI-FORWARD -m comment --comment 'CNI firewall plugin rules'", "iptables rule \"-A FORWARD -m comment --comment \"CNI firewall plugin rules\" -j CNI-FORWARD\" is missing")]
    [InlineData("ip6tables -D CNI-FORWARD -s fd00:44::2 -j ACCEPT", "ip6tables rule \"-A CNI-FORWARD -s fd00:44::2/128 -j ACCEPT\" is missing")]
    [InlineData("iptables -F CNI-FORWARD", "overrides\" -j CNI-ADMIN\" is missing")]
    [InlineData("iptables -F && iptables -X", "chain FORWARD is missing in table filter of iptables")]
    [InlineData("ip6tables -F CNI-ISOLATION-STAGE-2", "ip6tables rule \"-A CNI-ISOLATION-STAGE-2 -o net0 ")]
    public void Check_names_what_is_missing_and_makes_nothing(string damage, string missing) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Iptables + "\"ingressPolicy\":\"same-bridge\",");
        Succeed(host.Check("web"));
        lab.Tool(damage);
        string was = host.Ruleset;

        Assert.Contains(missing, Refused(host.Check("web")).Message);

        Assert.Equal(was, host.Ruleset);
    });

    [Theory]
    [InlineData("iptables", "ip6tables", "10.44.0.2/32", "fd00:44::2/128")]
    [InlineData("ip6tables", "iptables", "fd00:44::2/128", "10.44.0.2/32")]
    public void One_of_iptables_and_ip6tables_is_enough(string kept, string lost, string made, string notMade) => Lab.Run(lab =>
    {
        lab.Tool($"for verb in '' -save -restore; do ln -sfn /nowhere /etc/alternatives/{lost}$verb; done");
        var host = new GuardedHost(lab, Iptables);

        Succeed(host.Check("web"));
        string saved = lab.Tool($"{kept}-save -t filter");
        Assert.Contains(made, saved);
        Assert.DoesNotContain(notMade, host.Ruleset);
        Succeed(host.Del("web"));
        Assert.DoesNotContain(made, lab.Tool($"{kept}-save -t filter"));

        // What is to keep others out must do so in both families.
        host.Keys = Iptables + "\"ingressPolicy\":\"isolated\",";
        Assert.Contains($"{lost}-restore is not in ", Refused(host.Add("web")).Message);
        Assert.DoesNotContain(made, lab.Tool($"{kept}-save -t filter"));
        Assert.DoesNotContain("net0", lab.Tool($"{kept}-save -t filter"));
        Assert.Equal("", lab.Tool("find /run/cni/firewall -type f ! -name .lock"));
    });

    [Theory]
    [InlineData("iptables", "nftables")]
    [InlineData("nftables", "iptables")]
    public void Del_cleans_both_backends_whichever_the_network_names_now(string then, string now) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, $"\"backend\":\"{then}\",\"ingressPolicy\":\"isolated\",");

        host.Keys = $"\"backend\":\"{now}\",";
        Succeed(host.Del("web"));

        lab.Until("it has expired", () => lab.Tool("nft list table inet cni_firewall 2>&1; nft list table ip filter 2>&1 || true") is var left
            && !left.Contains("10.44.0.2") && !left.Contains("net0"));
    });

    [Fact]
    public void Rules_that_somebody_added_to_our_chain_stay() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Iptables);
        lab.Tool("iptables -A CNI-FORWARD -s 10.44.0.2/32 -p tcp --dport 25 -j ACCEPT && iptables -A CNI-FORWARD -s 10.44.0.2/32 -j DROP");

        Succeed(host.Del("web"));

        Assert.Equal("-A CNI-FORWARD -s 10.44.0.2/32 -p tcp -m tcp --dport 25 -j ACCEPT\n-A CNI-FORWARD -s 10.44.0.2/32 -j DROP",
            lab.Tool("iptables-save -t filter | grep 10.44"));
    });

    [Fact]
    public void Older_ip_tables_are_used_and_cleaned_too() => Lab.Run(lab =>
    {
        foreach (string tool in (string[])["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"])
            lab.Tool($"ln -sfn /usr/sbin/{tool.Replace("tables", "tables-legacy")} /etc/alternatives/{tool}");
        lab.Needs("iptables-legacy -S");
        var host = new GuardedHost(lab, Iptables + "\"ingressPolicy\":\"same-bridge\",");
        Assert.Contains("10.44.0.2/32", lab.Tool("iptables-legacy-save -t filter"));
        Succeed(host.Check("web"));

        Succeed(host.Del("web"));

        Assert.DoesNotContain("10.44.0.2", lab.Tool("iptables-legacy-save -t filter"));
        Assert.DoesNotContain("net0", lab.Tool("iptables-legacy-save -t filter; ip6tables-legacy-save -t filter"));
    });

    static void Clear(Lab lab) => lab.Tool("for tool in iptables ip6tables; do $tool -t filter -F; $tool -t filter -X; done");

    static string Saved(Lab lab) => lab.Tool("(iptables-save -t filter; ip6tables-save -t filter) | grep '^-A\\|^:CNI'");
}
