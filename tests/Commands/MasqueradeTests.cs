using Xunit;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>Masquerading by both backends: what they make, which is chosen, and that all of it goes again. conformance/ has it beside the reference plugins.</summary>
public class MasqueradeTests
{
    static Network By(Lab lab, string backend) => new(lab, masquerade: backend);

    [Fact]
    public void The_iptables_backend_makes_the_chains_that_the_reference_makes() => Lab.Run(lab =>
    {
        var network = By(lab, "iptables");
        network.Attach("c1");

        string[] rules =
        [
            """-A POSTROUTING -s 10.44.0.2/32 -m comment --comment "name: \"net\" id: \"c1\"" -j CNI-623e1c388032b20529218ecc""",
            """-A CNI-623e1c388032b20529218ecc -d 10.44.0.0/24 -m comment --comment "name: \"net\" id: \"c1\" if: \"eth0\"" -j ACCEPT""",
            """-A CNI-623e1c388032b20529218ecc ! -d 224.0.0.0/4 -m comment --comment "name: \"net\" id: \"c1\" if: \"eth0\"" -j MASQUERADE""",
        ];
        Assert.Equal(string.Join('\n', rules), lab.Tool("iptables-save | grep ^-A"));
        Assert.Equal(string.Join('\n', rules).Replace("10.44.0.2/32", "fd00:44::2/128").Replace("10.44.0.0/24", "fd00:44::/64").Replace("224.0.0.0/4", "ff00::/8"),
            lab.Tool("ip6tables-save | grep ^-A"));
        network.Detach("c1");
        Assert.Equal("", Rules(lab));
    });

    [Fact]
    public void What_leaves_by_iptables_leaves_under_the_hosts_address() => Lab.Run(lab =>
    {
        lab.Namespace("world");
        lab.Tool("ip link add wan type veth peer name eth0 netns world && ip addr add 192.0.2.1/24 dev wan && ip link set wan up");
        lab.In("world", "ip addr add 192.0.2.2/24 dev eth0 && ip link set eth0 up");
        By(lab, "iptables").Attach("pod");

        lab.In("pod", "ping -c 1 -W 2 192.0.2.2");   // the world has no route back to the container's own address
    });

    [Fact]
    public void A_network_that_names_no_backend_has_iptables_where_there_are_some() => Lab.Run(lab =>
    {
        By(lab, "").Attach("pod");
        Assert.Contains("-j CNI-", Rules(lab));
        Assert.DoesNotContain("cni_masquerade", lab.Tool("nft list tables"));
    });

    [Theory]
    [InlineData("none are installed", "mkdir /run/empty && for folder in /usr/local/sbin /usr/sbin; do mount --bind /run/empty $folder; done")]
    [InlineData("those that are cannot be used",
        "cp /bin/false /run/no && for tool in iptables iptables-restore; do mount --bind /run/no $(realpath /usr/sbin/$tool); done")]
    public void And_nftables_where(string situation, string before) => Lab.Run(lab =>
    {
        var network = By(lab, "");
        lab.Namespace("pod");
        lab.Tool("cp $(PATH=$PATH:/usr/sbin command -v nft) /run/nft");
        lab.Tool(before);

        string config = With(network.Bridge, Succeed(Call("bridge", "pod").Add(lab, network.Bridge)));

        Assert.True(lab.Tool("/run/nft list set inet cni_masquerade sources4").Contains("10.44.0.2"), situation);
        Succeed(Call("bridge", "pod").Check(lab, config));
        Succeed(Call("bridge", "pod").Del(lab, config));
        Assert.DoesNotContain("elements", lab.Tool("/run/nft list ruleset"));
    });

    [Fact]
    public void Two_interfaces_of_one_container_in_one_network_do_not_take_each_others() => Lab.Run(lab =>
    {
        string config = By(lab, "iptables").Bridge.Replace("isDefaultGateway", "isGateway");
        lab.Namespace("pod");
        PluginCall first = Call("bridge", "pod"), second = first with { IfName = "eth1" };
        string firstConfig = With(config, Succeed(first.Add(lab, config)));
        string alone = Rules(lab);
        string secondConfig = With(config, Succeed(second.Add(lab, config)));
        Succeed(first.Check(lab, firstConfig));
        Succeed(second.Check(lab, secondConfig));

        for (int i = 0; i < 2; i++)
            Succeed(second.Del(lab, i == 0 ? config : secondConfig));
        Assert.Equal(alone, Rules(lab));
        Succeed(first.Check(lab, firstConfig));
        Succeed(first.Del(lab, config));
        Assert.Equal("", Rules(lab));
    });

