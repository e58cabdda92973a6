using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>A chain. With a <see cref="Hook"/> packets come to it by themselves, else only by a jump.</summary>
public sealed record Chain(Table Table, string Name) : NftObject
{
    public ChainHook? Hook { get; init; }
    public string? Comment { get; init; }

    internal override NftFamily Family => Table.Of;
    internal override ushort AddMessage => NFT_MSG.NEWCHAIN;
    internal override ushort DeleteMessage => NFT_MSG.DELCHAIN;

    internal override void WriteTo(MessageWriter to)
    {
        WriteIdentity(to);
        Nft.Comment.Put(to, NFTA_CHAIN.USERDATA, Nft.Comment.Plain, Comment);
        if (Hook is not { } hook)
            return;
        to.Put(NFTA_CHAIN.TYPE, hook.Type);
        using (to.Nest(NFTA_CHAIN.HOOK))
        {
            to.PutBigEndian(NFTA_HOOK.HOOKNUM, (uint)hook.At);
            to.PutBigEndian(NFTA_HOOK.PRIORITY, (uint)hook.Priority);
        }
    }

    internal override void WriteIdentity(MessageWriter to)
    {
        to.Put(NFTA_CHAIN.TABLE, Table.Name);
        to.Put(NFTA_CHAIN.NAME, Name);
    }

    public override string ToString() => $"chain {Table.Of.Name()} {Table.Name} {Name}";
}

/// <summary>Where packets meet a chain: type nat or filter; the lower priority comes first (dstnat is -100, srcnat 100, raw -300).</summary>
public sealed record ChainHook(string Type, HookPoint At, int Priority);

/// <summary>NF_INET_* of linux/netfilter.h.</summary>
public enum HookPoint : uint { Prerouting = 0, Input, Forward, Output, Postrouting }
