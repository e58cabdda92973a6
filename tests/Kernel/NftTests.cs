using System.Net;
using Linux;
using Netfilter.Nft;
using Netlink;
using Xunit;

namespace Tests.Kernel;

/// <summary>What we write is what nft lists, word for word: a rule's ToString is checked against nft itself.</summary>
public class NftTests
{
    static readonly Table s_table = new(NftFamily.Inet, "t") { Comment = "a test's" };
    static readonly Chain s_chain = new(s_table, "c");
    static readonly Set s_addresses = new(s_table, "addresses", DataType.Ipv4Address);
    static readonly Set s_pairs = new(s_table, "pairs", DataType.Concat(DataType.Ipv4Address, DataType.Ipv4Address));
    static readonly Set s_ports = new(s_table, "ports", DataType.Concat(DataType.Protocol, DataType.Port), DataType.Concat(DataType.Ipv4Address, DataType.Port));

    public static TheoryData<string> RuleNames => [.. s_rules.Keys];

    static readonly Dictionary<string, Statement[]> s_rules = new()
    {
        ["a source in a set"] = [Ip.Saddr(NftFamily.Ipv4).In(s_addresses), new Masquerade()],
        ["a source not in a set"] = [Ip.Saddr(NftFamily.Ipv4).NotIn(s_addresses), Verdict.Drop],
        ["a source and its masked destination"] =
            [Selector.Concat(Ip.Saddr(NftFamily.Ipv4), Ip.Daddr(NftFamily.Ipv4).Masked(24)).In(s_pairs), Verdict.Accept],
        ["a network"] = [Ip.Daddr(NftFamily.Ipv4).Within(IPNetwork.Parse("224.0.0.0/4")), Verdict.Return],
        ["an IPv6 network"] = [Ip.Daddr(NftFamily.Ipv6).Within(IPNetwork.Parse("ff00::/8")), Verdict.Return],
        ["an interface"] = [Meta.IncomingName.IsNot("lo"), Verdict.Drop],
        ["an address"] = [Ip.Daddr(NftFamily.Ipv6).Is(IPAddress.IPv6Loopback), Verdict.Drop],
        ["another source"] = [new SetAddress(Ip.Saddr(NftFamily.Ipv6), IPAddress.Parse("fd00::1")), Verdict.Accept],
        ["another destination"] = [new SetAddress(Ip.Daddr(NftFamily.Ipv4), IPAddress.Parse("10.1.0.5")), Verdict.Accept],
        ["a local destination"] = [Fib.DaddrIsLocal, Verdict.Jump(s_chain)],
        ["a connection that was sent elsewhere"] = [Ct.StatusIsDnat, new Masquerade()],
    };

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_rule_reads_as_nft_writes_it(string name) => WithTable((lab, nft) =>
    {
        var statements = s_rules[name];
        var chain = new Chain(s_table, "from_packets") { Hook = new("nat", statements.Any(s => s is Masquerade) ? HookPoint.Postrouting : HookPoint.Prerouting, 0) };

        Commit(nft, change =>
        {
            change.Add(chain);
            change.Add(new Rule(chain, statements) { Comment = "why" });
        });

        Assert.Contains($"{string.Join<Statement>(' ', statements)} comment \"why\"", lab.Tool("nft list chain inet t from_packets"));
    });

    [Fact]
    public void A_port_is_sent_to_what_a_map_has_for_it() => WithTable((lab, nft) =>
    {
        var chain = new Chain(s_table, "prerouting") { Hook = new("nat", HookPoint.Prerouting, -100) };
        var element = new Element(s_ports, Value.Concat(Value.Protocol(6), Value.Port(8080)), Value.Concat(IPAddress.Parse("10.1.0.5"), Value.Port(80))) { Comment = "c1" };

        Commit(nft, change =>
        {
            change.Add(chain);
            change.Add(new Rule(chain, Dnat.To(NftFamily.Ipv4, Selector.Concat(Meta.L4Protocol, Th.Dport), s_ports)));
            change.Add(element);
        });

        Assert.Contains("dnat ip to meta l4proto . th dport map @ports", lab.Tool("nft list chain inet t prerouting"));
        Assert.Contains("elements = { tcp . 8080 comment \"c1\" : 10.1.0.5 . 80 }", lab.Tool("nft list map inet t ports"));
        Assert.Equal("element inet t ports { tcp . 8080 comment \"c1\" : 10.1.0.5 . 80 }", element.ToString());
    });

