using System.Buffers.Binary;
using System.Text;

namespace Hull.Archives;

/// <summary>A tar's header, 512 bytes (POSIX.1-2001, pax, "ustar Interchange Format"; GNU tar's tar.h for its own).</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public const int Size = 512;

    // GNU's old header of a file with holes: four pieces in the header, 21 in each block that follows it.
    public const int PiecesAt = 386, PiecesInHeader = 4, PiecesInBlock = 21, MoreBlocksAt = 482, MoreBlocksInBlockAt = 504;

    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly ReadOnlySpan<byte> _block = block;

    public char Type => (char)_block[156];
    public string LinkName => Text(_block.Slice(157, 100));
    public long Length => Number(124, 12, "size");
    public uint Mode => (uint)Number(100, 8, "mode") & 0xfff;
    public uint User => Id(108, "user");
    public uint Group => Id(116, "group");
    public long Modified => Number(136, 12, "time");
    public uint Major => Id(329, "device number");
    public uint Minor => Id(337, "device number");
    public long RealLength => Number(483, 12, "size");

    bool IsPosix => _block.Slice(257, 6).SequenceEqual("ustar\0"u8);

    public string Name
    {
        get
        {
            string name = Text(_block[..100]);
            return IsPosix && Text(_block.Slice(345, 155)) is { Length: > 0 } prefix ? $"{prefix}/{name}" : name;
        }
    }

    /// <summary>Refuses what is no header: the sum of its bytes, the sum's own field taken as blanks, must be what that field says.</summary>
    public void Verify()
    {
        long unsigned = 0, signed = 0;
        for (int i = 0; i < Size; i++)
        {
            byte value = i is >= 148 and < 156 ? (byte)' ' : _block[i];
            unsigned += value;
            signed += (sbyte)value;   // as some old tars counted
        }
        if (Number(148, 8, "checksum") is var sum && sum != unsigned && sum != signed)
            throw new ArchiveException("it is no tar, or damaged: a header's checksum is wrong");
    }

    /// <summary>The text up to a zero byte, which must be UTF-8: so are the names of files here.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        try
        {
            return s_strict.GetString(end < 0 ? field : field[..end]);
        }
        catch (DecoderFallbackException)
        {
            throw new ArchiveException($"the name {Encoding.Latin1.GetString(field).TrimEnd('\0')} is not in UTF-8");
        }
    }

    // GNU's pieces are pairs of numbers, of 12 bytes each.
    public static long PieceNumber(ReadOnlySpan<byte> block, int at) => new TarHeader(block).Number(at, 12, "piece of a file");

    uint Id(int at, string what) => Number(at, 8, what) is var id and >= 0 and <= uint.MaxValue
        ? (uint)id
        : throw new ArchiveException($"a header's {what} is out of range");

    // Octal digits between blanks or zeros; or, with the highest bit set, a number as it is (GNU's and star's way for large ones).
    long Number(int at, int size, string what)
    {
        var field = _block.Slice(at, size);
        if ((field[0] & 0x80) != 0)
            return Binary(field, what);
        long value = 0;
        var digits = field.Trim(" \0"u8);
        int end = digits.IndexOfAny((byte)' ', (byte)0);
        foreach (byte digit in end < 0 ? digits : digits[..end])
            value = digit is >= (byte)'0' and <= (byte)'7'
                ? value * 8 + (digit - '0')
                : throw new ArchiveException($"it is no tar, or damaged: a header's {what} is no number");
        return value;
    }

    static long Binary(ReadOnlySpan<byte> field, string what)
    {
        long value = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
        bool negative = field[0] == 0xff;
        if (field.Length == 8)
            value = negative ? value : value & long.MaxValue;
        else if (field[1..^8].IndexOfAnyExcept(negative ? (byte)0xff : (byte)0) >= 0)
            throw new ArchiveException($"a header's {what} is out of range");
        return negative == value < 0 ? value : throw new ArchiveException($"a header's {what} is out of range");
    }
}
