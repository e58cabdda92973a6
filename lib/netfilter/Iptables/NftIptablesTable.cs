using Netfilter.Nft;

namespace Netfilter.Iptables;

/// <summary>A table as iptables-nft keeps it in nf_tables: read and cleaned there, without starting iptables.</summary>
internal sealed class NftIptablesTable(NftFamily family, string name, NftSocket nft, NftDeletions? together) : IptablesTable
{
    readonly Table _table = new(family, name);

    public override bool Has(string chain) => nft.Has(new Chain(_table, chain));

    public override IReadOnlyList<ListedRule> Rules(string chain) => nft.List(new Chain(_table, chain)).ConvertAll(Listed);

    public override IReadOnlyList<ListedRule> WrittenRules(string chain) => NftRuleText.List(nft, new Chain(_table, chain));

    public override IReadOnlyList<ListedRule> AllRules() => nft.ListRules(_table).ConvertAll(Listed);

    static ListedRule Listed(Nft.Rule rule) => new(rule.Chain.Name, rule.Comment, rule.LeadsTo, rule.Handle)
    {
        SentTo = rule.SentTo, SetsMark = rule.SetsMark, Destination = rule.Compared,
        Protocol = rule.Listed.Protocol is { } number ? $"{Value.Protocol(number)}" : null, Ports = rule.Listed.Ports ?? [], Matches = rule.Listed.Matches,
    };

    // A chain can only go empty, and a rule without a handle stands for all of a chain's.
    public override void Delete(IReadOnlyCollection<ListedRule> rules, IReadOnlyCollection<string> chains)
    {
        NftObject[] items =
        [
            .. rules.Select(rule => new Nft.Rule(new Chain(_table, rule.Chain)) { Handle = rule.Handle }),
            .. chains.Select(chain => new Nft.Rule(new Chain(_table, chain))),
            .. chains.Select(chain => new Chain(_table, chain)),
        ];
        if (together is null)
            nft.DeleteIfThere(items);
        else
            together.Add(items);
    }
}
