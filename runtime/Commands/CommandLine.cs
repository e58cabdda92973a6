using System.CommandLine;
using System.Text.Json;
using Cli;
using Cni;
using Hull.Commands.Help;
using Hull.Commands.Networks;
using Hull.Commands.Volumes;
using Hull.Names;
using Hull.Oci;
using Linux;

namespace Hull.Commands;

/// <summary>What people type. Exit codes are docker's: 125 when hull itself cannot do it, else the command's or the container's own.</summary>
internal static class CommandLine
{
    static readonly InvocationConfiguration s_plain = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    static readonly IReadOnlyList<(string Name, Func<Command> Create)> s_commands =
    [
        ("run", RunCommand.Create), ("create", CreateCommand.Create), ("start", StartCommand.Create), ("ps", () => PsCommand.Create("ps")), ("stop", StopCommand.Create), ("kill", KillCommand.Create),
        ("restart", RestartCommand.Create), ("pause", PauseCommand.Pause), ("unpause", PauseCommand.Unpause), ("wait", WaitCommand.Create),
        ("rename", RenameCommand.Create), ("rm", RmCommand.Create), ("container", ContainerCommand.Create), ("logs", LogsCommand.Create),
        ("exec", ExecCommand.Create), ("attach", AttachCommand.Create), ("commit", CommitCommand.Create), ("image", ImageCommand.Create), ("images", () => ImagesCommand.Create("images")),
        ("load", LoadCommand.Create), ("save", SaveCommand.Create), ("import", ImportCommand.Create), ("tag", TagCommand.Create),
        ("rmi", () => ImageRemoveCommand.Create("rmi")), ("history", HistoryCommand.Create), ("volume", VolumeCommand.Create), ("network", NetworkCommand.Create),
        ("gc", GcCommand.Create), ("update", UpdateCommand.Create), ("stats", StatsCommand.Create), ("top", TopCommand.Create), ("info", InfoCommand.Create),
        ("port", PortCommand.Create), ("cp", CpCommand.Create), ("diff", DiffCommand.Create), ("export", ExportCommand.Create),
        ("events", EventsCommand.Create), ("version", VersionCommand.Create),
        ("inspect", () => InspectCommand.Create()), ("completion", () => About.Commands.Completion("commands, options and names", About.NoCompletionFor)),
        ("complete", () => About.Commands.Complete("hull complete -- network l")), ("man", () => About.Commands.Man(About.Manual)),
        ("oci", () => new Command("oci", "Runs OCI bundles, for engines that call a runtime such as runc; see hull oci --help.")),
    ];

    public static int Run(IReadOnlyList<string> args)
    {
        // Called by programs, and often: without all that reads and helps for people.
        if (args.Count > 0 && args[0] == "oci")
            return OciCommandLine.Run([.. args.Skip(1)]);
        if (args is ["--debug" or "-D", ..])
        {
            Debugging.Begin();
            args = [.. args.Skip(1)];
        }
        return Refusal.Attempt(() => Do(args), Prefix,
            e => e is LinuxException or CniError or IOException or UnauthorizedAccessException or JsonException ? new HullException(e.Message) : null);
    }

    /// <summary>What stands before all that hull says on standard error.</summary>
    public const string Prefix = "hull: ";

    static int Do(IReadOnlyList<string> args)
    {
        if (CurrentProcess.IsRoot)
            ResolverProcess.ReviveAll();
        // All of them for --help and for what is none; else the one that is named: each costs time, and there will be more.
        var named = s_commands.Where(one => args.Count > 0 && one.Name == args[0]).ToList();
        var root = named.Count == 0 ? Tree() : With(args.Any(AsksForHelp) ? Root() : new Command("hull"), named);
        var parsed = root.Parse(EndOptions(root, args));
        if (parsed.UnmatchedTokens is [var word, ..])
            throw new HullException($"\"{word}\" is nothing that hull{(args[0] == word ? "" : $" {args[0]}")} knows; see hull --help");
        if (parsed.Errors.Count > 0)
            throw new HullException($"{parsed.Errors[0].Message.TrimEnd('.')}; see {CommandTree.PathOf(parsed.CommandResult.Command)} --help");
        return parsed.Invoke(s_plain);
    }

    /// <summary>All that there is.</summary>
    public static Command Tree() => With(Root(), s_commands);

    // The library's options have words of their own in resources, which take a third of a millisecond to be read, though others are put in their place.
    static Command Root() => new("hull", "Runs containers: each with its own network, none with a daemon.")
    {
        new Option<bool>("--debug", "-D") { Description = "Before a command: tell on standard error what is made and undone, and each word with the plugins." },
        HelpOptions.Help(), HelpOptions.Version(),
    };

    static bool AsksForHelp(string word) => word is "--help" or "-h" or "-?";

    static Command With(Command root, IEnumerable<(string Name, Func<Command> Create)> commands)
    {
        foreach (var (_, create) in commands)
            root.Subcommands.Add(create());
        return root;
    }

    /// <summary>All but --help needs root.</summary>
    public static void NeedRoot()
    {
        if (!CurrentProcess.IsRoot)
            throw new HullException("containers are made of what only root can do: run it as root (sudo hull ...)");
    }

    // What follows the image, or the container, belongs to the command that is to run, however much it looks like an option of ours.
    static IReadOnlyList<string> EndOptions(Command root, IReadOnlyList<string> args)
    {
        int verb = args.Count > 1 && args[0] == "container" ? 1 : 0;
        var head = verb == 0 ? root : root.Subcommands.First(sub => sub.Name == args[0]);
        if (args.Count == 0 || head.Subcommands.FirstOrDefault(sub => sub.Name == args[verb]) is not Verb { ProgramAt: not null } command)
            return args;
        int first = verb + 1;
        while (first < args.Count && args[first].StartsWith('-') && args[first] is not ("-" or "--"))
            first += TakesNext(command, args[first]) ? 2 : 1;
        return first < args.Count && args[first] != "--" ? [.. args.Take(first), "--", .. args.Skip(first)] : args;
    }

    static bool TakesNext(Command command, string word)
    {
        // --name=web, -p80:80 and -di hold all they have to say.
        string name = word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=')[0] : word[..2];
        if (name is "--help" or "-h" or "-?")
            return false;
        var option = command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name))
            ?? throw new HullException($"{command.Name} has no option {name}; see hull {command.Name} --help");
        return name == word && option.Arity.MinimumNumberOfValues > 0;
    }
}
