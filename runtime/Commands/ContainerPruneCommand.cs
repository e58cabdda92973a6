using System.CommandLine;
using System.Text;
using Cli;
using Hull.Commands.Inspecting;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull container prune</summary>
internal static class ContainerPruneCommand
{
    public static Command Create()
    {
        var force = new Option<bool>("--force", "-f") { Description = "Taken for docker's sake: nothing is asked." };
        var prune = new Verb("prune", "Removes all containers that do not run.", "hull container prune") { force };
        prune.SetAction(_ =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            return Prune();
        });
        return prune;
    }

    static int Prune()
    {
        var said = new StringBuilder();
        long freed = 0;
        int exitCode = 0;
        foreach (var container in AllContainers.List().Where(container => !ContainerStatus.Of(container).IsAlive && Ending.IsOver(container)).ToList())
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
}
