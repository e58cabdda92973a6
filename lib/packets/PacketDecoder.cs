using Packets.Protocols;

namespace Packets;

/// <summary>Puts packets into words, a line each, as <c>tcpdump -n</c> does. It remembers where TCP connections began, to count from there.</summary>
public sealed class PacketDecoder
{
    readonly Line _line = new();
    readonly TcpConversations _conversations = new();

    /// <summary>Whether lines begin with the frame's addresses and kind, as with <c>tcpdump -e</c>.</summary>
    public bool ShowsLink { get; init; }

    /// <summary>The words for a frame, in UTF-8 and without a line's end; good until the next one.</summary>
    /// <param name="bytes">As much of it as was captured.</param>
    /// <param name="length">How long it was.</param>
    public ReadOnlySpan<byte> Describe(LinkType link, ReadOnlySpan<byte> bytes, int length)
    {
        _line.Clear();
        Describe(link, bytes, length, _line);
        return _line.Text;
    }

    /// <summary>The same, put behind what a line has already.</summary>
    public void Describe(LinkType link, ReadOnlySpan<byte> bytes, int length, Line to)
    {
        if (link == LinkType.Ethernet)
            Ethernet.Describe(bytes, length, ShowsLink, _conversations, to);
        else if (bytes.Length == 0)
            to.CutOff("ip"u8);
        else
            EtherType.Describe(bytes[0] >> 4 == 6 ? EtherType.Ipv6 : EtherType.Ipv4, bytes, length, named: true, _conversations, to);
    }
}
