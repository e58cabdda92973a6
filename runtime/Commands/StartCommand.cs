using System.CommandLine;
using Hull.Containers;

namespace Hull.Commands;

/// <summary>hull start</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var attach = new Option<bool>("--attach", "-a") { Description = "Show what it writes, pass signals on to it, and end with its exit code." };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Let it read our standard input, if it was made with -i; shows what it writes, too." };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.OneOrMore, Description = "Names or ids, or the beginnings of ids." };
        var start = new Command("start", "Starts containers that were made by create, or that have ended. Example: hull start web")
        {
            attach, interactive, AttachOptions.Keys, AttachOptions.PassSignals, names,
        };
        start.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            var given = parsed.GetRequiredValue(names);
            bool input = parsed.GetValue(interactive);
            if (!parsed.GetValue(attach) && !input)
                return EachOf.Do(given, Start);
            return given is [var one] ? Attach(AllContainers.Get(one), input, parsed) : throw new HullException("start -a and start -i take one container, not several", exitCode: 1);
        });
        return start;
    }

    static void Start(string name)
    {
        var container = AllContainers.Get(name);
        if (Starting.Take(container) is { } minded)
            Starting.Detached(container, minded);
    }

    static int Attach(Container container, bool input, ParseResult parsed) => Starting.Take(container) is { } minded
        ? Starting.Attached(container, minded, input && container.OpensInput, parsed)
        : throw new HullException($"container {container.Name} is running already", exitCode: 1);
}
