namespace Packets.Protocols;

/// <summary>Questions for names and their answers (RFC 1035).</summary>
internal static class Dns
{
    const int HeaderSize = 12, MostPointers = 32;
    const int Answer = 0x8000, Authoritative = 0x400, Truncated = 0x200, Recursive = 0x100, CanRecurse = 0x80, Authentic = 0x20, Unchecked = 0x10, Strange = 0x6cf;
    const ushort Internet = 1, TopBit = 0x8000;

    public static void Describe(ReadOnlySpan<byte> message, int length, bool isMulticast, Line to)
    {
        if (message.Length < HeaderSize)
        {
            if (length >= HeaderSize) to.CutOff("domain"u8);
            else to.Add("domain [length "u8).Add(length).Add(" < 12] (invalid)"u8);
            return;
        }
        bool whole = (message.UInt16(2) & Answer) != 0 ? PutAnswer(message, isMulticast, to) : PutQuestion(message, isMulticast, to);
        if (whole) to.Add(" ("u8).Add(length).Add(")"u8);
        else to.CutOff("domain"u8);
    }

    static bool PutQuestion(ReadOnlySpan<byte> message, bool isMulticast, Line to)
    {
        int flags = message.UInt16(2), questions = message.UInt16(4);
        to.Add(message.UInt16(0)).Add(Operation(flags)).Add((flags & Recursive) != 0 ? "+"u8 : ""u8).Add((flags & Unchecked) != 0 ? "%"u8 : ""u8);
        if ((flags & Strange) != 0) to.Add(" [b2&3=0x"u8).Hex((uint)flags).Add("]"u8);
        if (message.UInt16(6) is > 0 and var answers) to.Add(" ["u8).Add(answers).Add("a]"u8);
        if (questions != 1) to.Add(" ["u8).Add(questions).Add("q]"u8);
        if (message.UInt16(8) is > 0 and var authorities) to.Add(" ["u8).Add(authorities).Add("n]"u8);
        if (message.UInt16(10) is > 0 and var more) to.Add(" ["u8).Add(more).Add("au]"u8);
        int at = HeaderSize;
        for (int i = 0; i < questions && at < message.Length; i++)
        {
            int end = SkipName(message, at);
            if (end < 0 || end + 4 > message.Length) return false;
            to.Add(" "u8);
            PutType(message.UInt16(end), to);
            int kind = message.UInt16(end + 2);
            if (isMulticast) to.Add((kind & TopBit) != 0 ? " (QU)"u8 : " (QM)"u8);
            PutClass(isMulticast ? kind & ~TopBit : kind, to);
            to.Add("? "u8);
            PutName(message, at, to);
            at = end + 4;
        }
        return true;
    }

    static bool PutAnswer(ReadOnlySpan<byte> message, bool isMulticast, Line to)
    {
        int flags = message.UInt16(2), questions = message.UInt16(4), answers = message.UInt16(6);
        to.Add(message.UInt16(0)).Add(Operation(flags)).Add(Outcome(flags)).Add((flags & Authoritative) != 0 ? "*"u8 : ""u8)
            .Add((flags & CanRecurse) != 0 ? ""u8 : "-"u8).Add((flags & Truncated) != 0 ? "|"u8 : ""u8).Add((flags & Authentic) != 0 ? "$"u8 : ""u8);
        if (questions != 1) to.Add(" ["u8).Add(questions).Add("q]"u8);
        to.Add(" "u8).Add(answers).Add("/"u8).Add(message.UInt16(8)).Add("/"u8).Add(message.UInt16(10));
        int at = HeaderSize;
        for (int i = 0; i < questions; i++)
        {
            if ((at = SkipName(message, at)) < 0) return false;
            at += 4;
        }
        for (int i = 0; i < answers; i++)
        {
            if (i > 0) to.Add(","u8);
            if ((at = DnsRecord.Put(message, at, isMulticast, to)) < 0) return false;
        }
        return true;
    }

    static ReadOnlySpan<byte> Operation(int flags) => (flags >> 11 & 15) switch
    {
        0 => ""u8, 1 => " inv_q"u8, 2 => " stat"u8, 4 => " notify"u8, 5 => " update"u8, _ => " op"u8,
    };

    static ReadOnlySpan<byte> Outcome(int flags) => (flags & 15) switch
    {
        0 => ""u8, 1 => " FormErr"u8, 2 => " ServFail"u8, 3 => " NXDomain"u8, 4 => " NotImp"u8, 5 => " Refused"u8, 6 => " YXDomain"u8, 7 => " YXRRSet"u8,
        8 => " NXRRSet"u8, 9 => " NotAuth"u8, 10 => " NotZone"u8, _ => " Resp"u8,
    };

    public static void PutType(ushort type, Line to)
    {
        var name = type switch
        {
            1 => "A"u8, 2 => "NS"u8, 5 => "CNAME"u8, 6 => "SOA"u8, 12 => "PTR"u8, 13 => "HINFO"u8, 15 => "MX"u8, 16 => "TXT"u8, 28 => "AAAA"u8, 33 => "SRV"u8,
            35 => "NAPTR"u8, 41 => "OPT"u8, 43 => "DS"u8, 46 => "RRSIG"u8, 47 => "NSEC"u8, 48 => "DNSKEY"u8,
            64 => "SVCB"u8, 65 => "HTTPS"u8, 252 => "AXFR"u8, 255 => "ANY"u8,
            _ => ""u8,
        };
        if (name.IsEmpty) to.Add("Type"u8).Add(type);
        else to.Add(name);
    }

    public static void PutClass(int number, Line to)
    {
        if (number == Internet) return;
        if (number is 3 or 4 or 255) to.Add(number == 3 ? " CHAOS"u8 : number == 4 ? " HS"u8 : " ANY"u8);
        else to.Add(" (Class "u8).Add(number).Add(")"u8);
    }

    /// <summary>Where a name ends that stands in a message, or -1.</summary>
    public static int SkipName(ReadOnlySpan<byte> message, int at)
    {
        while (at < message.Length)
        {
            byte size = message[at];
            if (size == 0) return at + 1;
            if (size >= 0xc0) return at + 2;
            at += 1 + size;
        }
        return -1;
    }

    /// <summary>A name, whose end may be elsewhere in the message.</summary>
    public static void PutName(ReadOnlySpan<byte> message, int at, Line to)
    {
        bool isRoot = true;
        for (int pointers = 0; at < message.Length && message[at] != 0;)
        {
            int size = message[at];
            if (size >= 0xc0)
            {
                if (at + 1 >= message.Length || ++pointers > MostPointers) break;
                at = message.UInt16(at) & 0x3fff;
                continue;
            }
            if (at + 1 + size > message.Length) break;
            to.Foreign(message.Slice(at + 1, size)).Add("."u8);
            isRoot = false;
            at += 1 + size;
        }
        if (isRoot) to.Add("."u8);
    }
}
