using System.CommandLine;
using Hull.Containers;
using Hull.Volumes;

namespace Hull.Commands;

/// <summary>What run and create can be told about a new container.</summary>
internal static class ContainerOptions
{
    static readonly Option<bool> s_remove = new("--rm") { Description = "Remove it when it ends." };
    static readonly Option<string?> s_name = new("--name") { Description = "Its name; one at random without." };
    static readonly Option<string[]> s_environment = new("--env", "-e")
    {
        Description = "Set a variable, NAME=value; or pass NAME on as it is here.",
    };
    static readonly Option<string?> s_folder = new("--workdir", "-w") { Description = "The folder to start in; the image's without." };
    static readonly Option<string?> s_user = new("--user", "-u") { Description = "USER[:GROUP], names or numbers; the image's without." };
    static readonly Option<string?> s_entrypoint = new("--entrypoint") { Description = "The program that the command's words are for; the image's without, \"\" for none." };
    static readonly Option<string[]> s_volumes = new("--volume", "-v")
    {
        Description = "Mount a volume, or a folder or file of the host's: [VOLUME:]/PLACE[:ro] or /FOLDER:/PLACE[:ro].",
    };
    static readonly Option<string[]> s_labels = new("--label", "-l") { Description = "A note on the container, NAME=value." };
    static readonly Option<string[]> s_labelFiles = new("--label-file") { Description = "A file with such a note in each line; what -l says counts more." };
    static readonly Option<string[]> s_annotations = new("--annotation") { Description = "A note in the container's config.json, NAME=value." };
    static readonly Option<bool> s_interactive = new("--interactive", "-i") { Description = "Let it read our standard input." };
    static readonly Option<string?> s_hostName = new("--hostname") { Description = "Its host name; the first 12 digits of its id without." };
    static readonly Option<string?> s_domainName = new("--domainname") { Description = "Its NIS domain name, by which it also finds itself behind its host name." };
    static readonly Option<string?> s_rootFolder = new("--rootfs")
    {
        Description = "A folder to take as root file system in place of an image. It is not changed.",
    };
    static readonly Argument<string[]> s_words = new("IMAGE COMMAND ARGS")
    {
        Arity = ArgumentArity.ZeroOrMore, Description = "The image (not with --rootfs), and what to run in it.",
    };

    public static IReadOnlyList<Symbol> All =>
    [
        s_remove, s_name, s_environment, s_folder, s_interactive, s_hostName, s_rootFolder,
        s_user, s_entrypoint, s_labels, s_volumes, s_labelFiles, s_annotations, s_domainName,
        s_words, EnvironmentFile.Option, .. TerminalOptions.All, .. LogOptions.All, .. NetworkOptions.All, .. RightsOptions.AllOptions,
        .. PortOptions.All, .. LimitOptions.All, .. IsolationOptions.All, .. MountArguments.All, .. LifeOptions.All,
    ];

    /// <summary>Adds them to a command.</summary>
    public static Command With(this Command command, IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        return command;
    }

    public static RunRequest Request(ParseResult parsed)
    {
        var (image, command) = Split(parsed);
        return PortOptions.Usable(new RunRequest
        {
            Image = image,
            RootFolder = parsed.GetValue(s_rootFolder),
            Command = command,
            Name = parsed.GetValue(s_name),
            HostName = parsed.GetValue(s_hostName),
            DomainName = parsed.GetValue(s_domainName) ?? "",
            Ports = PortOptions.Published(parsed),
            PublishAll = PortOptions.PublishAll(parsed),
            ExposedPorts = PortOptions.Exposed(parsed),
            Networks = NetworkOptions.Networks(parsed),
            Dns = NetworkOptions.Dns(parsed),
            MoreHosts = NetworkOptions.MoreHosts(parsed),
            Environment = Variables([.. EnvironmentFile.Read(parsed), .. parsed.GetValue(s_environment) ?? []]),
            WorkingFolder = parsed.GetValue(s_folder) is { } folder ? Folder(folder) : null,
            User = parsed.GetValue(s_user),
            Entrypoint = parsed.GetValue(s_entrypoint),
            Labels = [.. OptionFile.Lines("--label-file", parsed.GetValue(s_labelFiles) ?? []), .. parsed.GetValue(s_labels) ?? []],
            Annotations = [.. (parsed.GetValue(s_annotations) ?? []).Select(Annotation)],
            Volumes = [.. (parsed.GetValue(s_volumes) ?? []).Select(VolumeMount.Parse), .. MountArguments.Mounts(parsed)],
            VolumesFrom = MountArguments.From(parsed),
            Rights = RightsOptions.Rights(parsed),
            Limits = LimitOptions.Limits(parsed),
            Isolation = IsolationOptions.Isolation(parsed),
            Life = LifeOptions.Settings(parsed, remove: parsed.GetValue(s_remove)),
            StopSignal = LifeOptions.StopSignal(parsed),
            Remove = parsed.GetValue(s_remove),
            OpensInput = parsed.GetValue(s_interactive),
            Log = LogOptions.Asked(parsed),
            Terminal = TerminalOptions.Terminal(parsed),
            ConsoleSize = TerminalOptions.Terminal(parsed) ? Attachment.Size() : null,
            HasInit = TerminalOptions.Init(parsed),
        });
    }

    static KeyValuePair<string, string> Annotation(string text) => text.Split('=', 2) is [var name and not "", var value]
        ? new(name, value)
        : throw new HullException($"invalid --annotation {text}: it reads NAME=value");

    static (string? Image, string[] Command) Split(ParseResult parsed)
    {
        var words = parsed.GetValue(s_words) ?? [];
        if (parsed.GetValue(s_rootFolder) is not null)
            return (null, words);
        string verb = parsed.CommandResult.Command.Name;
        return words is [var image, .. var command]
            ? (image, command)
            : throw new HullException($"{verb} needs an image: hull {verb} IMAGE [COMMAND ARGS]; see hull {verb} --help");
    }

    public static string[] Variables(IEnumerable<string> given) =>
    [
        .. given.Select(word => word.Contains('=') ? word : Environment.GetEnvironmentVariable(word) is { } value ? $"{word}={value}" : "")
            .Where(variable => variable != ""),
    ];

    public static string Folder(string folder) =>
        folder.StartsWith('/') ? folder : throw new HullException($"the folder to start in, {folder}, is not absolute");
}
