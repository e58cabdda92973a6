using System.Globalization;
using System.Numerics;

namespace Netctl;

/// <summary>
/// The words of a command line in the manner of iproute2, read from left to right: <c>while (words.Any) if (words.Take("mtu")) mtu = words.Number&lt;uint&gt;(); else …</c>
/// What is wrong ends netctl with exit code 255 and a sentence that says what would be right.
/// </summary>
internal sealed class Words(IReadOnlyList<string> words)
{
    readonly List<string> _expected = [];   // the keywords that the next word has been held against
    string _keyword = "";
    int _next;

    public bool Any => _next < words.Count;

    /// <summary>The next word, without taking it; "" at the end.</summary>
    public string Peek => Any ? words[_next] : "";

    /// <summary>The keyword taken last, as it is spelt in full.</summary>
    public string Keyword => _keyword;

    /// <summary>Takes the next word if it is this keyword, or an alias of it.</summary>
    public bool Take(string keyword, params ReadOnlySpan<string> aliases)
    {
        _expected.Add(keyword);
        return Any && (Peek == keyword || aliases.Contains(Peek)) && Taken(keyword);
    }

    /// <summary>Takes the next word if it is the beginning of this keyword, at least so many letters of it. Which keywords may be shortened is as in ip.</summary>
    public bool TakeShort(string keyword, int least = 1)
    {
        _expected.Add(keyword);
        return Peek.Length >= least && keyword.StartsWith(Peek, StringComparison.Ordinal) && Taken(keyword);
    }

    bool Taken(string keyword)
    {
        _keyword = keyword;
        _next++;
        _expected.Clear();
        return true;
    }

    /// <summary>The word that must follow, called <paramref name="what"/> when it is missing; after a keyword, that keyword's value.</summary>
    public string Value(string? what = null)
    {
        if (!Any) throw Wrong(_keyword == "" ? $"the {what ?? "name"} is missing" : $"after \"{_keyword}\" its value is missing");
        _expected.Clear();
        return words[_next++];
    }

    /// <summary>A whole number: decimal, 0x hexadecimal or 0 octal, as strtoul(3) reads it.</summary>
    public T Number<T>(T? most = null) where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => NumberIn(Value(), most);

    /// <summary>The same of a word that has been taken already.</summary>
    public T NumberIn<T>(string word, T? most = null) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T largest = most ?? T.MaxValue;
        return TryNumber(word, out T number) && number <= largest
            ? number
            : throw Wrong($"\"{_keyword}\" takes a number from {T.MinValue} to {largest}, and \"{word}\" is none");
    }

    /// <summary>Whether a word is such a number.</summary>
    public static bool TryNumber<T>(string word, out T number) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var culture = CultureInfo.InvariantCulture;
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return T.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, culture, out number);
        if (word.Length < 2 || word[0] != '0')
            return T.TryParse(word, NumberStyles.AllowLeadingSign, culture, out number);
        number = T.Zero;
        foreach (char digit in word.AsSpan(1))
        {
            if (digit is < '0' or > '7' || number > T.MaxValue >> 3) return false;
            number = (number << 3) | T.CreateTruncating(digit - '0');
        }
        return true;
    }

    public bool OnOff() => Value() switch
    {
        "on" => true,
        "off" => false,
        var other => throw Wrong($"\"{_keyword}\" is \"on\" or \"off\", not \"{other}\""),
    };

    /// <summary>One of some words, and what each of them means.</summary>
    public T OneOf<T>(params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        string word = Value();
        foreach (var (choice, meaning) in choices)
            if (choice == word)
                return meaning;
        var known = new List<string>();
        foreach (var (choice, _) in choices) known.Add(choice);
        throw Wrong($"\"{_keyword}\" is one of {string.Join(", ", known)}, not \"{word}\"");
    }

    /// <summary>The name of a link, after <c>dev</c> or bare. A second one is one too many; so call it last, after every keyword.</summary>
    public string Device(string? already = null)
    {
        if (Peek == "dev")
        {
            Taken("dev");
        }
        else if (already is not null)
        {
            throw NotUnderstood();
        }
        string name = Value("name of a link");
        return already is null ? name : throw Wrong($"\"{already}\" is the link already, and \"{name}\" would be a second one");
    }

    /// <summary>What to throw when the next word is none of those that were looked for.</summary>
    public CommandFailure NotUnderstood() => Any
        ? Wrong($"\"{Peek}\" is not understood here" + (_expected.Count == 0 ? "" : $": expected {(_expected.Count == 1 ? "" : "one of ")}{string.Join(", ", _expected)}"))
        : Wrong($"the command line ends too early: expected {string.Join(", ", _expected)}");

    /// <summary>Ends netctl unless all words have been taken.</summary>
    public void End()
    {
        if (Any) throw NotUnderstood();
    }

    /// <summary>A command line that cannot be understood, whatever the kernel thinks.</summary>
    public static CommandFailure Wrong(string sentence) => new(ExitCode.Usage, $"{sentence}.");
}
