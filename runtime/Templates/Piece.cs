namespace Hull.Templates;

/// <summary>A part of a template: text as it is, or what stands between {{ and }}.</summary>
/// <param name="At">Where it begins, the first character being 1.</param>
internal readonly record struct Piece(bool IsAction, string Text, int At)
{
    const string Opens = "{{", Closes = "}}";

    /// <summary>Takes a template apart. "{{- " takes the blanks before it away, " -}}" those after it; a comment is nothing.</summary>
    public static IReadOnlyList<Piece> Split(string template)
    {
        var pieces = new List<Piece>();
        bool trims = false;
        for (int at = 0; at < template.Length;)
        {
            int open = template.IndexOf(Opens, at, StringComparison.Ordinal);
            string text = Unescape(open < 0 ? template[at..] : template[at..open]);
            if (trims) text = text.TrimStart();
            if (open < 0)
            {
                Add(pieces, text, at);
                break;
            }
            int end = EndOf(template, open);
            string inside = template[(open + 2)..end];
            if (inside.StartsWith("- ", StringComparison.Ordinal) || inside == "-")
                (text, inside) = (text.TrimEnd(), inside[1..]);
            trims = inside.EndsWith(" -", StringComparison.Ordinal);
            if (trims) inside = inside[..^1];
            Add(pieces, text, at);
            if (!inside.Trim().StartsWith("/*", StringComparison.Ordinal))
                pieces.Add(new(true, inside, open + 1));
            at = end + Closes.Length;
        }
        return pieces;
    }

    static void Add(List<Piece> pieces, string text, int at)
    {
        if (text != "") pieces.Add(new(false, text, at + 1));
    }

    // A shell passes \t and \n as they are typed.
    static string Unescape(string text) => text.Contains('\\') ? text.Replace("\\t", "\t").Replace("\\n", "\n") : text;

    // The }} that is in no string.
    static int EndOf(string template, int open)
    {
        char quote = '\0';
        for (int at = open + 2; at < template.Length; at++)
            if (quote != '\0')
            {
                if (template[at] == '\\' && quote == '"') at++;
                else if (template[at] == quote) quote = '\0';
            }
            else if (template[at] is '"' or '`')
                quote = template[at];
            else if (template[at] == '}' && at + 1 < template.Length && template[at + 1] == '}')
                return at;
        throw new TemplateException($"what begins at character {open + 1}, {Words.Short(template[open..])}, is not closed by }}}}");
    }
}
