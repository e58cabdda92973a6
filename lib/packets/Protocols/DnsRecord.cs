namespace Packets.Protocols;

/// <summary>One answer to a question for a name.</summary>
internal static class DnsRecord
{
    const ushort A = 1, Ns = 2, Cname = 5, Ptr = 12, Mx = 15, Txt = 16, Aaaa = 28, Srv = 33, Opt = 41, CacheFlush = 0x8000;
    const int HeaderSize = 10;

    /// <summary>Puts the record at a place into words, and returns where the next one is; -1 when it ends too early.</summary>
    public static int Put(ReadOnlySpan<byte> message, int at, bool isMulticast, Line to)
    {
        if ((at = Dns.SkipName(message, at)) < 0 || at + HeaderSize > message.Length)
            return -1;
        ushort type = message.UInt16(at);
        int number = message.UInt16(at + 2), size = message.UInt16(at + 8);
        bool flushes = isMulticast && (number & CacheFlush) != 0;
        if (type != Opt) Dns.PutClass(flushes ? number & ~CacheFlush : number, to);
        if (flushes) to.Add(" (Cache flush)"u8);
        to.Add(" "u8);
        Dns.PutType(type, to);
        at += HeaderSize;
        if (at + size > message.Length)
            return -1;
        PutValue(type, message, at, size, to);
        return at + size;
    }

    static void PutValue(ushort type, ReadOnlySpan<byte> message, int at, int size, Line to)
    {
        switch (type)
        {
            case A when size == 4:
            case Aaaa when size == 16:
                to.Add(" "u8).Ip(message.Slice(at, size));
                break;
            case Ns or Cname or Ptr:
                to.Add(" "u8);
                Dns.PutName(message, at, to);
                break;
            case Mx when size > 2:
                to.Add(" "u8);
                Dns.PutName(message, at + 2, to);
                to.Add(" "u8).Add(message.UInt16(at));
                break;
            case Srv when size > 6:
                to.Add(" "u8);
                Dns.PutName(message, at + 6, to);
                to.Add(":"u8).Add(message.UInt16(at + 4)).Add(" "u8).Add(message.UInt16(at)).Add(" "u8).Add(message.UInt16(at + 2));
                break;
            case Txt:
                PutTexts(message.Slice(at, size), to);
                break;
        }
    }

    static void PutTexts(ReadOnlySpan<byte> texts, Line to)
    {
        while (!texts.IsEmpty && texts[0] < texts.Length)
        {
            to.Add(" \""u8).Foreign(texts.Slice(1, texts[0])).Add("\""u8);
            texts = texts[(1 + texts[0])..];
        }
    }
}
