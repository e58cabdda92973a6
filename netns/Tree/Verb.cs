using System.CommandLine;

namespace Netctl.Tree;

/// <summary>A command of netctl with its examples: lines for a shell on a machine where nothing is set up. They stand in its help and in the manual page, and a test runs them.</summary>
/// <param name="description">The first paragraph is its line in lists of commands; a last one that begins with "Example:" holds the examples, unless they are given apart.</param>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    const string Heading = "Example:";

    readonly IReadOnlyList<string> _own = examples.Length > 0 ? examples : [.. LinesOf(description.Split("\n\n").LastOrDefault(IsExample) ?? "")];

    /// <summary>Its own or, for one that is only the head of others, those of the first that has any.</summary>
    public IReadOnlyList<string> Examples =>
        _own.Count > 0 ? _own : Subcommands.OfType<Verb>().Select(verb => verb.Examples).FirstOrDefault(lines => lines.Count > 0) ?? [];

    /// <summary>Whether a paragraph of a description holds examples.</summary>
    public static bool IsExample(string paragraph) => paragraph.StartsWith(Heading, StringComparison.Ordinal);

    static IEnumerable<string> LinesOf(string paragraph) => paragraph.Replace(Heading, "").Split('\n').Select(line => line.Trim()).Where(line => line != "");
}
