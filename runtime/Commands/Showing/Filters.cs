using System.CommandLine;

namespace Hull.Commands.Showing;

/// <summary>-f KEY=VALUE of a list: of several with one key one must hold, and of each key one. Labels must all hold.</summary>
/// <param name="what">What is listed, for messages.</param>
/// <param name="keys">Those that there are.</param>
internal sealed class Filters(string what, params IReadOnlyList<string> keys)
{
    readonly Option<string[]> _option = new("--filter", "-f")
    {
        HelpName = "KEY=VALUE", Description = $"Only those of which it holds: {string.Join(", ", keys)}.", Arity = ArgumentArity.OneOrMore,
    };

    public Option Option => _option;

    /// <summary>The same where -f means something else.</summary>
    public Filters WithoutLetter()
    {
        _option.Aliases.Remove("-f");
        return this;
    }

    /// <summary>What was asked for under each key.</summary>
    public ILookup<string, string> Read(ParseResult parsed) => (parsed.GetValue(_option) ?? []).Select(Parse).ToLookup(one => one.Key, one => one.Value);

    (string Key, string Value) Parse(string text) => text.Split('=', 2) switch
    {
        [var key, var value] when keys.Contains(key) => (key, value),
        [var key, _] => throw new HullException($"--filter {text}: {what} have no filter {key}; there are {string.Join(", ", keys)}", exitCode: 1),
        _ => throw new HullException($"--filter {text} is no KEY=VALUE", exitCode: 1),
    };

    /// <summary>Whether nothing was asked for under a key, or one of it holds.</summary>
    public static bool Holds(ILookup<string, string> asked, string key, Func<string, bool> test) => !asked.Contains(key) || asked[key].Any(test);

    /// <summary>label=NAME or label=NAME=VALUE, all of them.</summary>
    public static bool HaveLabels(ILookup<string, string> asked, IReadOnlyDictionary<string, string> labels, string key = "label") => asked[key].All(wish =>
        wish.Split('=', 2) is var parts && labels.TryGetValue(parts[0], out string? value) && (parts.Length == 1 || value == parts[1]));

    /// <summary>Reads a truth value as docker does.</summary>
    public static bool Truth(string key, string text) => text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new HullException($"--filter {key}={text}: it is true or false", exitCode: 1),
    };
}
