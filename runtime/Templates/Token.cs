namespace Hull.Templates;

internal enum Symbol
{
    /// <summary>.Name</summary>
    Field,

    /// <summary>A point alone: all that the template is given, or what range or with has come to.</summary>
    Dot,

    /// <summary>$name; $ alone is what the template was given.</summary>
    Variable,
    Word,
    Literal,
    Open,
    Close,
    Pipe,
    Declare,
    Assign,
    Comma,
    End,
}

/// <summary>A word of what stands between {{ and }}.</summary>
/// <param name="Value">Of a literal.</param>
/// <param name="At">Where it begins in the template.</param>
/// <param name="IsApart">Whether there is a blank before it: "(a).B" takes a part of a, "(a) .B" are two things.</param>
internal readonly record struct Token(Symbol Symbol, string Text, object? Value, int At, bool IsApart);
