namespace Packets.Protocols;

/// <summary>ICMP for IPv6 (RFC 4443), with neighbour discovery (RFC 4861) and multicast listeners (RFC 3810).</summary>
internal static class Icmpv6
{
    const int HeaderSize = 8, AddressSize = 16;

    public static void Describe(in IpPacket ip, Line to)
    {
        var message = ip.Payload;
        to.Add("ICMP6, "u8);
        if (message.Length < 2)
        {
            if (message.Length > 0) to.Add(Name(message[0]));
            to.CutOff("icmp6"u8);
            return;
        }
        if (!PutKind(message, to))
            return;
        to.Add(", length "u8).Add(ip.Length);
    }

    static bool PutKind(ReadOnlySpan<byte> message, Line to)
    {
        var (type, code) = (message[0], message[1]);
        to.Add(Name(type));
        if (message.Length < HeaderSize || IsAboutAddress(type) && message.Length < HeaderSize + AddressSize)
        {
            to.CutOff("icmp6"u8);
            return false;
        }
        switch (type)
        {
            case 1: return PutUnreachable(code, message[HeaderSize..], to);
            case 2: to.Add(", mtu "u8).Add(message.UInt32(4)); break;
            case 3 when code == 0: to.Add(" in-transit for "u8).Ip(Destination(message[HeaderSize..])); break;
            case 3: to.Add(" in-transit (reassembly)"u8); break;
            case 4: to.Add(code == 0 ? ", erroneous - octet "u8 : code == 1 ? ", next header - octet "u8 : ", option - octet "u8).Add(message.UInt32(4)); break;
            case 128 or 129: to.Add(", id "u8).Add(message.UInt16(4)).Add(", seq "u8).Add(message.UInt16(6)); break;
            case 130 or 131 or 132: to.Add("max resp delay: "u8).Add(message.UInt16(4)).Add(" addr: "u8).Ip(message[8..24]); break;
            case 135: to.Add(", who has "u8).Ip(message[8..24]); break;
            case 136: to.Add(", tgt is "u8).Ip(message[8..24]); break;
            case 137 when message.Length >= HeaderSize + 2 * AddressSize: to.Add(", "u8).Ip(message[24..40]).Add(" to "u8).Ip(message[8..24]); break;
            case 143: to.Add(", "u8).Add(message.UInt16(6)).Add(" group record(s)"u8); break;
        }
        return true;
    }

    static bool IsAboutAddress(byte type) => type is 130 or 131 or 132 or 135 or 136 or 137;

    static ReadOnlySpan<byte> Name(byte type) => type switch
    {
        1 => "destination unreachable"u8, 2 => "packet too big"u8, 3 => "time exceeded"u8, 4 => "parameter problem"u8,
        128 => "echo request"u8, 129 => "echo reply"u8, 130 => "multicast listener query"u8, 131 => "multicast listener report"u8, 132 => "multicast listener done"u8,
        133 => "router solicitation"u8, 134 => "router advertisement"u8, 135 => "neighbor solicitation"u8, 136 => "neighbor advertisement"u8, 137 => "redirect"u8,
        143 => "multicast listener report v2"u8, _ => "unknown icmp6 type"u8,
    };

    static bool PutUnreachable(byte code, ReadOnlySpan<byte> packet, Line to)
    {
        var destination = Destination(packet);
        switch (code)
        {
            case 0: to.Add(", unreachable route "u8).Ip(destination); break;
            case 1: to.Add(",  unreachable prohibited "u8).Ip(destination); break;
            case 2: to.Add(", beyond scope "u8).Ip(destination).Add(", source address "u8).Ip(packet.Length < 24 ? s_none : packet[8..24]); break;
            case 3: to.Add(", unreachable address "u8).Ip(destination); break;
            case 4:
                to.Add(", unreachable port, "u8).Ip(destination).Add(" "u8);
                bool whole = packet.Length >= Ipv6.HeaderSize + 4;
                IpProtocol.PutPort(whole ? packet[6] : (byte)0, whole ? packet.UInt16(Ipv6.HeaderSize + 2) : 0, to);
                break;
            default:
                to.Add(", unknown unreach code ("u8).Add(code).Add(")"u8);
                return false;
        }
        return true;
    }

    static readonly byte[] s_none = new byte[AddressSize];

    static ReadOnlySpan<byte> Destination(ReadOnlySpan<byte> packet) => packet.Length < Ipv6.HeaderSize ? s_none : packet[24..40];
}
