using System.Net;
using Netfilter.Iptables;
using Netfilter.Nft;
using Xunit;
using Rule = Netfilter.Iptables.Rule;

namespace Tests.Kernel;

/// <summary>What we give to iptables-restore is what iptables-save shows; what it left in the kernel is found, and taken away, without it.</summary>
public class IptablesTests
{
    static readonly Rule s_jump = new("POSTROUTING", [Match.Source(IPAddress.Parse("10.1.0.2")), Match.Comment("what \"for\"")], Target.Jump("OURS"));

    static readonly Rule[] s_rules =
    [
        new("OURS", [Match.Destination(IPAddress.Parse("10.1.0.0"), 24), Match.Comment("plain")], Target.Accept),
        new("OURS", [Match.NotDestination(IPNetwork.Parse("224.0.0.0/4")), Match.Comment("what \"for\"")], Target.Masquerade),
        new("OURS", [Match.Mark(0x2000, 0x2000)], Target.Masquerade),
        new("OURS", [Match.DestinationIsLocal], Target.Return),
        new("OURS", [Match.Destination(IPAddress.Parse("192.0.2.1")), Match.DestinationPorts("tcp", [80, 443])], Target.SetMark(0x2000, 0x2000)),
        new("PREROUTING", [Match.DestinationPort("sctp", 9)], Target.Dnat(IPAddress.Parse("10.1.0.2"), 99)),
    ];

    static void Make()
    {
        var changes = new Changes("nat");
        changes.Create("OURS");
        foreach (var rule in s_rules)
            changes.Append(rule);
        changes.Append(s_jump);
        Iptables.Ipv4.Restore(changes);
    }

    [Fact]
    public void Every_rule_is_saved_as_it_was_written() => Lab.Run(lab =>
    {
        Make();

        var saved = lab.Tool("iptables-save -t nat").Split('\n');
        Assert.All(s_rules.Append(s_jump), rule => Assert.Contains(rule.ToString(), saved));
        Assert.Equal(saved.Where(line => line.StartsWith("-A ")), Iptables.Ipv4.Save("nat").Where(line => line.StartsWith("-A ")));
    });

    [Fact]
    public void A_refusal_names_the_rule_and_changes_nothing() => Lab.Run(lab =>
    {
        var changes = new Changes("nat");
        changes.Create("OURS");
        changes.Append(new("OURS", [Match.Of(["-m", "guesswork"])], Target.Accept));

        var refusal = Assert.Throws<IptablesException>(() => Iptables.Ipv4.Restore(changes));

        Assert.StartsWith("iptables-restore refuses \"-A OURS -m guesswork -j ACCEPT\" of table nat: ", refusal.Message);
        Assert.DoesNotContain("Try", refusal.Message);
        Assert.DoesNotContain("OURS", lab.Tool("iptables-save"));
    });

    [Fact]
    public void What_the_kernel_refuses_is_named_too() => Lab.Run(_ =>
    {
        var changes = new Changes("nat");
        changes.Append(new("PREROUTING", [], Target.Masquerade));   // it can only be done on the way out

        var refusal = Assert.Throws<IptablesException>(() => Iptables.Ipv4.Restore(changes));

        Assert.StartsWith("iptables-restore refuses \"-A PREROUTING -j MASQUERADE\" of table nat: ", refusal.Message);
    });

    [Fact]
    public void What_iptables_left_in_the_kernel_is_read_without_it() => Lab.Run(_ =>
    {
        Make();
        using var nft = NftSocket.Open();
        var table = Iptables.Ipv4.Table("nat", nft);

        Assert.True(table.Has("OURS"));
        Assert.False(table.Has("THEIRS"));
        Assert.Equal(["plain", "what \"for\"", null, null, null], table.Rules("OURS").Select(rule => rule.Comment));
        Assert.Equal(("what \"for\"", "OURS"), Assert.Single(table.Rules("POSTROUTING").Select(rule => (rule.Comment, rule.JumpsTo))));
        Assert.Equal(7, table.AllRules().Count);
    });

    [Theory]
    [InlineData("iptables")]
    [InlineData("iptables-legacy")]
    public void A_chain_goes_with_the_jumps_to_it_from_wherever_it_is(string variant) => Lab.Run(lab =>
    {
        var before = lab.Try($"{variant} -t nat -N OURS");
        Skip.If(before.ExitCode != 0, before.Err);
        lab.Tool($"{variant} -t nat -A OURS -m comment --comment 'it is \"ours\"' -j ACCEPT; {variant} -t nat -N THEIRS");
        lab.Tool($"for target in OURS THEIRS OURS; do {variant} -t nat -A POSTROUTING -s 10.1.0.2 -m comment --comment 'jump \"there\"' -j $target; done");
        using var nft = NftSocket.Open();

        foreach (var table in Iptables.Ipv4.Tables("nat", nft))
            for (int i = 0; i < 2; i++)
                table.DeleteChains(["OURS"], "POSTROUTING");

        string saved = lab.Tool($"{variant}-save -t nat");
        Assert.DoesNotContain("OURS", saved);
        Assert.Contains("-j THEIRS", saved);
    });

    [Fact]
    public void A_machine_without_iptables_is_told_what_is_missing() => Lab.Run(lab =>
    {
        lab.Tool("mkdir /run/empty && for folder in /usr/local/sbin /usr/sbin; do mount --bind /run/empty $folder; done");

        Assert.False(Iptables.Ipv6.IsInstalled);
        Assert.Contains("ip6tables is not in ", Iptables.Ipv6.Unusable("nat", "POSTROUTING"));
    });

    [Fact]
    public void Where_it_can_be_used_nothing_speaks_against_it() => Lab.Run(_ =>
    {
        Assert.True(Iptables.Ipv6.IsInstalled);
        Assert.Null(Iptables.Ipv6.Unusable("nat", "POSTROUTING"));
    });
}
