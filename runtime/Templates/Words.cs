using System.Globalization;
using System.Text;

namespace Hull.Templates;

/// <summary>The words of what stands between {{ and }}.</summary>
internal static class Words
{
    public static IReadOnlyList<Token> Of(Piece action)
    {
        var tokens = new List<Token>();
        string text = action.Text;
        bool apart = false;
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                (apart, at) = (true, at + 1);
                continue;
            }
            var (token, length) = Next(text, at, action.At + 2 + at, apart);
            tokens.Add(token);
            (apart, at) = (false, at + length);
        }
        tokens.Add(new(Symbol.End, "", null, action.At, true));
        return tokens;
    }

    static (Token, int) Next(string text, int at, int place, bool apart)
    {
        Token Of(Symbol symbol, string word, object? value = null) => new(symbol, word, value, place, apart);
        switch (text[at])
        {
            case '(': return (Of(Symbol.Open, "("), 1);
            case ')': return (Of(Symbol.Close, ")"), 1);
            case '|': return (Of(Symbol.Pipe, "|"), 1);
            case ',': return (Of(Symbol.Comma, ","), 1);
            case '=': return (Of(Symbol.Assign, "="), 1);
            case ':' when at + 1 < text.Length && text[at + 1] == '=': return (Of(Symbol.Declare, ":="), 2);
            case '"' or '`': return Literal(text, at, place, apart);
            case '$': return (Of(Symbol.Variable, "$" + Name(text, at + 1)), 1 + Name(text, at + 1).Length);
            case '.' when Name(text, at + 1) is { Length: > 0 } name: return (Of(Symbol.Field, name), 1 + name.Length);
            case '.' when !IsDigitAt(text, at + 1): return (Of(Symbol.Dot, "."), 1);
        }
        if (char.IsAsciiDigit(text[at]) || text[at] is '-' or '+' or '.' && IsDigitAt(text, at + 1))
            return Number(text, at, place, apart);
        return Name(text, at) is { Length: > 0 } word
            ? (Of(Symbol.Word, word), word.Length)
            : throw new TemplateException($"\"{text[at]}\" at character {place} of the template is nothing that a template knows");
    }

    static bool IsDigitAt(string text, int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    static string Name(string text, int at)
    {
        int end = at;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] == '_' || end > at && char.IsDigit(text[end]))) end++;
        return text[at..end];
    }

    static (Token, int) Number(string text, int at, int place, bool apart)
    {
        int end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '.')) end++;
        string word = text[at..end];
        object value = long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? (object)whole
            : double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw new TemplateException($"{word} at character {place} is no number");
        return (new(Symbol.Literal, word, value, place, apart), end - at);
    }

    static (Token, int) Literal(string text, int at, int place, bool apart)
    {
        var value = new StringBuilder();
        int end = at + 1;
        for (; end < text.Length && text[end] != text[at]; end++)
            if (text[end] == '\\' && text[at] == '"' && end + 1 < text.Length)
                value.Append(text[++end] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other });
            else
                value.Append(text[end]);
        if (end == text.Length)
            throw new TemplateException($"the string that begins at character {place} is not closed by {text[at]}");
        return (new(Symbol.Literal, text[at..(end + 1)], value.ToString(), place, apart), end + 1 - at);
    }

    /// <summary>The beginning of a text, for a message.</summary>
    public static string Short(string text) => text.Length <= 30 ? text : text[..29] + "…";
}
