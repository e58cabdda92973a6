using System.CommandLine;
using System.Text;
using Cli;
using Hull.Commands.Showing;
using Hull.Events;
using Hull.Templates;
using Linux;

namespace Hull.Commands;

/// <summary>hull events</summary>
internal static class EventsCommand
{
    public static Command Create()
    {
        var since = new Option<string?>("--since") { HelpName = "TIME", Description = "What happened since, too: 2026-01-31T12:00:00Z, seconds since 1970, or 10m for ten minutes ago." };
        var until = new Option<string?>("--until") { HelpName = "TIME", Description = "The end; without, it goes on." };
        var format = new Option<string?>("--format") { HelpName = "TEMPLATE", Description = "A template for each, such as {{.Action}} {{.Actor.Attributes.name}}; json for a line of JSON each." };
        var json = new Option<bool>("--json", "-j") { Description = "A line of JSON each." };
        var filters = new Filters("events", EventFilter.Keys);
        return new Verb("events", "Shows what happens to containers, images, networks and volumes.", "hull events --since 10m --until 0s --filter type=container")
        {
            since, until, format, json, filters.Option,
        }.Doing(parsed =>
        {
            var now = DateTimeOffset.UtcNow;
            long from = Event.NanosecondsOf(parsed.GetValue(since) is { } begin ? Moment("--since", begin, now) : now);
            DateTimeOffset? end = parsed.GetValue(until) is { } last ? Moment("--until", last, now) : null;
            var show = Form(parsed.GetValue(json) ? "json" : parsed.GetValue(format));
            var wanted = EventFilter.Of(filters.Read(parsed));
            using var reader = new EventReader();
            foreach (var one in reader.Read(end))
                if (one.Nanoseconds >= from && (end is null || one.Nanoseconds <= Event.NanosecondsOf(end.Value)) && wanted(one))
                    Stdio.WriteOutput(Encoding.UTF8.GetBytes(show(one) + "\n"));
            return 0;
        });
    }

    static DateTimeOffset Moment(string option, string text, DateTimeOffset now) => new(LogTime.Parse(option, text, now.UtcDateTime), TimeSpan.Zero);

    static Func<Event, string> Form(string? format)
    {
        if (format is null or "")
            return one => one.ToString();
        if (format == "json")
            return one => one.ToLine();
        var template = Template.Parse(format);
        return one => template.Run(one.ToJson(), name => one.Attributes.GetValueOrDefault(name) ?? "");
    }
}
