using System.Text;
using System.Text.Json.Nodes;

namespace Hull.Templates;

/// <summary>What a template can call: Go's own functions, and docker's. A wrong argument is an <see cref="ArgumentException"/> that says so.</summary>
internal static class Functions
{
    static readonly Dictionary<string, (int Least, int Most, Func<object?[], object?> Work)> s_all = new()
    {
        ["json"] = (1, 1, args => GoText.Json(args[0])),
        ["join"] = (2, 2, args => string.Join(Text(args[1]), List(args[0], "join").Select(item => GoText.Of(Evaluator.Value(item))))),
        ["split"] = (2, 2, args => Texts(Text(args[0]).Split(Text(args[1])))),
        ["lower"] = (1, 1, args => Text(args[0]).ToLowerInvariant()),
        ["upper"] = (1, 1, args => Text(args[0]).ToUpperInvariant()),
        ["title"] = (1, 1, args => Title(Text(args[0]))),
        ["truncate"] = (2, 2, args => Text(args[0]) is var text && Whole(args[1]) is var length && text.Length > length ? text[..(int)length] : text),
        ["pad"] = (3, 3, args => Text(args[0]) is { Length: > 0 } text ? $"{Blanks(args[1])}{text}{Blanks(args[2])}" : ""),
        ["len"] = (1, 1, args => Length(args[0])),
        ["index"] = (1, int.MaxValue, args => args.Skip(1).Aggregate(args[0], Item)),
        ["slice"] = (1, 3, Slice),
        ["print"] = (0, int.MaxValue, GoText.Print),
        ["println"] = (0, int.MaxValue, args => string.Join(' ', args.Select(GoText.Of)) + "\n"),
        ["printf"] = (1, int.MaxValue, args => GoFormat.Of(Text(args[0]), args[1..])),
        ["not"] = (1, 1, args => !Evaluator.IsTrue(args[0])),
        ["and"] = (1, int.MaxValue, _ => null),   // these two are the evaluator's: not all that they are given is looked at
        ["or"] = (1, int.MaxValue, _ => null),
        ["eq"] = (2, int.MaxValue, args => args.Skip(1).Any(other => Compare(args[0], other, "eq") == 0)),
        ["ne"] = (2, 2, args => Compare(args[0], args[1], "ne") != 0),
        ["lt"] = (2, 2, args => Compare(args[0], args[1], "lt") < 0),
        ["le"] = (2, 2, args => Compare(args[0], args[1], "le") <= 0),
        ["gt"] = (2, 2, args => Compare(args[0], args[1], "gt") > 0),
        ["ge"] = (2, 2, args => Compare(args[0], args[1], "ge") >= 0),
    };

    public static IEnumerable<string> Names => s_all.Keys.Order(StringComparer.Ordinal);

    public static bool Exists(string name) => s_all.ContainsKey(name);

    public static object? Call(string name, object?[] args)
    {
        var (least, most, work) = s_all[name];
        return args.Length >= least && args.Length <= most ? work(args) : throw new ArgumentException(
            $"{name} takes {(least == most ? $"{least}" : args.Length < least ? $"at least {least}" : $"at most {most}")} value{(least == 1 && most == 1 ? "" : "s")}, and is given {args.Length}");
    }

    static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        JsonNode => throw new ArgumentException($"a text is wanted, and this is {GoText.Kind(value)}"),
        _ => GoText.Of(value),
    };

    static long Whole(object? value) => value is long number ? number : throw new ArgumentException($"a number is wanted, and this is {GoText.Kind(value)}");

    static IEnumerable<JsonNode?> List(object? value, string name) => value switch
    {
        null => [],
        JsonArray list => list,
        _ => throw new ArgumentException($"{name} takes a list, and this is {GoText.Kind(value)}"),
    };

    static JsonArray Texts(IEnumerable<string> texts)
    {
        var list = new JsonArray();
        foreach (string text in texts) list.Add((JsonNode)JsonValue.Create(text));
        return list;
    }

    static string Blanks(object? count) => new(' ', (int)Whole(count));

    static string Title(string text)
    {
        var titled = new StringBuilder(text);
        for (int at = 0; at < titled.Length; at++)
            if (at == 0 || char.IsWhiteSpace(titled[at - 1]))
                titled[at] = char.ToUpperInvariant(titled[at]);
        return titled.ToString();
    }

    static object? Length(object? value) => value switch
    {
        null => 0L,
        string text => (long)Encoding.UTF8.GetByteCount(text),
        JsonArray list => (long)list.Count,
        JsonObject map => (long)map.Count,
        _ => throw new ArgumentException($"len takes a text, a list or a map, and this is {GoText.Kind(value)}"),
    };

    static object? Item(object? of, object? key) => (of, key) switch
    {
        (JsonObject map, string name) => map.TryGetPropertyValue(name, out var found) ? Evaluator.Value(found) : Missing(map),
        (JsonArray list, long at) => at >= 0 && at < list.Count ? Evaluator.Value(list[(int)at]) : throw new ArgumentException($"index {at} is outside a list of {list.Count}"),
        (null, _) => throw new ArgumentException($"there is nothing of which index could take {GoText.Of(key)}"),
        _ => throw new ArgumentException($"index cannot take {GoText.Quoted(GoText.Of(key))} of {GoText.Kind(of)}"),
    };

    // What a Go map answers for a key that it has not: of a map of texts an empty one.
    static object? Missing(JsonObject map) => map.All(one => one.Value is JsonValue) ? "" : null;

    static object? Slice(object?[] args)
    {
        long length = (long)Length(args[0])!, from = args.Length > 1 ? Whole(args[1]) : 0, to = args.Length > 2 ? Whole(args[2]) : length;
        if (from < 0 || from > to || to > length)
            throw new ArgumentException($"slice from {from} to {to} is outside of {length}");
        return args[0] switch
        {
            string text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), (int)from, (int)(to - from)),
            JsonArray list => new JsonArray([.. list.Skip((int)from).Take((int)(to - from)).Select(item => item?.DeepClone())]),
            _ => throw new ArgumentException($"slice takes a text or a list, and this is {GoText.Kind(args[0])}"),
        };
    }

    static int Compare(object? one, object? other, string name) => (one, other) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a == b ? 0 : 1,
        (long a, long b) => a.CompareTo(b),
        (long or double, long or double) => Convert.ToDouble(one).CompareTo(Convert.ToDouble(other)),
        (null, null) => 0,
        (null, _) or (_, null) => 1,
        _ => throw new ArgumentException($"{name} cannot compare {GoText.Kind(one)} to {GoText.Kind(other)}"),
    };
}
