using System.Text.Encodings.Web;

namespace Cni;

/// <summary>
/// Escapes what JSON demands and nothing else. <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/> would do, but its first use fills a table
/// of all of Unicode, which takes a tenth of a plugin's time.
/// </summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    /// <summary>A control character becomes \u00XX.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (int i = 0; i < textLength; i++)
            if (WillEncode(text[i]))
                return i;
        return -1;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        string escaped = unicodeScalar < ' ' ? $"\\u00{unicodeScalar:x2}" : $"\\{(char)unicodeScalar}";
        numberOfCharactersWritten = escaped.TryCopyTo(new Span<char>(buffer, bufferLength)) ? escaped.Length : 0;
        return numberOfCharactersWritten > 0;
    }
}
