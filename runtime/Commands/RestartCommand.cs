using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Commands;

/// <summary>hull restart</summary>
internal static class RestartCommand
{
    public static Command Create()
    {
        var (time, signal) = (StopCommand.Time(), StopCommand.SignalOption());
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var restart = new Verb("restart", "Stops containers, if they run, and starts them.", "hull restart -t 2 web") { time, signal, names };
        restart.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            var asked = KillCommand.SignalOf(parsed.GetValue(signal));
            return EachOf.DoAtOnce(parsed.GetRequiredValue(names), name => Restart(AllContainers.Get(name), asked, parsed.GetValue(time)));
        });
        return restart;
    }

    static void Restart(Container container, Signal? signal, int? time)
    {
        using var restarting = Restarting.Begin(container);
        if (ContainerStatus.Of(container).IsAlive)
            Keep(container);
        StopCommand.Stop(container, signal, time);
        if (Starting.Take(container) is { } minded)
            Starting.Detached(container, minded);
        Happened.To(container, "restart");
    }

    // One that is to be removed at its end is not at this one.
    static void Keep(Container container)
    {
        try
        {
            SmallFile.Put(container.Files.Kept, "", 0x180 /* 0600 */);
        }
        catch (LinuxException e) when (e.Errno == Errno.NoEntry)
        {
            return;   // its end came first
        }
    }
}
