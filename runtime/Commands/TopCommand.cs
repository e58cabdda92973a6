using System.CommandLine;
using System.Text;
using Cli;
using Hull.Containers;
using Linux;

namespace Hull.Commands;

/// <summary>hull top</summary>
internal static class TopCommand
{
    const int DockersWidth = 20;

    public static Command Create()
    {
        var words = new Argument<string[]>("CONTAINER OPTIONS OF PS") { Arity = ArgumentArity.OneOrMore, Description = "Which container; and -ef, aux or -o COLUMNS, as with ps." };
        var top = new Verb("top", "Lists the processes of a container, by the host's numbers.", "hull top web -o pid,comm") { words };
        top.ProgramAt = 1;   // which is ps
        top.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var given = parsed.GetRequiredValue(words);
            var columns = ProcessColumn.Choose(given[1..]);
            var container = AllContainers.Get(given[0]);
            if (!ContainerStatus.Of(container).HasProcesses)
                throw new HullException($"container {container.Name} is not running", exitCode: 1);
            var table = new Table([.. columns.Select(column => column.Heading)]) { LeastWidth = DockersWidth };
            foreach (var process in Cgroup.Named(container.CgroupName).Processes().Select(ProcessDetails.Find).OfType<ProcessDetails>())
                table.Add([.. columns.Select(column => column.Of(process))]);
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(table.ToString()));
            return 0;
        });
        return top;
    }
}
