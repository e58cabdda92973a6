namespace Packets.Protocols;

/// <summary>ICMP for IPv4 (RFC 792): echo, and the network's answers to packets that it could not deliver.</summary>
internal static class Icmp
{
    const int HeaderSize = 8;

    public static void Describe(in IpPacket ip, Line to)
    {
        var message = ip.Payload;
        if (message.Length < 4)
        {
            to.CutOff("icmp"u8);
            return;
        }
        to.Add("ICMP "u8);
        if (message.Length < HeaderSize)
            to.CutOff("icmp"u8);
        else
            PutKind(message[0], message[1], message, to);
        to.Add(", length "u8).Add(ip.Length);
    }

    static void PutKind(byte type, byte code, ReadOnlySpan<byte> message, Line to)
    {
        var about = new Quoted(message[HeaderSize..]);
        switch (type, code)
        {
            case (0, _): PutEcho("echo reply"u8, message, to); break;
            case (8, _): PutEcho("echo request"u8, message, to); break;
            case (3, _): PutUnreachable(code, about, message.UInt16(6), to); break;
            case (4, _): to.Add("source quench"u8); break;
            case (5, 0): to.Add("redirect "u8).Ip(about.Destination).Add(" to net "u8).Ip(message[4..8]); break;
            case (5, 1): to.Add("redirect "u8).Ip(about.Destination).Add(" to host "u8).Ip(message[4..8]); break;
            case (5, 2): to.Add("redirect-tos "u8).Ip(about.Destination).Add(" to net "u8).Ip(message[4..8]); break;
            case (5, _): to.Add("redirect-tos "u8).Ip(about.Destination).Add(" to host "u8).Ip(message[4..8]); break;
            case (10, _): to.Add("router solicitation"u8); break;
            case (11, 0): to.Add("time exceeded in-transit"u8); break;
            case (11, _): to.Add("ip reassembly time exceeded"u8); break;
            case (12, _): to.Add("parameter problem - octet "u8).Add(message[4]); break;
            default: to.Add("type-#"u8).Add(type); break;
        }
    }

    static void PutEcho(ReadOnlySpan<byte> words, ReadOnlySpan<byte> message, Line to) =>
        to.Add(words).Add(", id "u8).Add(message.UInt16(4)).Add(", seq "u8).Add(message.UInt16(6));

    static void PutUnreachable(byte code, in Quoted about, int mtu, Line to)
    {
        var (before, after) = new Words(code);
        if (code == 2)
            to.Ip(about.Destination).Add(" protocol "u8).Add(about.Protocol).Add(" unreachable"u8);
        else if (code == 3)
        {
            to.Ip(about.Destination).Add(" "u8);
            IpProtocol.PutPort(about.Protocol, about.Port, to);
            to.Add(" unreachable"u8);
        }
        else
            to.Add(before).Ip(about.Destination).Add(" unreachable"u8).Add(after);
        if (code == 4 && mtu != 0) to.Add(" (mtu "u8).Add(mtu).Add(")"u8);
    }

    // What could not be reached, and why, by code.
    readonly ref struct Words(byte code)
    {
        public void Deconstruct(out ReadOnlySpan<byte> before, out ReadOnlySpan<byte> after)
        {
            before = code switch { 0 or 6 or 9 or 11 => "net "u8, 1 or 7 or 10 or 12 or 13 or 14 or 15 => "host "u8, _ => ""u8 };
            after = code switch
            {
                4 => " - need to frag"u8, 5 => " - source route failed"u8, 6 or 7 => " - unknown"u8, 8 => " - source host isolated"u8,
                9 or 10 => " - admin prohibited"u8, 11 or 12 => " - tos prohibited"u8, 13 => " - admin prohibited filter"u8,
                14 => " - host precedence violation"u8, 15 => " - precedence cutoff"u8, _ => ""u8,
            };
        }
    }

    /// <summary>The beginning of the packet that a report is about.</summary>
    readonly ref struct Quoted(ReadOnlySpan<byte> packet)
    {
        const int Least = 20;
        readonly ReadOnlySpan<byte> _packet = packet;

        public ReadOnlySpan<byte> Destination => _packet.Length < Least ? [0, 0, 0, 0] : _packet[16..20];
        public byte Protocol => _packet.Length < Least ? (byte)0 : _packet[9];
        public int Port => _packet.Length < 4 || _packet.Length < (_packet[0] & 15) * 4 + 4 ? 0 : _packet.UInt16((_packet[0] & 15) * 4 + 2);
    }
}
