using System.Net;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary><c>ip6 saddr set …</c>: writes an address into the packet, whatever the connection is. Connection tracking neither knows nor takes it back.</summary>
public sealed record SetAddress(AddressSelector Field, IPAddress Address) : Statement
{
    const uint Ipv4ChecksumOffset = 10;   // IPv6 has none of its own

    internal override NftFamily? Needs => Field.Of;

    internal override void WriteTo(MessageWriter to)
    {
        Expressions.Immediate(to, Address.GetAddressBytes(), Expressions.FirstRegister);
        Expressions.WriteAddress(to, AddressSelector.NetworkHeader, Field.Offset, (uint)Field.Size,
            Field.Of == NftFamily.Ipv6 ? null : Ipv4ChecksumOffset, Expressions.FirstRegister);
    }

    public override string ToString() => $"{Field.Name} set {Address}";
}
