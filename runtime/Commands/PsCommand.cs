using System.CommandLine;
using System.Text;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull ps</summary>
internal static class PsCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all", "-a") { Description = "Those that have ended too." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids." };
        var ps = new Command("ps", "Lists containers, the newest first. Example: hull ps -a") { all, quiet };
        ps.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            var listed = AllContainers.List()
                .Select(container => (Container: container, Status: ContainerStatus.Of(container)))
                .Where(one => parsed.GetValue(all) || one.Status.Phase == Phase.Running);
            string text = parsed.GetValue(quiet)
                ? string.Concat(listed.Select(one => one.Container.ShortId + "\n"))
                : Table(listed, DateTimeOffset.UtcNow);
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(text));
            return 0;
        });
        return ps;
    }

    public static string Table(IEnumerable<(Container Container, ContainerStatus Status)> listed, DateTimeOffset now)
    {
        var table = new Table("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
        foreach (var (container, status) in listed)
            table.Add(
                container.ShortId,
                container.Image,
                Quoted(string.Join(' ', container.Command)),
                $"{HumanTime.Of(now - container.Created)} ago",
                StatusText(status, now),
                status.Phase == Phase.Running ? string.Join(", ", Ports(container)) : "",
                container.Name);
        return table.ToString();
    }

    // Those that the image names but nobody published are shown, too, without a port of the host's.
    static IEnumerable<string> Ports(Container container) => container.Ports.Select(port => port.Listing)
        .Concat(container.Config.ExposedPorts.Except(container.Ports.Select(port => $"{port.ContainerPort}/{port.Protocol}")));

    static string StatusText(ContainerStatus status, DateTimeOffset now) => status.Phase switch
    {
        Phase.Created => "Created",
        Phase.Running => $"Up {HumanTime.Of(now - status.Since)}",
        _ => $"Exited ({status.ExitCode}) {HumanTime.Of(now - status.Since)} ago",
    };

    // As docker cuts it: 20 characters with the quotation mark that opens, the last of them an ellipsis.
    static string Quoted(string command) => command.Length > 20 ? $"\"{command[..19]}…\"" : $"\"{command}\"";
}
