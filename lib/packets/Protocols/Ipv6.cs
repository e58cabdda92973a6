namespace Packets.Protocols;

/// <summary>IPv6 and the headers that may stand between it and what it carries (RFC 8200).</summary>
internal static class Ipv6
{
    public const int HeaderSize = 40;
    const byte HopByHop = 0, Routing = 43, Fragment = 44, NoNext = 59, DestinationOptions = 60;

    public static void Describe(ReadOnlySpan<byte> packet, int length, TcpConversations conversations, Line to)
    {
        if (packet.Length < HeaderSize)
        {
            to.CutOff("ip6"u8);
            return;
        }
        int left = packet.UInt16(4);
        if (left == 0 && packet[6] != NoNext) left = length - HeaderSize;
        if (left > length - HeaderSize) to.Add("truncated-ip6 - "u8).Add(left + HeaderSize - length).Add(" bytes missing!"u8);
        var rest = packet.Slice(HeaderSize, Math.Min(left, packet.Length - HeaderSize));
        var source = packet[8..24];
        var destination = packet[24..40];
        new IpPacket(source, destination, packet[6], rest, left).PutParties(to);

        byte next = packet[6];
        bool isDirect = true;
        while (TryPass(ref next, ref rest, ref left, to, out bool isEnd))
        {
            if (isEnd) return;
            isDirect = false;
        }
        // Ports are the parties' only when they follow at once.
        if (!isDirect && IpProtocol.HasPorts(next) && rest.Length >= 4)
            to.Add(rest.UInt16(0)).Add(" > "u8).Add(rest.UInt16(2)).Add(": "u8);
        IpProtocol.Describe(new(source, destination, next, rest, left), conversations, to);
    }

    // One header further; false when what follows is no such header.
    static bool TryPass(ref byte next, ref ReadOnlySpan<byte> rest, ref int left, Line to, out bool isEnd)
    {
        isEnd = false;
        switch (next)
        {
            case HopByHop: to.Add("HBH "u8); break;
            case DestinationOptions: to.Add("DSTOPT "u8); break;
            case Routing: to.Add("RT6 "u8); break;
            case Fragment: break;
            case NoNext:
                to.Add("no next header"u8);
                return isEnd = true;
            default: return false;
        }
        if (rest.Length < 8)
        {
            to.CutOff("ip6"u8);
            return isEnd = true;
        }
        int size = next == Fragment ? 8 : Math.Min((rest[1] + 1) * 8, rest.Length);
        if (next == Fragment)
        {
            int offset = rest.UInt16(2) & 0xfff8;
            to.Add("frag ("u8).Add(offset).Add("|"u8).Add(left - size).Add(")"u8);
            isEnd = offset != 0;
            if (!isEnd) to.Add(" "u8);
        }
        next = rest[0];
        rest = rest[size..];
        left -= size;
        return true;
    }
}
