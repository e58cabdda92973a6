using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Netfilter.Nft.Listing;

/// <summary>Values as nft writes them, by their types.</summary>
internal sealed class ValueText(Func<uint, string> linkName)
{
    /// <summary>A value of several parts, each on a 4-byte boundary.</summary>
    public string Of(DataType[] types, ReadOnlySpan<byte> bytes)
    {
        if (types.Length == 1) return Of(types[0], bytes);
        var parts = new List<string>();
        foreach (var type in types)
        {
            parts.Add(Of(type, bytes[..type.Size]));
            bytes = bytes[Math.Min(DataType.Padded(type.Size), bytes.Length)..];
        }
        return string.Join(" . ", parts);
    }

    public string Of(DataType type, ReadOnlySpan<byte> bytes) => type.Number switch
    {
        7 when bytes.Length == 4 => $"{new IPAddress(bytes)}",
        8 when bytes.Length == 16 => $"{new IPAddress(bytes)}",
        9 => string.Join(':', bytes.ToArray().Select(b => b.ToString("x2"))),
        41 => Name(bytes),
        20 => $"\"{linkName((uint)Number(type, bytes))}\"",
        18 => Duration.Text(Number(type, bytes)),
        19 => $"0x{Number(type, bytes):x8}",
        _ => OfNumber(type, Number(type, bytes)),
    };

    static string OfNumber(DataType type, ulong value)
    {
        if (KnownTypes.IsBits(type)) return Bits(type, value);
        if (Symbols.Find(type, value) is { } word) return word;
        return type.Number is 10 or 36 ? $"0x{value:x2}" : $"{value}";
    }

    static string Bits(DataType type, ulong value)
    {
        var words = new List<string>();
        foreach (var (bit, word) in Symbols.Of(type))
            if ((value & bit) != 0)
            {
                words.Add(word);
                value &= ~bit;
            }
        if (value != 0 || words.Count == 0) words.Add($"0x{value:x}");
        return string.Join(',', words);
    }

    // With its zero it is a whole name, without one the beginning of some.
    static string Name(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)0) is var end and >= 0
        ? $"\"{Encoding.UTF8.GetString(bytes[..end])}\""
        : $"\"{Encoding.UTF8.GetString(bytes)}*\"";

    public static ulong Number(DataType type, ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[8];
        whole.Clear();
        int length = Math.Min(bytes.Length, whole.Length);
        if (KnownTypes.IsHostOrder(type))
        {
            bytes[..length].CopyTo(whole);
            return BinaryPrimitives.ReadUInt64LittleEndian(whole);
        }
        bytes[..length].CopyTo(whole[(whole.Length - length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(whole);
    }

    /// <summary>A prefix of an address, by the bits of it that count; null when the mask is none of a prefix.</summary>
    public static int? PrefixOf(ReadOnlySpan<byte> mask)
    {
        int bits = 0;
        foreach (byte b in mask)
            for (int bit = 7; bit >= 0; bit--)
                if ((b >> bit & 1) == 1)
                    bits++;
        for (int i = 0; i < mask.Length; i++)
            if (mask[i] != (byte)(0xff00 >> Math.Clamp(bits - 8 * i, 0, 8)))
                return null;
        return bits;
    }
}
