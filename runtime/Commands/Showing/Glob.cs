namespace Hull.Commands.Showing;

/// <summary>Patterns as Go's path.Match has them: * and ? stand for anything but a slash, [a-c] for one of these.</summary>
internal static class Glob
{
    public static bool Matches(string pattern, string text) => Matches(pattern.AsSpan(), text.AsSpan());

    static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
            return text.IsEmpty;
        switch (pattern[0])
        {
            case '*':
                for (int taken = 0; taken <= text.Length; taken++)
                {
                    if (Matches(pattern[1..], text[taken..])) return true;
                    if (taken < text.Length && text[taken] == '/') return false;
                }
                return false;
            case '?':
                return !text.IsEmpty && text[0] != '/' && Matches(pattern[1..], text[1..]);
            case '[' when pattern.IndexOf(']') is var end and > 1:
                return !text.IsEmpty && IsOneOf(pattern[1..end], text[0]) && Matches(pattern[(end + 1)..], text[1..]);
            case '\\' when pattern.Length > 1:
                return !text.IsEmpty && text[0] == pattern[1] && Matches(pattern[2..], text[1..]);
            default:
                return !text.IsEmpty && text[0] == pattern[0] && Matches(pattern[1..], text[1..]);
        }
    }

    static bool IsOneOf(ReadOnlySpan<char> set, char letter)
    {
        bool not = set[0] == '^', found = false;
        for (int at = not ? 1 : 0; at < set.Length; at++)
            if (at + 2 < set.Length && set[at + 1] == '-')
            {
                found |= letter >= set[at] && letter <= set[at + 2];
                at += 2;
            }
            else
                found |= letter == set[at];
        return found != not;
    }
}
