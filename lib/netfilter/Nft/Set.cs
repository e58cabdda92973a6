using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A set, or with a <see cref="ValueType"/> a map, that rules look packets up in by hash.</summary>
public sealed record Set(Table Table, string Name, DataType KeyType, DataType? ValueType = null) : NftObject
{
    public string? Comment { get; init; }

    /// <summary>Elements may be told to expire (<see cref="NftTransaction.Expire"/>).</summary>
    public bool CanExpire { get; init; }

    // What nft writes of a key that is no number in network order, so as to list it by: type, length, and in four bytes its BYTEORDER_HOST_ENDIAN.
    static readonly byte[] s_hostOrder = [0, 4, 1, 0, 0, 0];

    internal override NftFamily Family => Table.Of;
    internal override ushort AddMessage => NFT_MSG.NEWSET;
    internal override ushort DeleteMessage => NFT_MSG.DELSET;

    internal override void WriteTo(MessageWriter to)
    {
        WriteIdentity(to);
        to.PutBigEndian(NFTA_SET.KEY_TYPE, KeyType.Number);
        to.PutBigEndian(NFTA_SET.KEY_LEN, (uint)KeyType.Size);
        to.PutBigEndian(NFTA_SET.ID, 1u);   // for anonymous sets; the kernel wants one always
        to.PutBigEndian(NFTA_SET.FLAGS, (ValueType is null ? 0 : NFT_SET.MAP) | (CanExpire ? NFT_SET.TIMEOUT : 0));
        if (ValueType is { } value)
        {
            to.PutBigEndian(NFTA_SET.DATA_TYPE, value.Number);
            to.PutBigEndian(NFTA_SET.DATA_LEN, (uint)value.Size);
        }
        Nft.Comment.Put(to, NFTA_SET.USERDATA, Nft.Comment.OfSet, Comment, before: KeyType == DataType.InterfaceName ? s_hostOrder : []);
    }

    internal override void WriteIdentity(MessageWriter to)
    {
        to.Put(NFTA_SET.TABLE, Table.Name);
        to.Put(NFTA_SET.NAME, Name);
    }

    public override string ToString() => $"{(ValueType is null ? "set" : "map")} {Table.Of.Name()} {Table.Name} {Name}";
}
