using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Hull.Volumes;
using Linux;

namespace Hull.Commands;

/// <summary>hull rm</summary>
internal static class RmCommand
{
    public static Command Create()
    {
        var force = new Option<bool>("--force", "-f") { Description = "Kill it first if it runs." };
        var volumes = new Option<bool>("--volumes", "-v") { Description = "Also its volumes that nobody chose a name for." };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var rm = new Verb("rm", "Removes containers, with what they wrote and their logs.", "hull rm -f web") { force, volumes, names };
        rm.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            return EachOf.Do(parsed.GetRequiredValue(names), name =>
            {
                var container = AllContainers.Get(name);
                Remove(container, parsed.GetValue(force));
                if (parsed.GetValue(volumes))
                    Volume.DeleteUnnamed(container);
            });
        });
        return rm;
    }

    /// <summary>Removes one. One that has processes, or is about to have some, is only when it is forced.</summary>
    public static void Remove(Container container, bool force)
    {
        if (!force && ContainerStatus.Of(container) is { IsAlive: true } status)
            throw Alive(container, status.Phase);
        if (force && !Ending.IsOver(container))
            Stopping.Kill(container);
        bool rests = Ending.WhenAtRest(container, minded =>
        {
            using (minded)
            {
                if (new Journal(container).Undo() is [var failure, ..] && !force)
                    throw new HullException($"{failure}; rm -f removes it all the same", exitCode: 1);
                container.Files.DeleteAll();
                Happened.To(container, "destroy");
            }
        });
        if (!rests)
            throw Alive(container, Phase.Running);
    }

    static HullException Alive(Container container, Phase phase) => new(phase switch
    {
        Phase.Paused => $"cannot remove container {container.Name}: it is paused; unpause and stop it first (hull unpause {container.Name}, hull stop {container.Name}) or use rm -f",
        Phase.Restarting => $"cannot remove container {container.Name}: it is about to be started again; stop it first (hull stop {container.Name}) or use rm -f",
        _ => $"cannot remove container {container.Name}: it is running; stop it first (hull stop {container.Name}) or use rm -f",
    }, exitCode: 1);
}
