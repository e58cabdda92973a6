using System.Net;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>
/// What is read of a listed rule's statements: where it leads, the comment that iptables keeps among them (its match "comment"), and the
/// addresses that it sends to (dnat) and, the last one, compares with, and the mark that it sets for iptables (its target "MARK").
/// </summary>
internal readonly record struct ListedStatements(string? LeadsTo, string? Comment, IPAddress? SentTo, IPAddress? Compared, uint? SetsMark)
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
                return before with { LeadsTo = ChainOf(a.Nested) ?? before.LeadsTo, SentTo = AddressOf(a.Nested, NFTA_IMMEDIATE.DATA) ?? before.SentTo };
            else if (a.Type == NFTA_EXPR.DATA && name == "cmp")
                return before with { Compared = AddressOf(a.Nested, NFTA_CMP.DATA) ?? before.Compared };
            else if (a.Type == NFTA_EXPR.DATA && name == "target")
                return before with { SentTo = DnatOf(a.Nested) ?? before.SentTo, SetsMark = MarkOf(a.Nested) ?? before.SetsMark };
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

    // What is as long as an address is taken for one: what else these expressions hold is ports and protocols, in the rules that it is asked of.
    static IPAddress? AddressOf(AttributeReader expression, ushort dataType)
    {
        foreach (var data in expression)
            if (data.Type == dataType)
                foreach (var a in data.Nested)
                    if (a.Type == NFTA_DATA.VALUE && a.Bytes.Length is 4 or 16)
                        return a.IPAddress;
        return null;
    }

    // struct nf_nat_range2: flags in four bytes, then the first address, with zeros after one of IPv4.
    static IPAddress? DnatOf(AttributeReader target)
    {
        const int First = 4, Size = 16;
        var info = InfoOf(target, "DNAT");
        return info.Length < First + Size ? null
            : new IPAddress(info.Slice(First, info.Slice(First + 4, Size - 4).ContainsAnyExcept((byte)0) ? Size : 4));
    }

    // struct xt_mark_tginfo2: the value, then the mask.
    static uint? MarkOf(AttributeReader target) =>
        InfoOf(target, "MARK") is { Length: >= sizeof(uint) } info ? MemoryMarshal.Read<uint>(info) : null;

    // The structure of a target of this name; empty for another's.
    static ReadOnlySpan<byte> InfoOf(AttributeReader target, string wanted)
    {
        bool isWanted = false;
        foreach (var a in target)
            if (a.Type == NFTA_TARGET.NAME)
                isWanted = a.String == wanted;
            else if (a.Type == NFTA_TARGET.INFO && isWanted)
                return a.Bytes;
        return [];
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
