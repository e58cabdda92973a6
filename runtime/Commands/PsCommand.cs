using System.CommandLine;
using Cli;
using Hull.Commands.Inspecting;
using Hull.Commands.Showing;
using Hull.Containers;
using Hull.Network;

namespace Hull.Commands;

/// <summary>hull ps, hull container ls</summary>
internal static class PsCommand
{
    const string Usual = "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}", WithSize = Usual + "\t{{.Size}}";

    public static Command Create(string word)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Those that have ended, or never ran, too." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var whole = new Option<bool>("--no-trunc") { Description = "Cut no id and no command." };
        var size = new Option<bool>("--size", "-s") { Description = "How much each wrote, too." };
        var last = new Option<int?>("--last", "-n") { HelpName = "NUMBER", Description = "Only so many of the newest, running or not." };
        var latest = new Option<bool>("--latest", "-l") { Description = "Only the newest, running or not." };
        var filters = new Option<string[]>("--filter", "-f") { HelpName = "KEY=VALUE", Description = $"Only those of which it holds; there are the keys {PsFilter.Keys}." };
        var show = new ShowOptions();
        return show.AddTo(new Verb(word, "Lists containers, the newest first.", $"hull {(word == "ls" ? "container ls" : word)} -a --format 'table {{{{.Names}}}}\\t{{{{.Status}}}}'")
        {
            all, quiet, filters, whole, size, last, latest,
        }).Doing(parsed =>
        {
            Garbage.Collect();
            var filter = PsFilter.Parse(parsed.GetValue(filters) ?? []);
            int? newest = parsed.GetValue(latest) ? 1 : parsed.GetValue(last);
            var listed = AllContainers.List()
                .Select(container => (Container: container, Status: ContainerStatus.Of(container)))
                .Where(one => newest is not null || parsed.GetValue(all) || filter.AsksForPhase || one.Status.IsAlive)
                .Where(one => filter.Matches(one.Container, one.Status))
                .Take(newest ?? int.MaxValue);
            var listing = Listing(DateTimeOffset.UtcNow, parsed.GetValue(whole) || show.IsWhole(parsed), parsed.GetValue(size) ? WithSize : Usual);
            return show.Print(parsed, listing, listed, parsed.GetValue(quiet) ? "{{.ID}}" : null);
        });
    }

    public static string Table(IEnumerable<(Container Container, ContainerStatus Status)> listed, DateTimeOffset now) => Listing(now, whole: false, Usual).Text(listed);

    static Listing<(Container Container, ContainerStatus Status)> Listing(DateTimeOffset now, bool whole, string usual) => new(usual,
        new("ID", "CONTAINER ID", one => whole ? one.Container.Id : one.Container.ShortId),
        new("Image", "IMAGE", one => one.Container.Image),
        new("Command", "COMMAND", one => Quoted(string.Join(' ', one.Container.Command), whole)),
        new("CreatedAt", "CREATED AT", one => ShownTime.Listed(one.Container.Created)),
        new("RunningFor", "CREATED", one => $"{HumanTime.Of(now - one.Container.Created)} ago"),
        new("State", "STATE", one => one.Status.Phase.ToString().ToLowerInvariant()),
        new("Status", "STATUS", one => StatusText(one.Status, now)),
        new("Ports", "PORTS", one => one.Status.IsAlive ? PortListing.Of(one.Container) : ""),
        new("Names", "NAMES", one => one.Container.Name),
        new("Labels", "LABELS", one => string.Join(',', one.Container.Config.Labels.Select(label => $"{label.Key}={label.Value}"))),
        new("Mounts", "MOUNTS", one => string.Join(',', MountsJson.Names(one.Container))),
        new("LocalVolumes", "LOCAL VOLUMES", one => $"{one.Container.Volumes.Count}"),
        new("Networks", "NETWORKS", one => string.Join(',', NetworksOf(one.Container))),
        new("Size", "SIZE", one => ContainerSize.Text(one.Container)))
    {
        Labels = one => one.Container.Config.Labels,
    };

    static IEnumerable<string> NetworksOf(Container container) =>
        NetworkMode.HasNetworks(container.Network) ? new NetworkFiles(container).All().Select(use => use.Network) : [container.Network];

    static string StatusText(ContainerStatus status, DateTimeOffset now) => status.Phase switch
    {
        Phase.Created => "Created",
        Phase.Running => $"Up {HumanTime.Of(now - status.Since)}",
        Phase.Paused => $"Up {HumanTime.Of(now - status.Since)} (Paused)",
        Phase.Restarting => $"Restarting ({status.ExitCode}) {HumanTime.Of(now - status.Since)} ago",
        _ => $"Exited ({status.ExitCode}) {HumanTime.Of(now - status.Since)} ago",
    };

    // As docker cuts it: 20 characters with the quotation mark that opens, the last of them an ellipsis.
    static string Quoted(string command, bool whole) => command.Length > 20 && !whole ? $"\"{command[..19]}…\"" : $"\"{command}\"";
}
