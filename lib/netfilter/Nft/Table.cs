using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A table: what is in it goes when it goes.</summary>
public sealed record Table(NftFamily Of, string Name) : NftObject
{
    public string? Comment { get; init; }

    internal override NftFamily Family => Of;
    internal override ushort AddMessage => NFT_MSG.NEWTABLE;
    internal override ushort DeleteMessage => NFT_MSG.DELTABLE;

    internal override void WriteTo(MessageWriter to)
    {
        WriteIdentity(to);
        Nft.Comment.Put(to, NFTA_TABLE.USERDATA, Nft.Comment.Plain, Comment);
    }

    internal override void WriteIdentity(MessageWriter to) => to.Put(NFTA_TABLE.NAME, Name);

    public override string ToString() => $"table {Of.Name()} {Name}";
}
