using System.Net;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A rule: the statements are done one after the other until one does not match.</summary>
public sealed record Rule(Chain Chain, params Statement[] Statements) : NftObject
{
    public string? Comment { get; init; }

    /// <summary>The kernel's number for a rule that it listed; 0 for a new one.</summary>
    public ulong Handle { get; init; }

    /// <summary>Of a rule that the kernel listed: the name of the chain that it jumps or goes to, if it does.</summary>
    public string? LeadsTo { get; init; }

    /// <summary>Of a rule that the kernel listed: the address that it sends connections to (dnat), if it does.</summary>
    public IPAddress? SentTo { get; init; }

    /// <summary>Of a rule that the kernel listed: the last address that it compares one of a packet's with, if any.</summary>
    public IPAddress? Compared { get; init; }

    /// <summary>Of a rule that iptables made: the value that it gives to the packet's mark, if it does.</summary>
    public uint? SetsMark { get; init; }

    /// <summary>Of a rule that the kernel listed: all that was read of its statements.</summary>
    internal ListedStatements Listed { get; init; }

    internal override NftFamily Family => Chain.Family;
    internal override ushort AddMessage => NFT_MSG.NEWRULE;
    internal override ushort DeleteMessage => NFT_MSG.DELRULE;
    internal override MessageFlags AddFlags => MessageFlags.Create | MessageFlags.Append;

    internal override void WriteTo(MessageWriter to)
    {
        to.Put(NFTA_RULE.TABLE, Chain.Table.Name);
        to.Put(NFTA_RULE.CHAIN, Chain.Name);
        using (to.Nest(NFTA_RULE.EXPRESSIONS))
            WriteStatements(to);
        Nft.Comment.Put(to, NFTA_RULE.USERDATA, Nft.Comment.Plain, Comment);
    }

    // In a table of both families, "ip saddr" means nothing to an IPv6 packet: ask first which it is, once, as nft does.
    void WriteStatements(MessageWriter to)
    {
        NftFamily? known = Family is NftFamily.Inet or NftFamily.Bridge ? null : Family;
        foreach (var statement in Statements)
        {
            if (statement.Needs is { } family && family != known)
            {
                Meta.NetworkProtocol.Is((byte)family).WriteTo(to);
                known = family;
            }
            statement.WriteTo(to);
        }
    }

    internal override void WriteIdentity(MessageWriter to)
    {
        to.Put(NFTA_RULE.TABLE, Chain.Table.Name);
        to.Put(NFTA_RULE.CHAIN, Chain.Name);
        if (Handle != 0) to.PutBigEndian(NFTA_RULE.HANDLE, Handle);
    }

    internal static Rule Parse(NftFamily family, AttributeReader attributes)
    {
        string table = "", chain = "";
        ulong handle = 0;
        ListedStatements listed = default;
        string? comment = null;
        foreach (var a in attributes)
            switch (a.Type)
            {
                case NFTA_RULE.TABLE: table = a.String; break;
                case NFTA_RULE.CHAIN: chain = a.String; break;
                case NFTA_RULE.HANDLE: handle = a.BigEndianUInt64; break;
                case NFTA_RULE.EXPRESSIONS: listed = ListedStatements.Read(a.Nested); break;
                case NFTA_RULE.USERDATA: comment = Nft.Comment.Read(a.Bytes); break;
            }
        return new Rule(new Chain(new Table(family, table), chain))
        {
            Handle = handle, Comment = comment ?? listed.Comment,
            LeadsTo = listed.LeadsTo, SentTo = listed.SentTo, Compared = listed.Compared, SetsMark = listed.SetsMark, Listed = listed,
        };
    }

    public override string ToString() => $"rule {Chain.Table.Of.Name()} {Chain.Table.Name} {Chain.Name} "
        + (Handle != 0 ? $"handle {Handle}" : string.Join<Statement>(' ', Statements)) + (Comment is null ? "" : $" comment \"{Comment}\"");
}
