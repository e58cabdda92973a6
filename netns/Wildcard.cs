namespace Netctl;

/// <summary>Patterns with * and ?, as fnmatch(3) without its brackets.</summary>
internal static class Wildcard
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty) return text.IsEmpty;
        if (pattern[0] != '*') return !text.IsEmpty && (pattern[0] == '?' || pattern[0] == text[0]) && Matches(pattern[1..], text[1..]);
        for (int i = 0; i <= text.Length; i++)
            if (Matches(pattern[1..], text[i..]))
                return true;
        return false;
    }
}
