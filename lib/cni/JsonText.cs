using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cni;

/// <summary>
/// JSON as runtimes and plugins send it. Text that is no Unicode is read as Go's decoder reads it, with U+FFFD in its place, so that no later
/// look at a member can fail; what is no JSON is told in a sentence about the text, not about the reader of it.
/// </summary>
internal static class JsonText
{
    // Deep enough for any configuration; a writer of .NET's goes down to 1000.
    const int Deepest = 500;

    /// <exception cref="JsonException">What is wrong, and where.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        var unicode = Unicode(text);
        try
        {
            return JsonDocument.Parse(unicode, new() { MaxDepth = Deepest }).RootElement;
        }
        catch (JsonException e)
        {
            throw new JsonException(Sentence(unicode.Span, e.LineNumber ?? 0, e.BytePositionInLine ?? 0));
        }
    }

    static string Sentence(ReadOnlySpan<byte> text, long line, long column)
    {
        var rest = text;
        for (long i = 0; i < line && rest.IndexOf((byte)'\n') is var end and >= 0; i++)
            rest = rest[(end + 1)..];
        rest = rest[(int)Math.Min(column, rest.Length)..];
        if (rest.IsEmpty)
            return "unexpected end of JSON input";
        Rune.DecodeFromUtf8(rest, out var found, out _);
        string what = found.Value is '[' or '{' ? ", or more than " + Deepest.ToString() + " levels deep" : "";
        string shown = Rune.IsControl(found) ? "U+" + found.Value.ToString("X4") : "'" + found.ToString() + "'";
        return "invalid character " + shown + " in line " + (line + 1).ToString() + ", byte " + (column + 1).ToString() + what;
    }

    static ReadOnlyMemory<byte> Unicode(ReadOnlyMemory<byte> text)
    {
        if (!Utf8.IsValid(text.Span))
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        return text.Span.IndexOf("\\ud"u8) < 0 && text.Span.IndexOf("\\uD"u8) < 0 ? text : WithoutHalfPairs(text.ToArray());
    }

    // A \ud83d needs a \ude00 behind it, and none of these stands alone.
    static byte[] WithoutHalfPairs(byte[] text)
    {
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] != '\\')
                continue;
            if (IsEscape(text, i, "89AB") && IsEscape(text, i + 6, "CDEF"))
                i += 11;
            else if (IsEscape(text, i, "89ABCDEF"))
                "fffd"u8.CopyTo(text.AsSpan(i + 2));
            else
                i++;   // whatever is escaped, be it a backslash
        }
        return text;
    }

    static bool IsEscape(byte[] text, int at, string third) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && text[at + 2] is (byte)'d' or (byte)'D'
        && third.Contains(char.ToUpperInvariant((char)text[at + 3])) && char.IsAsciiHexDigit((char)text[at + 4]) && char.IsAsciiHexDigit((char)text[at + 5]);
}
