using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>The MAC addresses of a frame: <c>ether saddr</c>.</summary>
public static class Ether
{
    public static readonly Selector Saddr = new EtherSelector("ether saddr", Offset: 6);
}

internal sealed record EtherSelector(string Name, uint Offset) : Selector
{
    const uint LinkLayerHeader = 0;

    internal override int Size => 6;
    internal override void Load(MessageWriter to, uint register) => Expressions.Payload(to, LinkLayerHeader, Offset, (uint)Size, register);
    public override string ToString() => Name;
}
