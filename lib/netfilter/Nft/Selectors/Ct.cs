using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What connection tracking knows of a packet.</summary>
public static class Ct
{
    /// <summary><c>ct status dnat</c>: the connection was sent to another destination than it asked for.</summary>
    public static readonly Statement StatusIsDnat = new AnyBit(NFT_CT_STATUS, IPS_DST_NAT, "ct status dnat");

    /// <summary><c>ct state established,related</c>: the packet belongs to a connection that was let pass, or to one that such a connection opened.</summary>
    public static readonly Statement StateIsEstablishedOrRelated = new AnyBit(NFT_CT_STATE, Established | Related, "ct state established,related");

    const uint NFT_CT_STATE = 0, NFT_CT_STATUS = 2;
    const byte IPS_DST_NAT = 0x20;

    // NF_CT_STATE_BIT of IP_CT_ESTABLISHED, which is 0, and IP_CT_RELATED, which is 1: the bit above.
    const byte Established = 1 << 0 + 1, Related = 1 << 1 + 1;
}

/// <summary>One of some bits is set in what connection tracking has under a key.</summary>
internal sealed record AnyBit(uint Key, byte Bits, string Text) : Statement
{
    internal override void WriteTo(MessageWriter to)
    {
        Expressions.Conntrack(to, Key, Expressions.FirstRegister);
        Expressions.And(to, [Bits, 0, 0, 0], Expressions.FirstRegister);
        Expressions.Compare(to, Expressions.NotEqualTo, [0, 0, 0, 0], Expressions.FirstRegister);
    }

    public override string ToString() => Text;
}
