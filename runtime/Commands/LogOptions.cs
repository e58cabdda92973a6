using System.CommandLine;
using System.Globalization;
using Hull.Containers;

namespace Hull.Commands;

/// <summary>What run and create can be told about a container's log.</summary>
internal static class LogOptions
{
    static readonly Option<string?> s_driver = new("--log-driver") { Description = "json-file, or none to keep no log." };
    static readonly Option<string[]> s_options = new("--log-opt")
    {
        Description = "max-size=10m has a new file begun when one is so large; max-file=3 keeps so many of them (1 without).",
    };

    public static IReadOnlyList<Option> All => [s_driver, s_options];

    public static LogAsked Asked(ParseResult parsed)
    {
        var asked = new LogAsked { Driver = parsed.GetValue(s_driver) ?? LogAsked.JsonFile };
        if (asked.Driver is not (LogAsked.JsonFile or LogAsked.None))
            throw new HullException($"there is no --log-driver {asked.Driver}: it is json-file or none");
        foreach (string option in parsed.GetValue(s_options) ?? [])
            asked = option.Split('=', 2) switch
            {
                ["max-size", var size] => asked with { MaxSize = size == "-1" ? null : Size(size) ?? throw Unknown(option) },
                ["max-file", var files] => asked with { MaxFile = int.TryParse(files, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0 ? count : throw Unknown(option) },
                _ => throw Unknown(option),
            };
        return asked is { MaxFile: > 1, MaxSize: null }
            ? throw new HullException("--log-opt max-file needs a max-size, at which a new file is begun")
            : asked;
    }

    // As docker has them here: k is a thousand.
    static long? Size(string text)
    {
        string number = text.ToLowerInvariant().TrimEnd('b');
        long unit = number is [.., var last] ? last switch { 'k' => 1000, 'm' => 1000_000, 'g' => 1000_000_000, _ => 1 } : 1;
        return decimal.TryParse(unit == 1 ? number : number[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count) && count is > 0 and < 1_000_000_000
            ? (long)(count * unit)
            : null;
    }

    static HullException Unknown(string option) => new($"--log-opt {option} is not understood: it reads max-size=10m or max-file=3");
}
