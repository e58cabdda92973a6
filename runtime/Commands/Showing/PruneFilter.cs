using System.CommandLine;

namespace Hull.Commands.Showing;

/// <summary>
/// --filter of the commands that prune: until=TIME for what was made before, label=NAME[=VALUE] for what has all of these labels, label!=NAME[=VALUE] for what has not
/// all of those. As docker has it, all of it must hold.
/// </summary>
/// <param name="what">What is pruned, for messages.</param>
/// <param name="more">Further keys.</param>
internal sealed class PruneFilter(string what, params string[] more)
{
    const string Until = "until", Label = "label", NoLabel = "label!";

    readonly Filters _filters = new Filters(what, [Until, Label, NoLabel, .. more]).WithoutLetter();

    public Option Option => _filters.Option;

    /// <summary>What was asked for; refused before anything is removed.</summary>
    public Asked Read(ParseResult parsed)
    {
        var asked = _filters.Read(parsed);
        return asked[Until].Count() > 1
            ? throw new HullException("more than one until filter specified", exitCode: 1)
            : new(asked, asked[Until].Select(text => LogTime.Parse("--filter until", text, DateTime.UtcNow)).Cast<DateTime?>().FirstOrDefault());
    }

    internal sealed class Asked(ILookup<string, string> filters, DateTime? until)
    {
        public bool Has(string key, string value) => filters[key].Contains(value);

        public bool Wants(DateTimeOffset made, IReadOnlyDictionary<string, string> labels) =>
            (until is not { } moment || made.UtcDateTime < moment) && Filters.HaveLabels(filters, labels)
            && (!filters.Contains(NoLabel) || !Filters.HaveLabels(filters, labels, NoLabel));
    }
}
