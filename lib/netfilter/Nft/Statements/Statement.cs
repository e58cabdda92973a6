using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>One step of a rule. Its ToString is nft's own text.</summary>
public abstract record Statement
{
    /// <summary>The family a packet must be of for the step to mean anything; null when any will do.</summary>
    internal virtual NftFamily? Needs => null;

    internal abstract void WriteTo(MessageWriter to);
}
