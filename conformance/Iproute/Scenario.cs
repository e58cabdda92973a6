using Tests;

namespace Conformance.Iproute;

/// <summary>
/// Command lines that iproute2 and netctl are both told, one after the other, each on a machine of its own. They are in data/*.txt: a line
/// <c>= NAME</c> begins a scenario; <c>? COMMAND</c> is what it needs, tried first, and its refusal as unsupported skips all of it;
/// <c>+ COMMAND</c> prepares both machines by the shell; all other lines are compared. <c>#</c> begins a remark.
/// </summary>
internal sealed record Scenario(string Name, IReadOnlyList<string> Needs, IReadOnlyList<string> Preparations, IReadOnlyList<string> Lines)
{
    static readonly Lazy<Dictionary<string, Scenario>> s_all = new(() => Read().ToDictionary(scenario => scenario.Name));

    public static string Folder => Repository.PathOf("conformance/Iproute");

    public static IReadOnlyCollection<Scenario> All => s_all.Value.Values;

    public static Scenario Called(string name) => s_all.Value[name];

    /// <summary>All that is said in it: what is random is not among that.</summary>
    public string Text => string.Join('\n', [.. Needs, .. Preparations, .. Lines]);

    static IEnumerable<Scenario> Read() =>
        from file in Directory.GetFiles(Path.Combine(Folder, "data"), "*.txt").Order(StringComparer.Ordinal)
        from part in File.ReadAllText(file).Split("\n= ").Skip(1)
        select Parse(Path.GetFileNameWithoutExtension(file), [.. part.Split('\n').Select(line => line.Trim()).Where(line => line != "" && line[0] != '#')]);

    static Scenario Parse(string file, string[] lines) => new(
        $"{file}: {lines[0]}", Marked(lines, "? "), Marked(lines, "+ "), [.. lines.Skip(1).Where(line => line[0] is not ('?' or '+'))]);

    static string[] Marked(string[] lines, string mark) => [.. lines.Skip(1).Where(line => line.StartsWith(mark)).Select(line => line[mark.Length..])];
}
