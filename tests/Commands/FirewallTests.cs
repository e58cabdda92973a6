using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

public class FirewallTests
{
    const string Open = "\"backend\":\"nftables\",", SameBridge = Open + "\"ingressPolicy\":\"same-bridge\",", Isolated = Open + "\"ingressPolicy\":\"isolated\",";

    [Theory]
    [InlineData(Open)]
    [InlineData(Isolated)]
    public void A_container_is_elements_and_never_a_rule(string keys) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, keys);
        const string rules = "nft -s list table inet cni_firewall | grep -E 'chain|accept|drop|jump'";
        string before = lab.Tool(rules);

        host.Net.Attach("peer");
        Succeed(host.Add("peer"));

        Assert.Equal(before, lab.Tool(rules));
        Assert.Equal("4", lab.Tool("nft list table inet cni_firewall | grep -o '\"net [a-z]* eth0\"' | wc -l"));
        Assert.DoesNotContain("CNI", host.Ruleset);
    });

    [Fact]
    public void An_add_that_is_repeated_changes_nothing() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, SameBridge);
        string was = host.Ruleset;

        Assert.Equal(System.Text.Json.JsonDocument.Parse(host.Net.ResultOf("web")).RootElement.GetProperty("ips").GetRawText(),
            System.Text.Json.JsonDocument.Parse(Succeed(host.Add("web"))).RootElement.GetProperty("ips").GetRawText());

        Assert.Equal(was, host.Ruleset);
    });

    [Theory]
    [InlineData("with what the ADD made", true)]
    [InlineData("with nothing that tells what it made", false)]
    public void Del_takes_all_of_a_container_away_and_what_others_need_stays(string how, bool knows) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Isolated, "stranger");
        string before = host.Ruleset;
        host.Net.Attach("peer");
        Succeed(host.Add("peer"));

        for (int i = 0; i < 2; i++)
            Succeed(knows ? host.Del("peer") : Call("firewall", "peer").Del(lab, host.Config("peer")));

        lab.Until($"all is as it was, {how}", () => host.Ruleset == before);
        Assert.False(host.IsReachedFrom("stranger"));
    });

    [Fact]
    public void The_last_container_of_a_bridge_takes_its_policy_with_it() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, SameBridge, "peer", "stranger");
        Succeed(host.Del("peer"));
        Assert.Contains("\"net0\"", host.Ruleset);   // web is left, and peer's link, as a runtime takes them away in this order
        host.Net.Detach("peer");

        Succeed(host.Del("web"));

        Assert.DoesNotContain("\"net0\"", host.Ruleset);
        Assert.Contains("\"other0\"", host.Ruleset);
    });

    [Fact]
    public void Gc_takes_away_what_is_left_of_the_networks_containers_that_are_gone() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, SameBridge, "peer", "stranger");
        lab.Tool("ip netns del stranger; ip link del other0");

        Succeed(host.Gc("peer"));

        lab.Until("web has expired", () => !host.Ruleset.Contains("net web"));
        Assert.Contains("net peer eth0", host.Ruleset);
        Assert.Contains("other stranger eth0", host.Ruleset);   // another network's: its own GC takes it
        Assert.Contains("\"net0\"", host.Ruleset);
        Assert.DoesNotContain("\"other0\"", host.Ruleset);      // no such bridge, whosever it was
    });

    [Theory]
    [InlineData("flush chain inet cni_firewall forward", "nft chain inet cni_firewall forward is missing rules; it has 0 of at least 9")]
    [InlineData("delete element inet cni_firewall containers4 { 10.44.0.2 }", "nft element inet cni_firewall containers4 { 10.44.0.2 comment \"net web eth0\" } is missing")]
    [InlineData("flush set inet cni_firewall guarded", "nft element inet cni_firewall guarded { \"net0\" } is missing")]
    [InlineData("delete table inet cni_firewall", " is missing rules")]
    public void Check_names_what_is_missing(string damage, string missing) => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, SameBridge);
        Succeed(host.Check("web"));
        lab.Tool($"nft '{damage}'");
        string was = host.Ruleset;

        Assert.Contains(missing, Refused(host.Check("web")).Message);

        Assert.Equal(was, host.Ruleset);
    });

    [Fact]
    public void Nft_lists_the_table_in_words_that_it_reads() => Lab.Run(lab =>
    {
        var host = new GuardedHost(lab, Isolated, "peer");
        lab.Tool("nft -s list table inet cni_firewall >/run/table");

        lab.Tool("nft delete table inet cni_firewall && nft -f /run/table && nft -s list table inet cni_firewall | diff /run/table -");

        Succeed(host.Check("web"));
    });

    [Theory]
    [InlineData("", "", 7, "missing prevResult from earlier plugin")]
    [InlineData("\"ingressPolicy\":\"closed\",", "{}", 7, "unknown ingress policy: \"closed\"")]
    [InlineData("\"ingressPolicy\":\"isolated\",", "{}", 7, "interface needs to be set for ingress policy \"isolated\", make sure to chain \"firewall\" plugin with \"bridge\"")]
    [InlineData("\"ingressPolicy\":\"same-bridge\",", "{\"interfaces\":[{\"name\":\"\"}]}", 7, "got empty bridge name")]
    [InlineData("\"ingressPolicy\":\"same-bridge\",", "{\"interfaces\":[{\"name\":\"eth0\",\"sandbox\":\"/run/netns/web\"}]}", 7, "eth0 is the container's own")]
    [InlineData("\"iptablesAdminChainName\":\"a b\",", "{}", 7, "iptablesAdminChainName is \"a b\", not a chain's name")]
    public void A_wrong_configuration_is_told_and_changes_nothing(string keys, string result, int code, string message) => Lab.Run(lab =>
    {
        string config = $$"""{"cniVersion":"1.0.0","name":"net","type":"firewall",{{keys}}"backend":"nftables"}""";

        var refusal = Refused(Call("firewall", "web").Add(lab, result == "" ? config : With(config, result)));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(message, refusal.Message);
        Assert.Equal("", lab.Tool("nft list ruleset"));
        Succeed(Call("firewall", "web").Del(lab, config));
    });

    [Fact]
    public void Versions_before_0_4_0_are_refused() => Lab.Run(lab =>
        Assert.Equal((1, "incompatible CNI versions; config is \"0.3.1\", plugin supports [\"0.4.0\" \"1.0.0\" \"1.1.0\"]"),
            Refused(Call("firewall", "web").Add(lab, """{"cniVersion":"0.3.1","name":"net","type":"firewall"}"""))));

    [Fact]
    public void Without_addresses_there_is_nothing_to_let_past() => Lab.Run(lab =>
    {
        string config = With("""{"cniVersion":"1.0.0","name":"net","type":"firewall","backend":"nftables"}""", """{"interfaces":[{"name":"br0"}]}""");

        foreach (string verb in (string[])["ADD", "CHECK", "DEL"])
            Succeed(Call("firewall", "web").Run(lab, verb, config));

        Assert.Equal("", lab.Tool("nft list ruleset"));
    });

    [Theory]
    [InlineData("", "table inet cni_firewall")]
    [InlineData("something else", "table inet cni_firewall")]
    public void Where_there_are_no_iptables_nftables_are_taken(string backend, string made) => Lab.Run(lab =>
    {
        lab.Tool("cp /usr/sbin/nft /run/nft; mkdir /run/empty && for folder in /usr/local/sbin /usr/sbin; do mount --bind /run/empty $folder; done");
        string config = With($$"""{"cniVersion":"1.1.0","name":"net","type":"firewall","backend":"{{backend}}"}""", """{"ips":[{"address":"10.1.0.2/24"}]}""");

        Succeed(Call("firewall", "web").Run(lab, "STATUS", config));
        Succeed(Call("firewall", "web").Add(lab, config));
        Succeed(Call("firewall", "web").Check(lab, config));

        Assert.Contains(made, lab.Tool("/run/nft list ruleset"));
        Succeed(Call("firewall", "web").Del(lab, config));
        Assert.DoesNotContain("10.1.0.2", lab.Tool("/run/nft list ruleset"));
    });

    [Fact]
    public void Status_says_that_iptables_are_missing() => Lab.Run(lab =>
    {
        lab.Tool("mkdir /run/empty && for folder in /usr/local/sbin /usr/sbin; do mount --bind /run/empty $folder; done");

        var refusal = Refused(Call("firewall", "").Run(lab, "STATUS", """{"cniVersion":"1.1.0","name":"net","type":"firewall","backend":"iptables"}"""));

        Assert.Equal(50, refusal.Code);
        Assert.Contains("neither iptables nor ip6tables is usable, (iptables) iptables is not in ", refusal.Message);
    });
}
