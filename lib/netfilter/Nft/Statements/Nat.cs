using Netlink.Wire;
using static Netfilter.Nft.Expressions;

namespace Netfilter.Nft;

/// <summary>Sends a connection to another destination.</summary>
public static class Dnat
{
    /// <summary>To the address and port that a map has for the key; a packet whose key is not there goes on to the next rule.</summary>
    public static Statement To(NftFamily family, Selector key, Set map) => new DnatToMap(family, key, map);
}

internal sealed record DnatToMap(NftFamily Of, Selector Key, Set Map) : Statement
{
    internal override NftFamily? Needs => Of;

    internal override void WriteTo(MessageWriter to)
    {
        Key.Load(to, FirstRegister);
        Lookup(to, Map, FirstRegister, result: FirstRegister);
        DestinationNat(to, Of, address: FirstRegister, port: RegisterAfter(FirstRegister, DataType.Address(Of).Size));
    }

    public override string ToString() => $"dnat {Of.Name()} to {Key} map @{Map.Name}";
}

/// <summary>Lets a connection leave under the address of the interface it leaves by.</summary>
public sealed record Masquerade : Statement
{
    internal override void WriteTo(MessageWriter to) => Expressions.Masquerade(to);
    public override string ToString() => "masquerade";
}
