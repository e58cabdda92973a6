using System.Text;

namespace Netfilter.Iptables;

/// <summary>Words of iptables' lines: what is not plain stands in quotes, with a backslash before quotes and backslashes.</summary>
internal static class Words
{
    /// <summary>As iptables-save writes a text.</summary>
    public static string Quoted(string text) => OneLine(text) is { Length: > 0 } line && line.All(IsPlain) ? line : $"\"{Escape(text)}\"";

    /// <summary>As somebody types an argument.</summary>
    public static string Argument(string word) =>
        OneLine(word) is { Length: > 0 } line && line.All(c => IsPlain(c) || "!./:,[]+=".Contains(c)) ? line : $"\"{Escape(word)}\"";

    /// <summary>A link's name, which has no blanks.</summary>
    public static string LinkName(string name) => OneLine(name).AsSpan().IndexOfAny("\"'\\ ") < 0 ? name : $"\"{Escape(name)}\"";

    static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    static string OneLine(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1f')
        ? throw new ArgumentException($"a rule of iptables is one line, which \"{Escape(text)}\" is not")
        : text;

    static string Escape(string word)
    {
        var escaped = new StringBuilder(word.Length);
        foreach (char c in word)
            (c is '"' or '\\' or '\'' ? escaped.Append('\\') : escaped).Append(char.IsControl(c) ? '?' : c);
        return escaped.ToString();
    }

    public static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false, begun = false;
        for (int i = 0; i < line.Length; i++)
            switch (line[i])
            {
                case '\\' when i + 1 < line.Length: word.Append(line[++i]); break;
                case '"': quoted = !quoted; begun = true; break;
                case ' ' when !quoted:
                    if (begun || word.Length > 0) words.Add(word.ToString());
                    word.Clear();
                    begun = false;
                    break;
                default: word.Append(line[i]); break;
            }
        if (begun || word.Length > 0) words.Add(word.ToString());
        return words;
    }
}
