using System.CommandLine;

namespace Cli;

/// <summary>A command with its examples: lines for a shell. They stand in its help and in the manual page, and tests run them.</summary>
/// <param name="description">The first paragraph is its line in lists of commands. What follows the word "Example:" are its examples, a line each, unless they are given apart.</param>
public sealed class Verb(string name, string description, params string[] examples) : Command(name, description.Split(Heading)[0].TrimEnd())
{
    const string Heading = "Example:";

    readonly IReadOnlyList<string> _own = examples.Length > 0 ? examples : [.. LinesOf(description)];

    /// <summary>Its own or, for one that is only the head of others, those of the first that has any.</summary>
    public IReadOnlyList<string> Examples =>
        _own.Count > 0 ? _own : Subcommands.OfType<Verb>().Select(verb => verb.Examples).FirstOrDefault(lines => lines.Count > 0) ?? [];

    /// <summary>After so many words all others are those of a program that it runs, however much they look like options; null for a verb that runs none.</summary>
    public int? ProgramAt { get; set; }

    static IEnumerable<string> LinesOf(string description) =>
        description.Split(Heading).Skip(1).SelectMany(part => part.Split('\n')).Select(line => line.Trim()).Where(line => line != "");
}