    [Fact]
    public void Rules_that_a_lost_add_left_do_not_stand_in_the_way_of_the_next() => Lab.Run(lab =>
    {
        var network = By(lab, "iptables");
        network.Attach("pod");
        lab.Tool("ip -n pod link delete eth0; rm -r /run/leases");   // neither a DEL nor a prevResult
        string config = With(network.Bridge, Succeed(Call("bridge", "pod").Add(lab, network.Bridge)));

        Assert.Equal("6", lab.Tool("{ iptables-save; ip6tables-save; } | grep -c ^-A"));
        Succeed(Call("bridge", "pod").Check(lab, config));
    });

    [Theory]
    [InlineData("the way in", "iptables -t nat -F POSTROUTING", "iptables rule \"-A POSTROUTING -s 10.44.0.2/32 ", " is missing")]
    [InlineData("what stays inside", "ip6tables -t nat -D $CHAIN 1", "iptables rule \"-A CNI-", " is missing")]
    [InlineData("something else", "iptables -t nat -I $CHAIN -d 192.0.2.0/24 -j ACCEPT", "-d 192.0.2.0/24 -j ACCEPT\"", " is not masquerading's")]
    public void Check_names_what_is_missing_or_different(string what, string change, string rule, string fault) => Lab.Run(lab =>
    {
        var network = By(lab, "iptables");
        string config = With(network.Bridge, network.Attach("pod"));
        Succeed(Call("bridge", "pod").Check(lab, config));
        lab.Tool($"CHAIN=$(iptables-save | sed -n 's/^:\\(CNI-[0-9a-f]*\\).*/\\1/p'); {change}");

        var (_, said) = Refused(Call("bridge", "pod").Check(lab, config));

        Assert.True(said.Contains(rule) && said.EndsWith(fault), $"{what}: {said}");
    });

    [Fact]
    public void Check_notices_that_the_rules_are_gone_which_look_for_the_elements() => Lab.Run(lab =>
    {
        var network = By(lab, "nftables");
        string config = With(network.Bridge, network.Attach("pod"));
        lab.Tool("nft flush chain inet cni_masquerade postrouting");

        Assert.Equal((999, "nft chain inet cni_masquerade postrouting is missing rules; it has 0 of at least 5"), Refused(Call("bridge", "pod").Check(lab, config)));
    });

    [Fact]
    public void Del_cleans_the_older_ip_tables_too() => Lab.Run(lab =>
    {
        lab.Needs("iptables-legacy -t nat -S");
        foreach (string tool in (string[])["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"])
            lab.Tool($"ln -sfn /usr/sbin/{tool.Replace("tables", "tables-legacy")} /etc/alternatives/{tool}");
        var network = By(lab, "iptables");
        string config = With(network.Bridge, network.Attach("pod"));
        Assert.Contains("-j CNI-", lab.Tool("iptables-legacy-save -t nat"));
        Succeed(Call("bridge", "pod").Check(lab, config));
        foreach (string tool in (string[])["iptables", "iptables-save", "iptables-restore"])
            lab.Tool($"ln -sfn /usr/sbin/{tool.Replace("tables", "tables-nft")} /etc/alternatives/{tool}");

        Succeed(Call("bridge", "pod").Del(lab, network.Bridge));

        Assert.DoesNotContain("CNI-", lab.Tool("iptables-legacy-save -t nat; ip6tables-legacy-save -t nat"));
    });

