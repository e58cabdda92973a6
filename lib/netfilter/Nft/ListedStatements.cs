using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>
/// What is read of a listed rule's statements: where it leads, the comment that iptables keeps among them (its match "comment"), and the
/// addresses that it sends to (dnat) and, the last one, compares with, and the mark that it sets for iptables (its target "MARK"). Then what connections it is for.
/// </summary>
internal readonly record struct ListedStatements(string? LeadsTo, string? Comment, IPAddress? SentTo, IPAddress? Compared, uint? SetsMark)
{
    /// <summary>The number of the protocol that it compares with, if it does.</summary>
    public byte? Protocol { get; init; }

    /// <summary>The ports that it compares with, iptables' matches included; null when it does not.</summary>
    public IReadOnlyList<ushort>? Ports { get; init; }

    /// <summary>How many comparisons and matches of iptables it has.</summary>
    public int Matches { get; init; }

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
                return Compare(before, ValueOf(a.Nested, NFTA_CMP.DATA));
            else if (a.Type == NFTA_EXPR.DATA && name == "target")
                return before with { SentTo = DnatOf(a.Nested) ?? before.SentTo, SetsMark = MarkOf(a.Nested) ?? before.SetsMark };
            else if (a.Type == NFTA_EXPR.DATA && name == "match")
                return before with { Comment = CommentOf(a.Nested) ?? before.Comment, Ports = MatchedPorts.Of(a.Nested) ?? before.Ports, Matches = before.Matches + 1 };
        return before;
    }

    // What it is that is compared is told by its length: what else these expressions hold is addresses, ports and protocols, in the rules that it is asked of.
    static ListedStatements Compare(ListedStatements before, ReadOnlySpan<byte> value)
    {
        var after = before with { Matches = before.Matches + 1 };
        return value.Length switch
        {
            1 => after with { Protocol = value[0] },
            2 => after with { Ports = [BinaryPrimitives.ReadUInt16BigEndian(value)] },
            4 or 16 => after with { Compared = new IPAddress(value) },
            _ => after,
        };
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

    static IPAddress? AddressOf(AttributeReader expression, ushort dataType) =>
        ValueOf(expression, dataType) is { Length: 4 or 16 } value ? new IPAddress(value) : null;

    static ReadOnlySpan<byte> ValueOf(AttributeReader expression, ushort dataType)
    {
        foreach (var data in expression)
            if (data.Type == dataType)
                foreach (var a in data.Nested)
                    if (a.Type == NFTA_DATA.VALUE)
                        return a.Bytes;
        return [];
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
