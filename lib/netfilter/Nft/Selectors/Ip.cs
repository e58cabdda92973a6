using System.Net;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>Addresses of a packet: <c>ip saddr</c>, <c>ip6 daddr</c>.</summary>
public static class Ip
{
    public static AddressSelector Saddr(NftFamily family) => new(family, Source: true);
    public static AddressSelector Daddr(NftFamily family) => new(family, Source: false);
}

/// <summary>The source or the destination address, or the network that it is in.</summary>
public sealed record AddressSelector(NftFamily Of, bool Source) : Selector
{
    internal const uint NetworkHeader = 1;

    /// <summary>Only the first bits of the address, the rest zero; null for all of it.</summary>
    public int? PrefixLength { get; init; }

    public AddressSelector Masked(int prefixLength) => this with { PrefixLength = prefixLength };

    public Statement Within(IPNetwork network)
    {
        var selector = Masked(network.PrefixLength);
        return new Comparison(selector, Expressions.EqualTo, network.BaseAddress.GetAddressBytes(), network.ToString()) { Subject = Name };
    }

    public Statement Is(IPAddress address) => new Comparison(this, Expressions.EqualTo, address.GetAddressBytes(), address.ToString());

    internal override int Size => DataType.Address(Of).Size;
    internal override NftFamily? Needs => Of;

    internal override void Load(MessageWriter to, uint register)
    {
        Expressions.Payload(to, NetworkHeader, Offset, (uint)Size, register);
        if (PrefixLength is { } length)
            Expressions.And(to, Mask(length), register);
    }

    internal uint Offset => (Of, Source) switch
    {
        (NftFamily.Ipv6, true) => 8,
        (NftFamily.Ipv6, false) => 24,
        (_, true) => 12,
        (_, false) => 16,
    };

    byte[] Mask(int length)
    {
        var mask = new byte[Size];
        for (int bit = 0; bit < length; bit++)
            mask[bit / 8] |= (byte)(0x80 >> bit % 8);
        return mask;
    }

    internal string Name => $"{Of.Name()} {(Source ? "saddr" : "daddr")}";

    public override string ToString() => PrefixLength is { } length ? $"{Name} & {new IPAddress(Mask(length))}" : Name;
}
