using System.Text.Json;
using Xunit;
using static Tests.Binaries;
using static Tests.Commands.Network;

namespace Tests.Commands;

/// <summary>netctl nft against nft list ruleset: the same text, for what our plugins make and for what others write.</summary>
public class NetctlNftTests
{
    [Fact]
    public void What_bridge_portmap_and_spoof_check_make_reads_the_same() => Lab.Run(lab =>
    {
        var network = new Network(lab, bridgeKeys: "\"macspoofchk\":true,");
        network.Attach("web");
        network.Attach("other");
        Succeed(network.Publish("web", Portmap(Tcp(8080) + "," + Tcp(8081, 81, "127.0.0.1") + "," + Tcp(8082, 82, "::1"))));
        Succeed(network.Publish("other", Portmap("""{"hostPort":53,"containerPort":5353,"protocol":"udp"}""", keys: "\"masqAll\":true,")));

        SameAsNft(lab);
        Assert.Contains("dnat ip to meta l4proto . th dport map @ports4", lab.Tool($"{Netctl} nft"));
    });

    [Theory]
    [InlineData("same-bridge")]
    [InlineData("isolated")]
    public void What_a_firewall_policy_makes_reads_the_same(string policy) => Lab.Run(lab =>
    {
        _ = new GuardedHost(lab, $"\"backend\":\"nftables\",\"ingressPolicy\":\"{policy}\",", "peer", "stranger");

        SameAsNft(lab);
        Assert.Contains("ct state established,related accept", lab.Tool($"{Netctl} nft list table inet cni_firewall"));
    });

    // Nothing but lines that nft takes: what it prints of them is what we must print.
    const string Others = """
        table inet t {
        	comment "a test's"
        	set addresses { type ipv4_addr; comment "some"; elements = { 10.1.0.9, 10.1.0.1, 10.1.0.5, 9.255.255.255 }; }
        	set links { type ifname; elements = { "eth1", "br0", "zz", "ab" }; }
        	set ways { type ifname . ifname; elements = { "eth1" . "a", "br0" . "b", "zz" . "a" }; }
        	map ports { type inet_proto . inet_service : ipv4_addr . inet_service; elements = { tcp . 8080 comment "c1" : 10.1.0.5 . 80, udp . 53 : 10.1.0.9 . 5353 }; }
        	set services { type inet_service; elements = { 80, 443, 8080, 22, 25, 110, 143 }; }
        	set networks { type ipv4_addr; flags interval; auto-merge; elements = { 10.0.0.0/8, 192.168.1.5-192.168.1.9, 1.2.3.4 }; }
        	map verdicts { type ipv4_addr : verdict; elements = { 1.1.1.1 : accept, 2.2.2.2 : jump c }; }
        	set marks { type mark; size 100; policy memory; timeout 30s; }
        	set macs { type ether_addr; elements = { 02:00:00:00:00:02, 02:00:00:00:00:01 }; }
        	chain c { comment "plain"; }
        	chain pre {
        		type nat hook prerouting priority dstnat; policy accept;
        		dnat ip to meta l4proto . th dport map @ports
        		meta l4proto tcp dnat ip to ip daddr . th dport map { 1.2.3.4 . 80 : 10.0.0.1 . 80 }
        		fib daddr type local jump c
        		tcp dport 80 dnat ip to 10.0.0.1:8080
        		meta l4proto tcp redirect to :3128
        		tcp dport 81 dnat ip6 to [fd00::1]:80
        	}
        	chain post {
        		type nat hook postrouting priority srcnat - 5; policy accept;
        		ip saddr @addresses ip daddr != 10.0.0.0/8 counter masquerade random,persistent
        		ip6 saddr fd00::/64 snat ip6 to fd00::1
        		ip saddr . ip daddr & 255.255.255.0 vmap { 10.1.0.1 . 10.2.0.0 : accept } comment "why"
        		ct status dnat masquerade
        	}
        	chain passing {
        		type filter hook forward priority filter + 10; policy drop;
        		ct state established,related accept
        		ct state vmap { invalid : drop, new : jump c }
        		iifname "eth*" oifname != @links drop
        		iifname . oifname @ways accept
        		iif "lo" accept
        		tcp dport { 80, 443 } accept
        		tcp flags syn / fin,syn drop
        		udp sport 53 udp dport 1024-65535 accept
        		ip protocol icmp accept
        		icmp type echo-request limit rate 10/second burst 20 packets accept
        		icmpv6 type { nd-neighbor-solicit, nd-router-advert } accept
        		meta mark & 0xff == 0x5 meta mark set meta mark | 0x2000
        		ct mark set meta mark
        		ip daddr vmap @verdicts
        		ether saddr 02:00:00:00:00:01 accept
        		ip6 daddr fd00::5 log prefix "x: " level info
        		reject with tcp reset
        		reject with icmp host-unreachable
        		meta nfproto ipv6 counter reject
        		ip dscp 8 ip ttl 1 drop
        		ip saddr @networks ip saddr != { 1.1.1.1, 2.2.2.2 } drop
        		meta l4proto { tcp, udp } th dport 53 accept
        		update @marks { meta mark timeout 10s }
        		goto c
        	}
        }
        table ip old {
        	chain x {
        		type filter hook input priority raw; policy accept;
        		ip saddr 10.0.0.0/24 tcp dport 22 return
        		ip daddr 1.2.3.4 icmp type echo-reply continue
        	}
        	chain post {
        		type nat hook postrouting priority 150;
        		meta l4proto tcp snat to 1.2.3.4-1.2.3.9:1000-2000 persistent
        	}
        }
        table bridge b {
        	chain pre {
        		type filter hook prerouting priority -300;
        		ip saddr 1.2.3.4 drop
        		ether type arp drop
        		meta protocol ip6 accept
        		arp operation request arp saddr ip 1.2.3.4 accept
        	}
        }
        table ip6 s {
        	flags dormant
        	chain o {
        		type filter hook output priority security;
        		ip6 saddr ::1 ip6 saddr set fd00::1 accept
        	}
        }
        """;