    [Fact]
    public void What_nft_writes_is_found_with_its_value_and_comment() => WithTable((lab, nft) =>
    {
        lab.Tool("nft add element inet t ports '{ udp . 53 comment \"dns\" : 10.1.0.9 . 5353 }'");
        var key = Value.Concat(Value.Protocol(17), Value.Port(53));

        var found = nft.Find(s_ports, key);

        Assert.Equal(("dns", Value.Concat(IPAddress.Parse("10.1.0.9"), Value.Port(5353))), (found!.Comment, found.Value));
        Assert.Equal(found, Assert.Single(nft.List(s_ports)));
        Assert.Null(nft.Find(s_ports, Value.Concat(Value.Protocol(6), Value.Port(53))));
    });

    [Fact]
    public void A_refused_transaction_changes_nothing_and_names_what_was_refused() => WithTable((lab, nft) =>
    {
        var nowhere = new Chain(s_table, "nowhere");

        var e = Assert.Throws<NetlinkException>(() => Commit(nft, change =>
        {
            change.Add(new Element(s_addresses, IPAddress.Parse("10.1.0.5")));
            change.Add(new Rule(nowhere, Verdict.Drop));
            change.Add(new Element(s_addresses, IPAddress.Parse("10.1.0.6")));
        }));

        Assert.Equal("nft add rule inet t nowhere drop: at NFTA_RULE.CHAIN: No such file or directory", e.Message);
        Assert.DoesNotContain("10.1.0.5", lab.Tool("nft list ruleset"));
    });

    [Fact]
    public void Creating_what_is_there_is_refused_adding_it_is_not() => WithTable((_, nft) =>
    {
        var element = new Element(s_addresses, IPAddress.Parse("10.1.0.5"));
        Commit(nft, change => change.Create(element));

        Commit(nft, change => change.Add(element));
        var e = Assert.Throws<NetlinkException>(() => Commit(nft, change => change.Create(element)));

        Assert.Equal(Errno.Exists, e.Errno);
    });

    [Fact]
    public void Rules_are_listed_by_comment_and_deleted_by_handle() => WithTable((lab, nft) =>
    {
        lab.Tool("nft add rule inet t c drop comment stale; nft add rule inet t c accept comment fresh");

        var stale = nft.List(s_chain).Single(rule => rule.Comment == "stale");
        Commit(nft, change => change.Delete(stale));

        Assert.Equal("fresh", Assert.Single(nft.List(s_chain)).Comment);
        Assert.DoesNotContain("stale", lab.Tool("nft list ruleset"));
    });

    [Fact]
    public void Ten_thousand_elements_are_one_transaction() => WithTable((lab, nft) =>
    {
        Commit(nft, change =>
        {
            for (int i = 0; i < 10_000; i++)
                change.Add(new Element(s_addresses, new IPAddress([10, 1, (byte)(i >> 8), (byte)i])) { Comment = $"container {i}" });
        });

        Assert.Equal(10_000, nft.List(s_addresses).Count);
        Assert.Equal("10000", lab.Tool("nft -j list set inet t addresses | grep -o comment | wc -l"));
    });

    [Fact]
    public void What_is_not_there_lists_as_empty() => Lab.Run(_ =>
    {
        using var nft = NftSocket.Open();

        Assert.Empty(nft.List(s_addresses));
        Assert.Empty(nft.List(s_chain));
        Assert.Empty(nft.ListSetNames(s_table));
    });

    static void WithTable(Action<Lab, NftSocket> test) => Lab.Run(lab =>
    {
        using var nft = NftSocket.Open();
        Commit(nft, change =>
        {
            foreach (var item in (NftObject[])[s_table, s_chain, s_addresses, s_pairs, s_ports])
                change.Create(item);
        });
        test(lab, nft);
    });

    static void Commit(NftSocket nft, Action<NftTransaction> fill)
    {
        using var change = nft.Begin();
        fill(change);
        change.Commit();
    }
}
