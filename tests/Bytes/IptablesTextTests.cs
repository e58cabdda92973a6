using System.Net;
using Netfilter.Iptables;
using Xunit;

namespace Tests.Bytes;

/// <summary>iptables' rules are lines of text: as iptables-save writes them, and iptables-restore reads them.</summary>
public class IptablesTextTests
{
    [Fact]
    public void A_rule_is_a_line_of_iptables_save()
    {
        var rule = new Rule("POSTROUTING", [Match.Source(IPAddress.Parse("10.1.0.2")), Match.Comment("name: \"net\" id: \"c1\"")], Target.Jump("CNI-1"));

        Assert.Equal("""-A POSTROUTING -s 10.1.0.2/32 -m comment --comment "name: \"net\" id: \"c1\"" -j CNI-1""", rule.ToString());
    }

    [Theory]
    [InlineData("10.44.7.9", 16, "-d 10.44.0.0/16")]
    [InlineData("10.44.7.9", 0, "-d 0.0.0.0/0")]
    [InlineData("fd00:44::9", 64, "-d fd00:44::/64")]
    public void A_network_loses_the_bits_of_the_host(string address, int prefixLength, string text) =>
        Assert.Equal(text, Match.Destination(IPAddress.Parse(address), prefixLength).ToString());

    [Fact]
    public void Changes_are_what_iptables_restore_reads()
    {
        var changes = new Changes("nat");
        var rule = new Rule("A", [Match.DestinationPort("udp", 53)], Target.Dnat(IPAddress.Parse("fd00::9"), 5353));
        changes.Create("A");
        changes.Append(rule);
        changes.CreateOrEmpty("B");
        changes.Insert(rule with { Chain = "B" });
        changes.Delete(rule);
        changes.Delete("A");

        Assert.Equal("""
            *nat
            :B - [0:0]
            -N A
            -A A -p udp -m udp --dport 53 -j DNAT --to-destination [fd00::9]:5353
            -I B 1 -p udp -m udp --dport 53 -j DNAT --to-destination [fd00::9]:5353
            -D A -p udp -m udp --dport 53 -j DNAT --to-destination [fd00::9]:5353
            -F A
            -X A
            COMMIT

            """, changes.ToString());
    }

    [Fact]
    public void What_somebody_wrote_keeps_its_words_and_can_be_nothing_but_one_rule()
    {
        Assert.Equal("! -d 192.0.2.0/24 -m comment --comment \"it's mine\"".Replace("'", "\\'"),
            Match.Of(["!", "-d", "192.0.2.0/24", "-m", "comment", "--comment", "it's mine"]).ToString());
        Assert.Throws<ArgumentException>(() => Match.Of(["-d", "192.0.2.0/24\n-F INPUT"]));
    }

    [Fact]
    public void A_saved_rule_is_read_with_its_comment_and_its_target()
    {
        var rule = ListedRule.Parse("""-A POSTROUTING -s 10.1.0.2/32 -m comment --comment "name: \"net\" id: \"c1\"" -j CNI-1""")!;

        Assert.Equal(("POSTROUTING", "name: \"net\" id: \"c1\"", "CNI-1"), (rule.Chain, rule.Comment, rule.JumpsTo));
        Assert.Equal("""-s 10.1.0.2/32 -m comment --comment "name: \"net\" id: \"c1\"" -j CNI-1""", rule.Specification);
        Assert.Null(ListedRule.Parse(":POSTROUTING ACCEPT [0:0]"));
    }
}
