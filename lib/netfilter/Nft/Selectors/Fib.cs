using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What the routing table says of a packet's address.</summary>
public static class Fib
{
    /// <summary><c>fib daddr type local</c>: the packet is for this host, whichever of its addresses it names.</summary>
    public static readonly Statement DaddrIsLocal = new LocalDestination();
}

internal sealed record LocalDestination : Statement
{
    const uint NFT_FIB_RESULT_ADDRTYPE = 3, NFTA_FIB_F_DADDR = 2;
    const byte RTN_LOCAL = 2;

    internal override void WriteTo(MessageWriter to)
    {
        Expressions.Fib(to, NFT_FIB_RESULT_ADDRTYPE, NFTA_FIB_F_DADDR, Expressions.FirstRegister);
        Expressions.Compare(to, Expressions.EqualTo, [RTN_LOCAL, 0, 0, 0], Expressions.FirstRegister);
    }

    public override string ToString() => "fib daddr type local";
}
