namespace Plugins.Tuning;

/// <summary>Some characters, as ranges; or all but these.</summary>
internal sealed class CharacterSet
{
    readonly List<(char First, char Last)> _ranges = [];

    /// <summary>All others are meant.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Upper and lower case are the same.</summary>
    public bool IgnoresCase { get; init; }

    public static CharacterSet Of(char one, bool ignoresCase) => new CharacterSet { IgnoresCase = ignoresCase }.With(one, one);

    public CharacterSet With(char first, char last)
    {
        _ranges.Add((first, last));
        return this;
    }

    /// <summary>Adds those of a class: d, s or w, or, in capitals, all but those.</summary>
    public CharacterSet WithClass(char letter) => letter switch
    {
        'd' => With("09"),
        's' => With("\t\n\f\r  "),
        'w' => With("09AZ__az"),
        'D' => With("\0/:\uffff"),
        'S' => With("\0\b\v\v\u000e\u001f!\uffff"),
        _ => With("\0/:@[^``{\uffff"),
    };

    /// <summary>Adds those of a class of POSIX, such as <c>alpha</c>; false when there is none of that name.</summary>
    public bool TryAddNamed(string name)
    {
        string? ranges = name switch
        {
            "alnum" => "09AZaz", "alpha" => "AZaz", "ascii" => "\0\u007f", "blank" => "\t\t  ", "cntrl" => "\0\u001f\u007f\u007f", "digit" => "09", "graph" => "!~",
            "lower" => "az", "print" => " ~", "punct" => "!/:@[`{~", "space" => "\t\r  ", "upper" => "AZ", "word" => "09AZ__az", "xdigit" => "09AFaf", _ => null,
        };
        if (ranges is not null)
            With(ranges);
        return ranges is not null;
    }

    // Each two characters are a range.
    CharacterSet With(string ranges)
    {
        for (int i = 0; i < ranges.Length; i += 2)
            With(ranges[i], ranges[i + 1]);
        return this;
    }

    public bool Has(char c) =>
        (InRanges(c) || IgnoresCase && (InRanges(char.ToLowerInvariant(c)) || InRanges(char.ToUpperInvariant(c)))) != IsNegated;

    bool InRanges(char c)
    {
        foreach (var (first, last) in _ranges)
            if (c >= first && c <= last)
                return true;
        return false;
    }
}
