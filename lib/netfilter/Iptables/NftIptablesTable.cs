using Linux;
using Netfilter.Nft;
using Netlink;

namespace Netfilter.Iptables;

/// <summary>A table as iptables-nft keeps it in nf_tables: read and cleaned there, without starting iptables.</summary>
internal sealed class NftIptablesTable(Iptables iptables, string name, NftSocket nft) : IptablesTable
{
    const int MostTries = 16;

    readonly Table _table = new(iptables.Family, name);

    public override bool Has(string chain) => nft.Has(new Chain(_table, chain));

    public override IReadOnlyList<ListedRule> Rules(string chain) => nft.List(new Chain(_table, chain)).ConvertAll(Listed);

    public override IReadOnlyList<ListedRule> AllRules() => nft.ListRules(_table).ConvertAll(Listed);

    static ListedRule Listed(Nft.Rule rule) => new(rule.Chain.Name, rule.Comment, rule.LeadsTo, rule.Handle) { SentTo = rule.SentTo, SetsMark = rule.SetsMark };

    public override void Delete(IReadOnlyCollection<ListedRule> rules, IReadOnlyCollection<string> chains)
    {
        var items = Items(rules, chains);
        for (int i = 0; i < MostTries; i++)
            try
            {
                using var change = nft.Begin();
                items.ForEach(change.Delete);
                change.Commit();
                return;
            }
            catch (NetlinkException e) when (e is { Errno: Errno.NoEntry, Intent.Subject: NftObject gone })
            {
                items.RemoveAll(item => ReferenceEquals(item, gone));   // somebody else was quicker with it
            }
        throw new IptablesException($"nft {_table} changed each of the {MostTries} times it was to be removed from");
    }

    // A chain can only go empty, and a rule without a handle stands for all of a chain's.
    List<NftObject> Items(IEnumerable<ListedRule> rules, IEnumerable<string> chains) =>
    [
        .. rules.Select(rule => new Nft.Rule(new Chain(_table, rule.Chain)) { Handle = rule.Handle }),
        .. chains.Select(chain => new Nft.Rule(new Chain(_table, chain))),
        .. chains.Select(chain => new Chain(_table, chain)),
    ];
}
