using System.CommandLine;
using System.Text;
using Hull.Containers;
using Hull.Events;
using Linux;

namespace Hull.Commands;

/// <summary>hull stop</summary>
internal static class StopCommand
{
    public static Command Create()
    {
        var time = new Option<int>("--time", "-t") { Description = "Seconds until it is killed.", DefaultValueFactory = _ => 10 };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var stop = new Command("stop", "Asks containers to end, and kills those that do not. Example: hull stop -t 2 web") { time, names };
        stop.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            var patience = TimeSpan.FromSeconds(Math.Max(0, parsed.GetValue(time)));
            return EachOf.Do(parsed.GetRequiredValue(names), name => Stop(AllContainers.Get(name), patience));
        });
        return stop;
    }

    static void Stop(Container container, TimeSpan patience)
    {
        using var process = ContainerStatus.FindProcess(container);
        if (process is not null && process.Send(SignalName.ToStop(container.Config.StopSignal)) && !process.WaitForEnd(patience))
            process.Send(Signal.Kill);
        Ending.WaitFor(container);
        if (process is not null) Happened.To(container, "stop");
    }
}
