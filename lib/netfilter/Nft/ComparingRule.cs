using Linux;
using Netlink;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A rule that the kernel listed, by its number, its comment, and the values that it compares packets with, in the order of its statements.</summary>
public sealed record ComparingRule(ulong Handle, string? Comment, IReadOnlyList<byte[]> Values)
{
    /// <summary>The rules of a chain; none when there is no such chain.</summary>
    public static List<ComparingRule> List(NftSocket nft, Chain chain) => nft.List(NftSocket.Message(NFT_MSG.GETRULE), new("list rules of", chain), to =>
    {
        to.Body(new NfGenMsg { Family = (byte)chain.Family });
        to.Put(NFTA_RULE.TABLE, chain.Table.Name);
        to.Put(NFTA_RULE.CHAIN, chain.Name);
    }, body => Parse(chain, new AttributeReader(body[4..])), none: Errno.NoEntry);

    // An old kernel lists every chain's.
    static ComparingRule? Parse(Chain chain, AttributeReader attributes)
    {
        string table = "", name = "";
        ulong handle = 0;
        string? comment = null;
        var values = new List<byte[]>();
        foreach (var a in attributes)
            switch (a.Type)
            {
                case NFTA_RULE.TABLE: table = a.String; break;
                case NFTA_RULE.CHAIN: name = a.String; break;
                case NFTA_RULE.HANDLE: handle = a.BigEndianUInt64; break;
                case NFTA_RULE.USERDATA: comment = Nft.Comment.Read(a.Bytes); break;
                case NFTA_RULE.EXPRESSIONS:
                    foreach (var expression in a.Nested)
                        if (ValueOf(expression.Nested) is { } value)
                            values.Add(value);
                    break;
            }
        return table == chain.Table.Name && name == chain.Name ? new(handle, comment, values) : null;
    }

    static byte[]? ValueOf(AttributeReader expression)
    {
        bool compares = false;
        foreach (var a in expression)
            if (a.Type == NFTA_EXPR.NAME)
                compares = a.String == "cmp";
            else if (a.Type == NFTA_EXPR.DATA && compares)
                foreach (var part in a.Nested)
                    if (part.Type == NFTA_CMP.DATA)
                        foreach (var value in part.Nested)
                            if (value.Type == NFTA_DATA.VALUE)
                                return value.Bytes.ToArray();
        return null;
    }
}
