using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A set, or with a <see cref="ValueType"/> a map, that rules look packets up in by hash.</summary>
public sealed record Set(Table Table, string Name, DataType KeyType, DataType? ValueType = null) : NftObject
{
    public string? Comment { get; init; }

    internal override NftFamily Family => Table.Of;
    internal override ushort AddMessage => NFT_MSG.NEWSET;
    internal override ushort DeleteMessage => NFT_MSG.DELSET;

    internal override void WriteTo(MessageWriter to)
    {
        WriteIdentity(to);
        to.PutBigEndian(NFTA_SET.KEY_TYPE, KeyType.Number);
        to.PutBigEndian(NFTA_SET.KEY_LEN, (uint)KeyType.Size);
        to.PutBigEndian(NFTA_SET.ID, 1u);   // for anonymous sets; the kernel wants one always
        if (ValueType is { } value)
        {
            to.PutBigEndian(NFTA_SET.FLAGS, NFT_SET.MAP);
            to.PutBigEndian(NFTA_SET.DATA_TYPE, value.Number);
            to.PutBigEndian(NFTA_SET.DATA_LEN, (uint)value.Size);
        }
        Nft.Comment.Put(to, NFTA_SET.USERDATA, Nft.Comment.OfSet, Comment);
    }

    internal override void WriteIdentity(MessageWriter to)
    {
        to.Put(NFTA_SET.TABLE, Table.Name);
        to.Put(NFTA_SET.NAME, Name);
    }

    public override string ToString() => $"{(ValueType is null ? "set" : "map")} {Table.Of.Name()} {Table.Name} {Name}";
}
