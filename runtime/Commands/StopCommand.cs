using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Commands;

/// <summary>hull stop</summary>
internal static class StopCommand
{
    /// <summary>How long it has to end by itself.</summary>
    public static Option<int?> Time() => new("--time", "-t", "--timeout") { Description = "Seconds until it is killed, -1 for never; what it was made with, or 10, without." };

    public static Option<string?> SignalOption() => new("--signal", "-s") { Description = "What asks it to end; what it was made with, or SIGTERM, without." };

    public static Command Create()
    {
        var (time, signal) = (Time(), SignalOption());
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var stop = new Verb("stop", "Asks containers to end, and kills those that do not.", "hull stop -t 2 web") { time, signal, names };
        stop.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var asked = KillCommand.SignalOf(parsed.GetValue(signal));
            return EachOf.DoAtOnce(parsed.GetRequiredValue(names), name => Stop(AllContainers.Get(name), asked, parsed.GetValue(time)));
        });
        return stop;
    }

    public static void Stop(Container container, Signal? signal, int? time)
    {
        bool lives = ContainerStatus.Of(container).IsAlive;
        Stopping.Stop(container, signal ?? SignalName.ToStop(container.Config.StopSignal), container.Life.Patience(time));
        if (lives) Happened.To(container, "stop");
    }
}
