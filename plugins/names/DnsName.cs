namespace Plugins.Names;

/// <summary>Names as resolvers take them: labels of up to 63 letters, digits, - and _, with dots between them, 253 characters at most.</summary>
internal static class DnsName
{
    const int LongestName = 253, LongestLabel = 63;

    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > LongestName)
            return false;
        foreach (var label in name.AsSpan().Split('.'))
            if (!IsLabel(name.AsSpan()[label]))
                return false;
        return true;
    }

    static bool IsLabel(ReadOnlySpan<char> label)
    {
        foreach (char c in label)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        return label.Length is > 0 and <= LongestLabel;
    }
}
