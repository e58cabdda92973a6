using System.CommandLine;
using System.Text;
using Cli;
using Hull.Commands.Showing;
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
        var show = new ShowOptions();
        var top = show.AddTo(new Verb("top", "Lists the processes of a container, by the host's numbers.", "hull top web -o pid,comm") { words });
        top.ProgramAt = 1;   // which is ps
        top.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var given = parsed.GetRequiredValue(words);
            var columns = ProcessColumn.Choose(given[1..]);
            var container = AllContainers.Get(given[0]);
            if (!ContainerStatus.Of(container).HasProcesses)
                throw new HullException($"container {container.Name} is not running", exitCode: 1);
            var processes = Cgroup.Named(container.CgroupName).Processes().Select(ProcessDetails.Find).OfType<ProcessDetails>();
            if (show.IsAsked(parsed))
                return show.Print(parsed, new("", [.. columns.Select(column => new Column<ProcessDetails>(column.Heading, column.Heading, column.Of))]), processes);
            PrintTable(columns, processes);
            return 0;
        });
        return top;
    }

    static void PrintTable(IReadOnlyList<ProcessColumn> columns, IEnumerable<ProcessDetails> processes)
    {
        var table = new Table([.. columns.Select(column => column.Heading)]) { LeastWidth = DockersWidth };
        foreach (var process in processes)
            table.Add([.. columns.Select(column => column.Of(process))]);
        Stdio.WriteOutput(Encoding.UTF8.GetBytes(table.ToString()));
    }
}
