using System.Text;
using Netlink.Wire;

namespace Netfilter.Nft;

/// <summary>What the kernel knows of a packet beside its bytes: <c>meta l4proto</c>, <c>iifname</c>.</summary>
public static class Meta
{
    internal const uint NFT_META_IIFNAME = 6, NFT_META_OIFNAME = 7;
    const uint NFT_META_NFPROTO = 15, NFT_META_L4PROTO = 16;
    internal const int NameSize = 16;   // IFNAMSIZ

    public static readonly Selector L4Protocol = new MetaSelector("meta l4proto", NFT_META_L4PROTO, 1);
    public static readonly Selector NetworkProtocol = new MetaSelector("meta nfproto", NFT_META_NFPROTO, 1);

    /// <summary>The interface a packet came in by.</summary>
    public static readonly Selector IncomingName = new MetaSelector("iifname", NFT_META_IIFNAME, NameSize);

    /// <summary>The interface a packet is to leave by.</summary>
    public static readonly Selector OutgoingName = new MetaSelector("oifname", NFT_META_OIFNAME, NameSize);

    internal static byte[] InterfaceName(string name)
    {
        var bytes = new byte[NameSize];
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }

    internal static string ProtocolName(byte number) => number switch { 6 => "tcp", 17 => "udp", 132 => "sctp", _ => number.ToString() };
}

internal sealed record MetaSelector(string Name, uint Key, int Length) : Selector
{
    internal override int Size => Length;
    internal override void Load(MessageWriter to, uint register) => Expressions.Meta(to, Key, register);
    public override string ToString() => Name;
}

/// <summary>The ports of a packet, at the same place in TCP, UDP and SCTP: <c>th dport</c>.</summary>
public static class Th
{
    public static readonly Selector Dport = new PortSelector();
}

internal sealed record PortSelector : Selector
{
    const uint TransportHeader = 2;

    internal override int Size => 2;
    internal override void Load(MessageWriter to, uint register) => Expressions.Payload(to, TransportHeader, offset: 2, size: 2, register);
    public override string ToString() => "th dport";
}
