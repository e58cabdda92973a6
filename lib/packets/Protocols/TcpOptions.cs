namespace Packets.Protocols;

/// <summary>What TCP's two sides agree upon beside the header proper.</summary>
internal static class TcpOptions
{
    const byte End = 0, Nop = 1, Mss = 2, WindowScale = 3, SackPermitted = 4, Sack = 5, Timestamp = 8, FastOpen = 34;

    /// <param name="captured">As much as was captured of them.</param>
    /// <param name="length">How long they are.</param>
    /// <param name="sackOffset">What to take off the numbers of blocks received.</param>
    public static void Describe(ReadOnlySpan<byte> captured, int length, uint sackOffset, Line to)
    {
        to.Add(", options ["u8);
        var rest = captured;
        bool isFirst = true;
        while (!rest.IsEmpty)
        {
            if (!isFirst) to.Add(","u8);
            isFirst = false;
            byte kind = rest[0];
            if (kind is End or Nop)
            {
                to.Add(kind == End ? "eol"u8 : "nop"u8);
                if (kind == End) break;
                rest = rest[1..];
                continue;
            }
            if (rest.Length < 2 || rest[1] < 2 || rest[1] > rest.Length)
            {
                to.CutOff("tcp"u8);
                break;
            }
            PutOption(kind, rest[2..rest[1]], sackOffset, to);
            rest = rest[rest[1]..];
        }
        if (captured.Length < length && rest.IsEmpty) to.CutOff("tcp"u8);
        to.Add("]"u8);
    }

    static void PutOption(byte kind, ReadOnlySpan<byte> value, uint sackOffset, Line to)
    {
        switch (kind, value.Length)
        {
            case (Mss, 2): to.Add("mss "u8).Add(value.UInt16(0)); break;
            case (WindowScale, 1): to.Add("wscale "u8).Add(value[0]); break;
            case (SackPermitted, 0): to.Add("sackOK"u8); break;
            case (Timestamp, 8): to.Add("TS val "u8).Add(value.UInt32(0)).Add(" ecr "u8).Add(value.UInt32(4)); break;
            case (FastOpen, 0): to.Add("tfo  cookiereq"u8); break;
            case (FastOpen, _): to.Add("tfo  cookie "u8).Hex(value); break;
            case (Sack, 8 or 16 or 24 or 32): PutBlocks(value, sackOffset, to); break;
            default:
                to.Add("unknown-"u8).Add(kind);
                if (!value.IsEmpty) to.Add(" 0x"u8).Hex(value);
                break;
        }
    }

    static void PutBlocks(ReadOnlySpan<byte> blocks, uint offset, Line to)
    {
        to.Add("sack "u8).Add(blocks.Length / 8).Add(" "u8);
        for (; !blocks.IsEmpty; blocks = blocks[8..])
            to.Add("{"u8).Add(blocks.UInt32(0) - offset).Add(":"u8).Add(blocks.UInt32(4) - offset).Add("}"u8);
    }
}
