using Linux;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft.Listing;

/// <summary>A table as nft shows it, with all that is in it.</summary>
public sealed record ListedTable(
    NftFamily Family, string Name, ulong Handle, string? Comment, bool IsDormant, IReadOnlyList<ListedSet> Sets, IReadOnlyList<ListedChain> Chains);

/// <summary>All of a namespace's nftables, read back into what <c>nft list ruleset</c> would print of it.</summary>
public static class Ruleset
{
    const int NfGenMsgSize = 4, MostTries = 8;

    /// <summary>All tables, in the kernel's order, as they were at one moment. Links are told by number, and named by <paramref name="linkName"/>.</summary>
    public static IReadOnlyList<ListedTable> Read(NftSocket nft, Func<uint, string> linkName)
    {
        for (int i = 0; i < MostTries; i++)
        {
            uint before = nft.Generation();
            var tables = ReadOnce(nft, new ValueText(linkName));
            if (nft.Generation() == before) return tables;
        }
        throw new NetlinkException(new("read", "the ruleset"), Errno.Again, $"it changed each of the {MostTries} times it was read");
    }

    static List<ListedTable> ReadOnce(NftSocket nft, ValueText values)
    {
        var sets = List(nft, NFT_MSG.GETSET, "sets", (family, attributes) => new ListedSet(attributes, family, values));
        foreach (var set in sets) set.Listed = Elements(nft, set);
        var chains = List(nft, NFT_MSG.GETCHAIN, "chains", (family, attributes) => new ListedChain(attributes, family));
        ReadRules(nft, sets, chains, values);
        return List(nft, NFT_MSG.GETTABLE, "tables", (family, attributes) =>
        {
            string name = attributes.Text(NFTA_TABLE.NAME);
            string? comment = Comment.Read(attributes.Bytes(NFTA_TABLE.USERDATA));
            return new ListedTable(family, name, attributes.Long(NFTA_TABLE.HANDLE), comment, (attributes.Number(NFTA_TABLE.FLAGS) & NFT_TABLE_F.DORMANT) != 0,
                sets.FindAll(set => set.Family == family && set.Table == name), chains.FindAll(chain => chain.Family == family && chain.Table == name));
        });
    }

    static void ReadRules(NftSocket nft, List<ListedSet> sets, List<ListedChain> chains, ValueText values)
    {
        var setsOf = sets.GroupBy(set => (set.Family, set.Table)).ToDictionary(group => group.Key, group => group.ToDictionary(set => set.Name));
        var rules = List(nft, NFT_MSG.GETRULE, "rules", (family, attributes) =>
        {
            string table = attributes.Text(NFTA_RULE.TABLE);
            var reader = new RuleReader(family, setsOf.GetValueOrDefault((family, table), []), values);
            string text = reader.Read(new AttributeReader(attributes.Bytes(NFTA_RULE.EXPRESSIONS)));
            var rule = new ListedRuleText(attributes.Long(NFTA_RULE.HANDLE), text, Comment.Read(attributes.Bytes(NFTA_RULE.USERDATA)), reader.Unknown);
            return new Placed((family, table, attributes.Text(NFTA_RULE.CHAIN)), rule);
        }).ToLookup(placed => placed.Where, placed => placed.Rule);
        foreach (var chain in chains) chain.Rules = [.. rules[(chain.Family, chain.Table, chain.Name)]];
    }

    sealed record Placed((NftFamily Family, string Table, string Chain) Where, ListedRuleText Rule);

    static List<ListedElement> Elements(NftSocket nft, ListedSet set)
    {
        var all = new List<ListedElement>();
        foreach (var some in nft.List(NftSocket.Message(NFT_MSG.GETSETELEM), new("list elements of", set.Name), to =>
            {
                to.Body(new NfGenMsg { Family = (byte)set.Family });
                to.Put(NFTA_SET_ELEM_LIST.TABLE, set.Table);
                to.Put(NFTA_SET_ELEM_LIST.SET, set.Name);
            }, body => ListedElement.ReadAll(body[NfGenMsgSize..]), none: Errno.NoEntry))
            all.AddRange(some);
        return all;
    }

    delegate T Make<T>(NftFamily family, ListedAttributes attributes);

    // Of all families.
    static List<T> List<T>(NftSocket nft, ushort type, string what, Make<T> make) where T : class =>
        nft.List(NftSocket.Message(type), new("list", what), to => to.Body(new NfGenMsg()),
            body => make((NftFamily)body[0], ListedAttributes.Read(new AttributeReader(body[NfGenMsgSize..]))));
}