    [Fact]
    public void What_others_write_reads_the_same() => Lab.Run(lab =>
    {
        Load(lab, Others);

        SameAsNft(lab);
        Assert.Equal(lab.Tool("nft list table bridge b"), lab.Tool($"{Netctl} nft list table bridge b"));
        Assert.Equal(lab.Tool("nft list ruleset ip6"), lab.Tool($"{Netctl} nft list ruleset ip6"));
    });

    [Fact]
    public void Handles_are_nfts() => Lab.Run(lab =>
    {
        Load(lab, Others);
        Assert.Equal(lab.Tool("nft -a list ruleset"), lab.Tool($"{Netctl} nft -a"));
    });

    [Fact]
    public void A_rule_with_what_is_not_known_is_a_comment_that_says_so() => Lab.Run(lab =>
    {
        Load(lab, "table ip t { chain c { ip saddr 10.0.0.1 numgen inc mod 2 0 drop; } ; }".Replace("; } ; }", "\n}\n}"));

        string shown = lab.Tool($"{Netctl} nft");
        Assert.Contains("# a rule with what netctl does not know (numgen), the rest of it: ip saddr 10.0.0.1", shown);
        var rule = JsonDocument.Parse(lab.Tool($"{Netctl} -j nft")).RootElement[0].GetProperty("chains")[0].GetProperty("rules")[0];
        Assert.Equal("numgen", rule.GetProperty("unknown")[0].GetString());
    });

    [Fact]
    public void Another_namespaces_ruleset_is_shown_and_a_table_that_is_not_there_is_said() => Lab.Run(lab =>
    {
        lab.Namespace("pod");
        lab.In("pod", "nft add table inet inside");

        Assert.Equal("table inet inside {\n}", lab.Tool($"{Netctl} -n pod nft"));
        Assert.Equal("", lab.Tool($"{Netctl} nft"));
        Assert.Equal(new Outcome(1, "", "There is no table inet inside."), lab.Try($"{Netctl} nft list table inet inside"));
    });

    static void Load(Lab lab, string ruleset)
    {
        var loaded = lab.Try("nft -f -", ruleset);
        Assert.True(loaded.ExitCode == 0, $"{loaded}");
    }

    static void SameAsNft(Lab lab) => Assert.Equal(lab.Tool("nft list ruleset"), lab.Tool($"{Netctl} nft list ruleset"));
}
