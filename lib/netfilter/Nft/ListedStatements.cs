using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What is read of a listed rule's statements: where it leads, and the comment that iptables keeps among them (its match "comment").</summary>
internal readonly record struct ListedStatements(string? LeadsTo, string? Comment)
{
    public static ListedStatements Read(AttributeReader expressions)
    {
        var found = new ListedStatements();
        foreach (var element in expressions)
            found = Read(found, element.Nested);
        return found;
    }

    static ListedStatements Read(ListedStatements before, AttributeReader expression)
    {
        string name = "";
        foreach (var a in expression)
            if (a.Type == NFTA_EXPR.NAME)
                name = a.String;
            else if (a.Type == NFTA_EXPR.DATA && name == "immediate")
                return before with { LeadsTo = ChainOf(a.Nested) ?? before.LeadsTo };
            else if (a.Type == NFTA_EXPR.DATA && name == "match")
                return before with { Comment = CommentOf(a.Nested) ?? before.Comment };
        return before;
    }

    static string? ChainOf(AttributeReader immediate)
    {
        foreach (var data in immediate)
            if (data.Type == NFTA_IMMEDIATE.DATA)
                foreach (var verdict in data.Nested)
                    if (verdict.Type == NFTA_DATA.VERDICT)
                        foreach (var a in verdict.Nested)
                            if (a.Type == NFTA_VERDICT.CHAIN)
                                return a.String;
        return null;
    }

    // struct xt_comment_info: 256 bytes, of which the text is what comes before the first zero.
    static string? CommentOf(AttributeReader match)
    {
        bool isComment = false;
        foreach (var a in match)
            if (a.Type == NFTA_MATCH.NAME)
                isComment = a.String == "comment";
            else if (a.Type == NFTA_MATCH.INFO && isComment)
                return System.Text.Encoding.UTF8.GetString(a.Bytes.IndexOf((byte)0) is var end and >= 0 ? a.Bytes[..end] : a.Bytes);
        return null;
    }
}
