using System.Text.RegularExpressions;
using Xunit;

namespace Tests.House;

/// <summary>FEATURES.md names a test for what is asked for: each is there, and no row is forgotten.</summary>
public partial class FeaturesTests
{
    const int Rows = 91, Holes = 20;

    static readonly string s_table = File.ReadAllText(Repository.PathOf("FEATURES.md"));

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var named = Named().Matches(s_table).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();
        Assert.True(named.Count > 60, $"only {named.Count} tests are named");
        var missing = named.Where(one => !SourcesOf(one.Class).Any(source => Regex.IsMatch(source, $@"public void {one.Method}\(")));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_row_has_a_test_a_figure_or_a_reason()
    {
        var rows = Row().Matches(s_table).ToDictionary(match => int.Parse(match.Groups[1].Value), match => match.Groups[2].Value);
        Assert.Equal(Enumerable.Range(1, Rows), rows.Keys.Order());
        Assert.All(rows, row => Assert.True(Named().IsMatch(row.Value) || row.Value.Contains("X: ") || row.Value.Contains("later") || row.Value.Contains("`bench/`"), $"S{row.Key}: {row.Value}"));
    }

    [Fact]
    public void Every_hole_that_others_had_has_a_test()
    {
        var rows = s_table.Split("## Holes that other runtimes had")[1].Split("|---|---|---|\n")[1].TrimEnd().Split('\n');
        Assert.True(rows.Length >= Holes, $"only {rows.Length} rows");
        Assert.All(rows, row => Assert.Matches(@"^\| (CVE-\d{4}-\d+|moby \d+).* \| [^|]+ \| `\w+Tests\.\w+`[^|]* \|$", row));
    }

    static IEnumerable<string> SourcesOf(string name) => ((string[])["tests", "conformance"])
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), $"{name}.cs", SearchOption.AllDirectories)).Select(File.ReadAllText);

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| S(\d+) \| [^|]+ \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
