using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>Something that a transaction adds or deletes. Its ToString is what nft would be told.</summary>
public abstract record NftObject
{
    internal abstract NftFamily Family { get; }
    internal abstract ushort AddMessage { get; }
    internal abstract ushort DeleteMessage { get; }
    internal virtual MessageFlags AddFlags => MessageFlags.Create;

    /// <summary>All that is needed to make it.</summary>
    internal abstract void WriteTo(MessageWriter to);

    /// <summary>All that is needed to find it.</summary>
    internal abstract void WriteIdentity(MessageWriter to);
}
