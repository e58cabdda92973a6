using System.Globalization;

namespace Bench;

/// <summary>The table of figures, written line by line as they are found, in Markdown that reads well as it is.</summary>
internal sealed class Report
{
    const string Line = "| {0,-66} | {1,-22} | {2,-32} | {3,6} | {4,-19} |";

    bool _begun;

    /// <summary>Two medians and their ratio.</summary>
    /// <param name="whose">What the second is of: "reference".</param>
    /// <param name="atMost">What the ratio must not exceed.</param>
    public void Times(string what, Samples ours, Samples theirs, string whose, double? atMost = null) =>
        Row(what, Text(ours), $"{Milliseconds(theirs.Median)} {whose}", ours.Median / theirs.Median, atMost);

    public void Row(string what, string ours, string theirs, double ratio, double? atMost) =>
        Write(what, ours, theirs, Ratio(ratio), atMost is { } limit ? Limit($"at most {Bound(limit)}", ratio <= limit) : "");

    /// <summary>A figure that is held against a fixed limit.</summary>
    public void Limited(string what, string ours, string theirs, string limit, bool met) => Write(what, ours, theirs, "", Limit(limit, met));

    public void Rate(string what, string ours, string theirs, double ratio, double? atLeast = null) =>
        Write(what, ours, theirs, Ratio(ratio), atLeast is { } limit ? Limit($"{limit:0.00} or more", ratio >= limit) : "");

    public static string Text(Samples samples) => $"{Milliseconds(samples.Median)} (p90 {samples.P90.ToString("F1", CultureInfo.InvariantCulture)})";

    public static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} ms");

    static string Limit(string limit, bool met) => met ? limit : $"{limit} MISSED";

    static string Ratio(double ratio) => Written(ratio, "0.0", "0.00");
    static string Bound(double ratio) => Written(ratio, "0.#", "0.0");

    // Small ratios read better the other way round.
    static string Written(double ratio, string inverse, string plain) =>
        ratio < 0.67 ? $"1/{(1 / ratio).ToString(inverse, CultureInfo.InvariantCulture)}" : ratio.ToString(plain, CultureInfo.InvariantCulture);

    void Write(params object[] cells)
    {
        if (!_begun)
        {
            Console.WriteLine(Line, "what, medians (90th percentile)", "ours", "beside", "ratio", "limit");
            Console.WriteLine(Line, "---", "---", "---", "---", "---");
            _begun = true;
        }
        Console.WriteLine(Line, cells);
    }
}
