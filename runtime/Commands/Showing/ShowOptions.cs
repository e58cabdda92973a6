using System.CommandLine;
using System.Text;
using Linux;

namespace Hull.Commands.Showing;

/// <summary>--format and --json of a command that lists something: see <see cref="Listing{T}"/>.</summary>
internal sealed class ShowOptions
{
    readonly Option<string?> _format = new("--format") { HelpName = "TEMPLATE", Description = "A template for each: \"table {{.ID}}\\t{{.Name}}\", \"{{json .}}\", \"json\"." };
    readonly Option<bool> _json = new("--json", "-j") { Description = "JSON, a list, with nothing cut." };

    public T AddTo<T>(T command) where T : Command
    {
        command.Add(_format);
        command.Add(_json);
        return command;
    }

    /// <summary>Whether everything is to be shown at its full length.</summary>
    public bool IsWhole(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Whether a form was asked for; without, a command can have one that is its own.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_json) || parsed.GetValue(_format) is not null;

    public string? Format(ParseResult parsed) => parsed.GetValue(_format);

    /// <param name="quiet">What stands in the usual table's place; null for that table.</param>
    public string Text<T>(ParseResult parsed, Listing<T> listing, IEnumerable<T> entries, string? quiet = null) =>
        parsed.GetValue(_json) ? listing.List(entries) : listing.Text(entries, parsed.GetValue(_format) ?? quiet);

    public int Print<T>(ParseResult parsed, Listing<T> listing, IEnumerable<T> entries, string? quiet = null)
    {
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(Text(parsed, listing, entries, quiet)));
        return 0;
    }
}
