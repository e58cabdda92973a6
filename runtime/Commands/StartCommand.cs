using System.CommandLine;
using Cli;
using Hull.Containers;

namespace Hull.Commands;

/// <summary>hull start</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var attach = new Option<bool>("--attach", "-a") { Description = "Show what it writes, from now on if it runs already, pass signals on to it, and end with its exit code." };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Let it read our standard input, if it was made with -i; shows what it writes, too." };
        var boot = new Option<bool>("--boot") { Description = "All that are to run when the machine has started: those of --restart always, and of unless-stopped unless somebody stopped them." };
        var names = new Argument<string[]>("container") { Arity = ArgumentArity.ZeroOrMore, Description = "Names or ids, or the beginnings of ids." };
        var start = new Verb("start", "Starts containers that were made by create, or that have ended.", "hull start web")
        {
            attach, interactive, AttachOptions.Keys, AttachOptions.PassSignals, boot, names,
        };
        start.SetAction(parsed =>
        {
            CommandLine.NeedRoot();
            Garbage.Collect();
            var given = parsed.GetValue(boot) ? AtBoot() : parsed.GetValue(names) ?? [];
            if (given.Length == 0 && !parsed.GetValue(boot))
                throw new HullException("start needs a container: hull start CONTAINER; see hull start --help");
            bool input = parsed.GetValue(interactive);
            if (!parsed.GetValue(attach) && !input)
                return EachOf.Do(given, Start);
            return given is [var one] ? Attach(AllContainers.Get(one), input, parsed) : throw new HullException("start -a and start -i take one container, not several", exitCode: 1);
        });
        return start;
    }

    // The oldest first: others may have been made to share its network.
    static string[] AtBoot() =>
    [
        .. AllContainers.List().Reverse()
            .Where(container => container.Life.Restart.CountsAtBoot(stopped: File.Exists(container.Files.Stopped)))
            .Where(container => ContainerStatus.Started(container) is not null && !ContainerStatus.Of(container).IsAlive)
            .Select(container => container.Name),
    ];

    static void Start(string name)
    {
        var container = AllContainers.Get(name);
        if (ContainerStatus.Of(container).Phase == Phase.Paused)
            throw new HullException($"cannot start a paused container, try unpause instead (hull unpause {container.Name})", exitCode: 1);
        if (Starting.Take(container) is { } minded)
            Starting.Detached(container, minded);
    }

    static int Attach(Container container, bool input, ParseResult parsed) => Starting.Take(container) is { } minded
        ? Starting.Attached(container, minded, input && container.OpensInput, parsed)
        : AttachCommand.Attach(container, input && container.OpensInput, parsed);
}
