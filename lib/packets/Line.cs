using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;

namespace Packets;

/// <summary>A line of text in the making, as UTF-8: at 200,000 lines a second nothing of it is allocated twice.</summary>
public sealed class Line
{
    byte[] _text = new byte[1024];
    int _length;

    /// <summary>What was written; good until the next word is.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public override string ToString() => System.Text.Encoding.UTF8.GetString(Text);

    public Line Add(ReadOnlySpan<byte> words)
    {
        words.CopyTo(Room(words.Length));
        _length += words.Length;
        return this;
    }

    public Line Add(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out int size);
        _length += size;
        return this;
    }

    /// <summary>A number of so many digits, with zeros before it.</summary>
    public Line Digits(long number, int digits)
    {
        var room = Room(digits)[..digits];
        for (int i = digits - 1; i >= 0; i--, number /= 10)
            room[i] = (byte)('0' + number % 10);
        _length += digits;
        return this;
    }

    /// <summary>A number in hexadecimal, without its 0x, of so many digits at least.</summary>
    public Line Hex(uint number, int digits = 1)
    {
        while (digits < 8 && number >> (4 * digits) != 0)
            digits++;
        var room = Room(digits)[..digits];
        for (int i = digits - 1; i >= 0; i--, number >>= 4)
            room[i] = "0123456789abcdef"u8[(int)(number & 15)];
        _length += digits;
        return this;
    }

    /// <summary>Bytes one after the other in hexadecimal.</summary>
    public Line Hex(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            Hex(b, 2);
        return this;
    }

    /// <summary>02:00:00:00:00:01</summary>
    public Line Mac(ReadOnlySpan<byte> address)
    {
        for (int i = 0; i < address.Length; i++)
            (i == 0 ? this : Add(":"u8)).Hex(address[i], 2);
        return this;
    }

    /// <summary>An IPv4 or IPv6 address, by its 4 or 16 bytes.</summary>
    public Line Ip(ReadOnlySpan<byte> address)
    {
        if (address.Length == 4)
            return Add(address[0]).Add("."u8).Add(address[1]).Add("."u8).Add(address[2]).Add("."u8).Add(address[3]);
        new IPAddress(address).TryFormat(Room(64), out int size);
        _length += size;
        return this;
    }

    /// <summary>Text from a packet: what is no printable character is shown by its number, so that no packet commands the terminal.</summary>
    public Line Foreign(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
            if (b is >= 0x20 and < 0x7f)
                Add([b]);
            else
                Add("\\"u8).Digits(Convert.ToInt32(Convert.ToString(b, 8)), 3);
        return this;
    }

    /// <summary>tcpdump's mark for a packet that ends, or was cut off, before its protocol does.</summary>
    public Line CutOff(ReadOnlySpan<byte> protocol) => Add(" [|"u8).Add(protocol).Add("]"u8);

    Span<byte> Room(int size)
    {
        if (_text.Length - _length < size)
            Array.Resize(ref _text, 2 * (_text.Length + size));
        return _text.AsSpan(_length);
    }
}

/// <summary>Numbers in network byte order.</summary>
internal static class BigEndian
{
    public static ushort UInt16(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
    public static uint UInt32(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