    [Fact]
    public void A_del_that_finds_nothing_starts_nothing() => Lab.Run(lab =>
    {
        var network = By(lab, "iptables");
        string config = With(network.Bridge, network.Attach("pod"));
        string started = lab.Tool($"""
            cat >/run/net.json <<'EOF'
            {config}
            EOF
            for i in 1 2; do
              CNI_COMMAND=DEL CNI_CONTAINERID=pod CNI_NETNS=/run/netns/pod CNI_IFNAME=eth0 CNI_PATH={Binaries.PluginFolder} \
                strace -f -e trace=execve {Binaries.Plugin("bridge")} </run/net.json 2>&1 | grep tables || true
            done
            """);

        Assert.Equal("", started);
        Assert.Equal("", Rules(lab));
    });

    [Fact]
    public void Twenty_adds_at_once_by_iptables_and_their_dels_lose_nothing_and_leave_nothing() => Lab.Run(lab =>
    {
        var network = By(lab, "iptables");
        for (int i = 0; i < 20; i++)
            lab.Namespace($"p{i}");
        lab.Tool($"cat >/run/net.json <<'EOF'\n{network.Bridge}\nEOF");
        string AtOnce(string command) => lab.Tool($"""
            for i in $(seq 0 19); do
              CNI_COMMAND={command} CNI_CONTAINERID=c$i CNI_NETNS=/run/netns/p$i CNI_IFNAME=eth0 CNI_PATH={Binaries.PluginFolder} \
                {Binaries.Plugin("bridge")} </run/net.json >/run/result.$i &
            done; wait; cat /run/result.* | grep '"code"' || true
            """);

        Assert.Equal("", AtOnce("ADD"));
        Assert.Equal("60\n60", lab.Tool("for save in iptables-save ip6tables-save; do $save | grep -c ^-A; done"));
        Assert.Equal("", AtOnce("DEL"));
        Assert.Equal("", Rules(lab));
    });

    [Fact]
    public void An_add_that_one_family_refuses_leaves_nothing_of_the_other() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.Tool("ln -sfn /nowhere /etc/alternatives/ip6tables-restore");

        var (_, said) = Refused(Call("bridge", "pod").Add(lab, By(lab, "iptables").Bridge));

        Assert.StartsWith("ip6tables-restore is not in ", said);
        Assert.Equal("", Rules(lab));
    });

    [Theory]
    [InlineData("EPROTONOSUPPORT", "open a netlink socket: Protocol not supported")]
    [InlineData("EPERM", "open a netlink socket: Operation not permitted")]
    public void Where_the_kernel_has_no_nftables_status_says_so(string refusal, string reason) => Lab.Run(lab =>
    {
        var call = new PluginCall($"strace -f -o /dev/null -e trace=socket -e inject=socket:error={refusal} {Binaries.Plugin("bridge")}");
        const string config = """{"cniVersion":"1.1.0","name":"net","type":"bridge","ipMasq":true,"ipMasqBackend":"nftables"}""";

        Assert.Equal((50, $"this kernel has no nftables for masquerading; {reason}"), Refused(call.Run(lab, "STATUS", config)));
    });

    [Theory]
    [InlineData("iptables")]
    [InlineData("nftables")]
    [InlineData("")]
    public void Status_is_good_where_the_backend_can_be_had(string backend) => Lab.Run(lab =>
        Succeed(Call("bridge", "").Run(lab, "STATUS", By(lab, backend).Bridge.Replace("1.0.0", "1.1.0"))));

    [Fact]
    public void Status_says_why_the_backend_cannot_be_had() => Lab.Run(lab =>
    {
        lab.Tool("mkdir /run/empty && for folder in /usr/local/sbin /usr/sbin; do mount --bind /run/empty $folder; done");

        var (code, message) = Refused(Call("bridge", "").Run(lab, "STATUS", By(lab, "iptables").Bridge.Replace("1.0.0", "1.1.0")));

        Assert.Equal(50, code);
        Assert.StartsWith("this machine has no iptables for masquerading; iptables is not in ", message);
        Succeed(Call("bridge", "").Run(lab, "STATUS", By(lab, "").Bridge.Replace("1.0.0", "1.1.0")));
    });

    /// <summary>All rules there are, except for chains and tables that stay for the next container.</summary>
    internal static string Rules(Lab lab) => lab.Tool("""
        for save in iptables-save ip6tables-save; do $save | grep -e ^-A -e ^:CNI; done; nft list ruleset | grep -e 'saddr.*masquerade comment' -e 'comment.*eth' || true
        """);
}
