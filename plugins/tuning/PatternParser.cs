using System.Globalization;

namespace Plugins.Tuning;

/// <summary>Reads a pattern from left to right.</summary>
internal sealed class PatternParser(string text)
{
    const int MostRepeats = 1000, Deepest = 100;

    int _at, _depth;
    bool _ignoresCase;

    bool IsOver => _at == text.Length;

    public PatternNode Parse()
    {
        var all = Alternatives();
        return IsOver ? all : throw new PatternException("unexpected )");
    }

    bool Skip(string expected)
    {
        if (!text.AsSpan(_at).StartsWith(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    char Take(string missing) => IsOver ? throw new PatternException(missing) : text[_at++];

    PatternNode Alternatives()
    {
        var ways = new List<PatternNode> { Concatenation() };
        while (Skip("|"))
            ways.Add(Concatenation());
        return ways.Count == 1 ? ways[0] : new OneOf(ways);
    }

    InTurn Concatenation()
    {
        var parts = new List<PatternNode>();
        while (!IsOver && text[_at] is not ('|' or ')'))
            parts.Add(Repeatable());
        return new InTurn(parts);
    }

    PatternNode Repeatable()
    {
        var once = One();
        if (Repeats() is not var (least, most) || once is null)
            return once ?? throw new PatternException("missing argument to repetition operator");
        Skip("?");   // the fewest rather than the most is the same to a yes or no
        return Repeats() is null ? new Repeated(once, least, most) : throw new PatternException("invalid nested repetition operator");
    }

    // Null where nothing is repeated.
    (int Least, int? Most)? Repeats() =>
        Skip("*") ? (0, null) : Skip("+") ? (1, null) : Skip("?") ? (0, 1) : !IsOver && text[_at] == '{' ? Counted() : null;

    // What only looks like {2,5} stands for itself.
    (int, int?)? Counted()
    {
        int end = text.IndexOf('}', _at);
        if (end < 0)
            return null;
        string[] counts = text[(_at + 1)..end].Split(',');
        if (counts.Length > 2 || Number(counts[0]) is not { } least || counts.Length == 2 && counts[1] != "" && Number(counts[1]) is null)
            return null;
        int? most = counts.Length == 1 ? least : Number(counts[1]);
        _at = end + 1;
        return least <= MostRepeats && (most ?? least) is var last && last >= least && last <= MostRepeats
            ? (least, most)
            : throw new PatternException("invalid repeat count");
    }

    static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    // Null where there is none, but something that repeats it.
    PatternNode? One()
    {
        if (text[_at] is '*' or '+' or '?')
            return null;
        char c = text[_at++];
        return c switch
        {
            '(' => Group(),
            '[' => new OneCharacter(Bracketed()),
            '.' => new OneCharacter(new CharacterSet { IsNegated = true }.With('\n', '\n')),
            '^' => new AtPlace(Place.Start),
            '$' => new AtPlace(Place.End),
            '\\' => Escaped(),
            _ => new OneCharacter(CharacterSet.Of(c, _ignoresCase)),
        };
    }

    PatternNode Group()
    {
        if (++_depth > Deepest)
            throw new PatternException("it nests too deeply");
        bool outside = _ignoresCase;
        if (Skip("?P<") || Skip("?<"))
            _at = text.IndexOf('>', _at) is var end and >= 0 ? end + 1 : throw new PatternException("invalid named capture");
        else if (Skip("?") && !Flags())
            return new InTurn([]);   // flags alone are for the rest of what they are in
        var inside = Alternatives();
        if (!Skip(")"))
            throw new PatternException("missing closing )");
        _ignoresCase = outside;
        _depth--;
        return inside;
    }

    // True when a group follows. Only i is of consequence: there are no lines in a key.
    bool Flags()
    {
        bool value = true;
        while (true)
            switch (Take("missing closing )"))
            {
                case 'i': _ignoresCase = value; break;
                case 'm' or 's' or 'U': break;
                case '-' when value: value = false; break;
                case ':': return true;
                case ')':
                    _depth--;
                    return false;
                default: throw new PatternException("invalid or unsupported Perl syntax");
            }
    }

    PatternNode Escaped()
    {
        char c = Take("trailing backslash at end of expression");
        return c switch
        {
            'A' => new AtPlace(Place.Start),
            'z' => new AtPlace(Place.End),
            'b' => new AtPlace(Place.WordEdge),
            'B' => new AtPlace(Place.NotWordEdge),
            'd' or 's' or 'w' or 'D' or 'S' or 'W' => new OneCharacter(new CharacterSet().WithClass(c)),
            _ => new OneCharacter(CharacterSet.Of(Character(c), _ignoresCase)),
        };
    }

    // What a backslash and this character stand for.
    char Character(char c) => c switch
    {
        'a' => '\a', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v',
        'x' when _at + 2 <= text.Length && ushort.TryParse(text.AsSpan(_at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code) => Coded(code),
        _ when char.IsAsciiLetterOrDigit(c) => throw new PatternException($"\\{c} is not understood here"),
        _ => c,
    };

    char Coded(ushort code)
    {
        _at += 2;
        return (char)code;
    }

    CharacterSet Bracketed()
    {
        const string Missing = "missing closing ]";
        bool isNegated = Skip("^");
        var set = new CharacterSet { IgnoresCase = _ignoresCase, IsNegated = isNegated };
        for (bool isFirst = true; isFirst || !Skip("]"); isFirst = false)
        {
            if (Skip("[:"))
            {
                AddNamed(set);
                continue;
            }
            char first = Take(Missing);
            if (first == '\\' && !IsOver && text[_at] is 'd' or 's' or 'w' or 'D' or 'S' or 'W')
            {
                set.WithClass(text[_at++]);
                continue;
            }
            first = Unescaped(first, Missing);
            char last = first;
            if (_at + 1 < text.Length && text[_at] == '-' && text[_at + 1] != ']')
            {
                _at++;
                last = Unescaped(Take(Missing), Missing);
            }
            if (last < first)
                throw new PatternException($"invalid character class range {first}-{last}");
            set.With(first, last);
        }
        return set;
    }

    char Unescaped(char c, string missing) => c == '\\' ? Character(Take(missing)) : c;

    void AddNamed(CharacterSet set)
    {
        int end = text.IndexOf(":]", _at, StringComparison.Ordinal);
        string name = end < 0 ? "" : text[_at..end];
        if (!set.TryAddNamed(name))
            throw new PatternException($"there is no class of characters [:{name}:]");
        _at = end + 2;
    }
}
