using System.CommandLine;

namespace Hull.Commands;

/// <summary>hull container: what docker has there, all of it under a shorter name of its own, too, but prune.</summary>
internal static class ContainerCommand
{
    public static Command Create() => new("container", "Makes, starts, shows, stops and removes containers.")
    {
        CommitCommand.Create(), CpCommand.Create(), CreateCommand.Create(), DiffCommand.Create(), ExecCommand.Create(), ExportCommand.Create(), InspectCommand.Create("container"), KillCommand.Create(), LogsCommand.Create(), Listing(), PauseCommand.Pause(), PortCommand.Create(),
        ContainerPruneCommand.Create(), RenameCommand.Create(), RestartCommand.Create(), RmCommand.Create(), RunCommand.Create(), StartCommand.Create(),
        StatsCommand.Create(), StopCommand.Create(), TopCommand.Create(), PauseCommand.Unpause(), UpdateCommand.Create(), WaitCommand.Create(),
    };

    static Command Listing()
    {
        var ls = PsCommand.Create("ls");
        ls.Aliases.Add("list");
        ls.Aliases.Add("ps");
        return ls;
    }
}
