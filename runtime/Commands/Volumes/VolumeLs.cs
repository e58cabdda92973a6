using System.CommandLine;
using Cli;
using Hull.Commands.Showing;
using Hull.Volumes;

namespace Hull.Commands.Volumes;

/// <summary>hull volume ls</summary>
internal static class VolumeLs
{
    const string Usual = "{{.Driver}}\t{{.Name}}", Local = "local", Unknown = "N/A";

    public static Command Create()
    {
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the names." };
        var filters = new Filters("volumes", "dangling", "driver", "label", "name");
        var show = new ShowOptions();
        var ls = show.AddTo(new Verb("ls", "Lists volumes.", "hull volume ls --filter dangling=true") { quiet, filters.Option });
        ls.Aliases.Add("list");
        return ls.Doing(parsed => show.Print(parsed, Listing(), Volume.List().Where(Wanted(filters.Read(parsed))), parsed.GetValue(quiet) ? "{{.Name}}" : null));
    }

    // The last five are docker's for volumes of a cluster and for `system df`.
    static Listing<Volume> Listing() => new(Usual,
        new("Name", "VOLUME NAME", volume => volume.Name),
        new("Driver", "DRIVER", _ => Local),
        new("Scope", "SCOPE", _ => Local),
        new("Mountpoint", "MOUNTPOINT", volume => volume.Data),
        new("Labels", "LABELS", volume => string.Join(',', volume.Labels.Select(label => $"{label.Key}={label.Value}"))),
        new("Availability", "AVAILABILITY", _ => Unknown),
        new("Group", "GROUP", _ => Unknown),
        new("Links", "LINKS", _ => Unknown),
        new("Size", "SIZE", _ => Unknown),
        new("Status", "STATUS", _ => Unknown))
    {
        Labels = volume => volume.Labels,
    };

    static Func<Volume, bool> Wanted(ILookup<string, string> asked) => volume =>
        Filters.HaveLabels(asked, volume.Labels)
        && Filters.Holds(asked, "name", part => volume.Name.Contains(part, StringComparison.Ordinal))
        && Filters.Holds(asked, "driver", driver => driver == Local)
        && Filters.Holds(asked, "dangling", value => Filters.Truth("dangling", value) == volume.User is null);
}
