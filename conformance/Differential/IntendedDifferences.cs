using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Conformance.Differential;

/// <summary>
/// Where ours is not to be as the reference: intended.json, the one list. An entry names a subject, the configurations, what each side
/// has there (<c>*</c> and <c>?</c> as in a shell) and why.
/// </summary>
internal sealed record IntendedDifference(string Subject, IReadOnlyList<string> Of, string? Theirs, string? Ours, string Why)
{
    public static readonly IReadOnlyList<IntendedDifference> All = Read();

    public bool Concerns(string configuration) => Of.Any(pattern => Like(pattern, configuration));

    public bool Explains(Difference difference) =>
        Like(Subject, difference.Subject) && (difference.IsOurs ? Ours : Theirs) is { } pattern && Like(pattern, difference.Line);

    /// <summary>Whether each side has what the entry says of it.</summary>
    public bool Occurs(IReadOnlyCollection<Difference> differences) =>
        (Theirs is null || differences.Any(d => !d.IsOurs && Explains(d))) && (Ours is null || differences.Any(d => d.IsOurs && Explains(d)));

    public override string ToString() => $"{Subject}: {Why}";

    static bool Like(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\"), text, ignoreCase: false);

    static IReadOnlyList<IntendedDifference> Read() =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Configuration.Folder, "intended.json")))!.AsArray().Select(entry => new IntendedDifference(
            $"{entry!["subject"]}", [.. entry["of"]!.AsArray().Select(name => $"{name}")], entry["theirs"]?.GetValue<string>(), entry["ours"]?.GetValue<string>(), $"{entry["why"]}"))];
}
