using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Commands;

/// <summary>hull kill</summary>
internal static class KillCommand
{
    public static Command Create()
    {
        var signal = new Option<string>("--signal", "-s") { Description = "A name or a number: HUP, SIGHUP, 1.", DefaultValueFactory = _ => "KILL" };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var kill = new Verb("kill", "Sends a signal to the first process of containers.", "hull kill -s HUP web") { signal, names };
        kill.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var number = SignalOf(parsed.GetValue(signal))!.Value;
            return EachOf.Do(parsed.GetRequiredValue(names), name => Kill(AllContainers.Get(name), number));
        });
        return kill;
    }

    static void Kill(Container container, Signal signal)
    {
        Stopping.Send(container, signal);
        Happened.Killed(container, signal);
        if (signal == Signal.Kill)
            Ending.WaitFor(container);
    }

    /// <summary>Null for none.</summary>
    public static Signal? SignalOf(string? text) =>
        text is null ? null : SignalName.Find(text) ?? throw new HullException($"invalid signal {text}; see signal(7)", exitCode: 1);
}
