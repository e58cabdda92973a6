using System.CommandLine;
using System.Text;
using Cli;
using Hull.Commands.Inspecting;
using Hull.Commands.Showing;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull container prune</summary>
internal static class ContainerPruneCommand
{
    public static Command Create()
    {
        var force = new Option<bool>("--force", "-f") { Description = "Taken for docker's sake: nothing is asked." };
        var filter = new PruneFilter("containers");
        var prune = new Verb("prune", "Removes all containers that do not run.", "hull container prune --filter until=24h") { force, filter.Option };
        prune.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var asked = filter.Read(parsed);
            Garbage.Collect();
            return Prune(asked);
        });
        return prune;
    }

    static int Prune(PruneFilter.Asked asked)
    {
        var said = new StringBuilder();
        long freed = 0;
        int exitCode = 0;
        foreach (var container in AllContainers.List().Where(container => IsUnused(container) && asked.Wants(container.Created, container.Config.Labels)).ToList())
            try
            {
                long size = ContainerSize.OfOwn(container);
                RmCommand.Remove(container, force: false);
                freed += size;
                said.Append(said.Length == 0 ? "Deleted Containers:\n" : "").Append($"{container.Id}\n");
            }
            catch (Exception e) when (e is HullException or LinuxException or IOException)
            {
                Stdio.WriteError($"hull: {e.Message}");
                exitCode = 1;
            }
        said.Append(said.Length == 0 ? "" : "\n").Append($"Total reclaimed space: {DecimalSize.Print(freed)}\n");
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(said.ToString()));
        return exitCode;
    }

    static bool IsUnused(Container container) => !ContainerStatus.Of(container).IsAlive && Ending.IsOver(container);
}
