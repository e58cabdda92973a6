using System.Globalization;

namespace Hull.Commands;

/// <summary>Moments as --since and --until take them: a date, seconds since 1970, or how long ago it was, as Go writes durations.</summary>
internal static class LogTime
{
    static readonly string[] s_dates =
    [
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHHK", "yyyy-MM-ddK",
    ];

    // The longer names first: "ms" is no "m".
    static readonly (string Unit, decimal Seconds)[] s_units =
        [("ns", 1e-9m), ("us", 1e-6m), ("µs", 1e-6m), ("ms", 1e-3m), ("s", 1), ("m", 60), ("h", 3600)];

    const int MostDigits = 18;

    /// <summary>The moment, UTC. A date without a zone is of the time that the machine's clocks show.</summary>
    public static DateTime Parse(string option, string text, DateTime now)
    {
        if (text.Contains('-', StringComparison.Ordinal) && text[0] != '-')
            return Date(text) ?? throw Unknown(option, text);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal seconds))
            return Bounded(DateTime.UnixEpoch, seconds);
        return Bounded(now, -(Duration(text) ?? throw Unknown(option, text)));
    }

    static DateTime? Date(string text)
    {
        // .NET knows the seventh digit after the point, Go and docker the ninth.
        int point = text.IndexOf('.');
        int end = point < 0 ? -1 : point + 1 + text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9');
        string cut = point < 0 || end - point <= 8 && end > point ? text : $"{text[..Math.Min(point + 8, text.Length)]}{(end > point ? text[end..] : "")}";
        return DateTime.TryParseExact(cut, s_dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;
    }

    // "1h30m", "1.5h", "-10s": the later that, the longer ago.
    static decimal? Duration(string text)
    {
        var (sign, rest) = text.StartsWith('-') ? (-1, text[1..]) : (1, text);
        decimal total = 0;
        while (rest != "")
        {
            int digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
                digits++;
            var (unit, seconds) = Array.Find(s_units, known => rest.AsSpan(digits).StartsWith(known.Unit, StringComparison.Ordinal));
            if (unit is null || digits > MostDigits
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
                return null;
            total += number * seconds;
            rest = rest[(digits + unit.Length)..];
        }
        return text.Length > 0 ? sign * total : null;
    }

    static DateTime Bounded(DateTime from, decimal seconds) =>
        seconds >= (decimal)(DateTime.MaxValue - from).TotalSeconds ? DateTime.MaxValue
        : seconds <= (decimal)(DateTime.MinValue - from).TotalSeconds ? DateTime.MinValue
        : from.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    static HullException Unknown(string option, string text) =>
        new($"{option} {text} is no time: it reads 2026-01-31T12:00:00Z, 1769860800 or 10m (so long ago)", exitCode: 1);
}
