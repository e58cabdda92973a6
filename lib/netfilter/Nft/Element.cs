using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>One element of a set or map. Adding one that is there already, with the same value, changes nothing.</summary>
public sealed record Element(Set Set, Value Key, Value? Value = null) : NftObject
{
    public string? Comment { get; init; }

    internal override NftFamily Family => Set.Family;
    internal override ushort AddMessage => NFT_MSG.NEWSETELEM;
    internal override ushort DeleteMessage => NFT_MSG.DELSETELEM;

    /// <summary>It has been told to expire, and is gone within a tick of the kernel's clock.</summary>
    public bool IsExpiring { get; private init; }

    internal override void WriteTo(MessageWriter to) => Write(to, whole: true);

    internal override void WriteIdentity(MessageWriter to) => Write(to, whole: false);

    internal void WriteTo(MessageWriter to, TimeSpan lifetime) => Write(to, whole: true, lifetime);

    void Write(MessageWriter to, bool whole, TimeSpan? lifetime = null)
    {
        WriteSet(to, Set);
        using (to.Nest(NFTA_SET_ELEM_LIST.ELEMENTS))
        using (to.Nest(NFTA_LIST.ELEM))
        {
            using (to.Nest(NFTA_SET_ELEM.KEY))
                to.Put(NFTA_DATA.VALUE, Key.Bytes);
            if (!whole)
                return;
            if (Value is not null)
                using (to.Nest(NFTA_SET_ELEM.DATA))
                    to.Put(NFTA_DATA.VALUE, Value.Bytes);
            if (lifetime is { } time)
                to.PutBigEndian(NFTA_SET_ELEM.TIMEOUT, (ulong)time.TotalMilliseconds);
            Nft.Comment.Put(to, NFTA_SET_ELEM.USERDATA, Nft.Comment.Plain, Comment);
        }
    }

    internal static void WriteSet(MessageWriter to, Set set)
    {
        to.Put(NFTA_SET_ELEM_LIST.TABLE, set.Table.Name);
        to.Put(NFTA_SET_ELEM_LIST.SET, set.Name);
    }

    internal static Element Parse(Set set, AttributeReader attributes)
    {
        Value? key = null, value = null;
        string? comment = null;
        bool expires = false;
        foreach (var a in attributes)
            switch (a.Type)
            {
                case NFTA_SET_ELEM.KEY: key = Nft.Value.Parse(a.Nested); break;
                case NFTA_SET_ELEM.DATA: value = Nft.Value.Parse(a.Nested); break;
                case NFTA_SET_ELEM.EXPIRATION: expires = true; break;
                case NFTA_SET_ELEM.USERDATA: comment = Nft.Comment.Read(a.Bytes); break;
            }
        return new Element(set, key ?? throw new InvalidDataException($"{set} lists an element without a key"), value)
        {
            Comment = comment, IsExpiring = expires,
        };
    }

    public override string ToString() =>
        $"element {Set.Table.Of.Name()} {Set.Table.Name} {Set.Name} {{ {Key}{(Comment is null ? "" : $" comment \"{Comment}\"")}{(Value is null ? "" : $" : {Value}")} }}";
}
