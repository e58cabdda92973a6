namespace Packets.Protocols;

/// <summary>Who has an IPv4 address on a link (RFC 826).</summary>
internal static class Arp
{
    public const int Size = 28;
    const int Request = 1, Reply = 2, ReverseRequest = 3, ReverseReply = 4;

    public static void Describe(ReadOnlySpan<byte> packet, int length, Line to)
    {
        if (packet.Length < Size)
        {
            to.CutOff("arp"u8);
            return;
        }
        var (senderMac, sender, targetMac, target) = new Parties(packet);
        switch (packet.UInt16(6))
        {
            case Request:
                to.Add("Request who-has "u8).Ip(target);
                if (targetMac.ContainsAnyExcept((byte)0)) to.Add(" ("u8).Mac(targetMac).Add(")"u8);
                to.Add(" tell "u8).Ip(sender);
                break;
            case Reply: to.Add("Reply "u8).Ip(sender).Add(" is-at "u8).Mac(senderMac); break;
            case ReverseRequest: to.Add("Reverse Request who-is "u8).Mac(targetMac).Add(" tell "u8).Mac(senderMac); break;
            case ReverseReply: to.Add("Reverse Reply "u8).Mac(targetMac).Add(" at "u8).Ip(target); break;
            case var other: to.Add("Unknown ("u8).Add(other).Add(")"u8); break;
        }
        to.Add(", length "u8).Add(length);
    }

    readonly ref struct Parties(ReadOnlySpan<byte> packet)
    {
        readonly ReadOnlySpan<byte> _packet = packet;

        public void Deconstruct(out ReadOnlySpan<byte> senderMac, out ReadOnlySpan<byte> sender, out ReadOnlySpan<byte> targetMac, out ReadOnlySpan<byte> target)
        {
            senderMac = _packet[8..14];
            sender = _packet[14..18];
            targetMac = _packet[18..24];
            target = _packet[24..28];
        }
    }
}
