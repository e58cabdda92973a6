using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Conformance.Differential;

/// <summary>
/// Where ours is not to be as the reference: intended.json, the one list. An entry says of which configurations it is, which subject, what
/// each side has there, and why; <c>*</c> and <c>?</c> as in a shell. Those it is <c>of</c> must differ so; those of <c>also</c> may
/// (with nobody in <c>of</c>: depending on time).
/// </summary>
internal sealed record IntendedDifference(IReadOnlyList<string> Of, IReadOnlyList<string> Also, string Subject, string? Theirs, string? Ours, string Why)
{
    public static readonly IReadOnlyList<IntendedDifference> All = Read(Configuration.Folder);

    public bool MustBeIn(string configuration) => Of.Any(pattern => Like(pattern, configuration));

    public bool Explains(Difference difference, string configuration) =>
        (MustBeIn(configuration) || Also.Any(pattern => Like(pattern, configuration)))
        && Like(Subject, difference.Subject) && (difference.IsOurs ? Ours : Theirs) is { } pattern && Like(pattern, difference.Line);

    /// <summary>Whether each side has what the entry says of it.</summary>
    public bool Occurs(IReadOnlyCollection<Difference> differences, string configuration) =>
        (Theirs is null || differences.Any(d => !d.IsOurs && Explains(d, configuration)))
        && (Ours is null || differences.Any(d => d.IsOurs && Explains(d, configuration)));

    public override string ToString() => $"{Subject}: {Why}";

    static bool Like(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\"), text, ignoreCase: false);

    /// <summary>The list in a folder.</summary>
    public static IReadOnlyList<IntendedDifference> Read(string folder) =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "intended.json")))!.AsArray().Select(entry => new IntendedDifference(
            Strings(entry!["of"]), Strings(entry["also"]),
            $"{entry["subject"]}", entry["theirs"]?.GetValue<string>(), entry["ours"]?.GetValue<string>(), $"{entry["why"]}"))];

    static IReadOnlyList<string> Strings(JsonNode? list) => [.. list?.AsArray().Select(item => $"{item}") ?? []];
}
