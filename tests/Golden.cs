using Xunit;

namespace Tests;

/// <summary>Compares bytes with a listing that people can review: a line holds bytes, then what they mean.</summary>
internal static class Golden
{
    /// <summary>
    /// In <paramref name="listing"/> two lower-case hexadecimal digits are a byte; the first word of a line that is anything else begins its comment.
    /// </summary>
    public static void Check(ReadOnlySpan<byte> actual, string listing)
    {
        int at = 0;
        foreach (string line in listing.Split('\n'))
        {
            var expected = Bytes(line);
            var found = actual.Slice(Math.Min(at, actual.Length), Math.Min(expected.Length, Math.Max(actual.Length - at, 0)));
            Assert.True(found.SequenceEqual(expected),
                $"byte {at} onwards should be{Environment.NewLine}  {line.Trim()}{Environment.NewLine}but is{Environment.NewLine}  {Spaced(found)}"
                + $"{Environment.NewLine}in{Environment.NewLine}  {Spaced(actual)}");
            at += expected.Length;
        }
        Assert.True(at == actual.Length, $"{actual.Length - at} bytes more than expected: {Spaced(actual[Math.Min(at, actual.Length)..])}");
    }

    static byte[] Bytes(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(IsByte).Select(word => Convert.ToByte(word, 16))];

    static bool IsByte(string word) => word.Length == 2 && word.All(char.IsAsciiHexDigitLower);

    static string Spaced(ReadOnlySpan<byte> bytes) => string.Join(' ', Convert.ToHexStringLower(bytes).Chunk(2).Select(pair => new string(pair)));
}
