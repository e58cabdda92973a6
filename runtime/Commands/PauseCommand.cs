using System.CommandLine;
using Cli;
using Hull.Containers;
using Hull.Events;

namespace Hull.Commands;

/// <summary>hull pause and hull unpause</summary>
internal static class PauseCommand
{
    public static Command Pause() =>
        Create("pause", "Stops all processes of containers where they are.", Pausing.Pause);

    public static Command Unpause() =>
        Create("unpause", "Lets the processes of paused containers go on.", Pausing.Unpause);

    static Command Create(string verb, string description, Action<Container> act)
    {
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var command = new Verb(verb, description, $"hull {verb} web") { names };
        command.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            return EachOf.Do(parsed.GetRequiredValue(names), name => {
                var container = AllContainers.Get(name);
                act(container);
                Happened.To(container, verb);
            });
        });
        return command;
    }
}
