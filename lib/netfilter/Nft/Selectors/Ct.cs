using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What connection tracking knows of a packet.</summary>
public static class Ct
{
    /// <summary><c>ct status dnat</c>: the connection was sent to another destination than it asked for.</summary>
    public static readonly Statement StatusIsDnat = new DnatStatus();
}

internal sealed record DnatStatus : Statement
{
    const uint NFT_CT_STATUS = 2;
    const byte IPS_DST_NAT = 0x20;

    internal override void WriteTo(MessageWriter to)
    {
        Expressions.Conntrack(to, NFT_CT_STATUS, Expressions.FirstRegister);
        Expressions.And(to, [IPS_DST_NAT, 0, 0, 0], Expressions.FirstRegister);
        Expressions.Compare(to, Expressions.NotEqualTo, [0, 0, 0, 0], Expressions.FirstRegister);
    }

    public override string ToString() => "ct status dnat";
}
