using System.CommandLine;
using System.CommandLine.Completions;
using Hull.Containers;
using Hull.Images;
using Hull.Network;
using Hull.Volumes;
using Linux;

namespace Hull.Commands.Help;

/// <summary>What may stand where a command wants a name. Arguments are called after what they are names of.</summary>
internal static class Candidates
{
    /// <summary>The same tree; each of its arguments and options knows what can stand there.</summary>
    public static Command OfferedIn(Command command)
    {
        foreach (var argument in command.Arguments)
            if (Named(argument.Name.ToLowerInvariant()) is { } names)
                argument.CompletionSources.Add(_ => Items(names));
        foreach (var option in command.Options)
            if (NamedBy(option.Name) is { } names)
                option.CompletionSources.Add(_ => Items(names));
        foreach (var next in command.Subcommands) OfferedIn(next);
        return command;
    }

    static Func<IEnumerable<(string Name, string Detail)>>? Named(string what) => what switch
    {
        "container" or "name" => Containers,
        "image" or "image command args" => () => Repositories.Read().All.Select(one => (one.Name, "")),
        "network" => Networks,
        "volume" => Volumes,
        _ => null,
    };

    static Func<IEnumerable<(string Name, string Detail)>>? NamedBy(string option) => option switch
    {
        "--network" => Networks,
        "--volume" => Volumes,
        "--volumes-from" => Containers,
        _ => null,
    };

    static IEnumerable<(string, string)> Containers() => AllContainers.List().Select(container => (container.Name, container.Image));

    static IEnumerable<(string, string)> Networks() => KnownNetwork.All().Select(network => (network.Name, network.Driver));

    static IEnumerable<(string, string)> Volumes() => Volume.List().Select(volume => (volume.Name, ""));

    // Only root can look.
    static IEnumerable<CompletionItem> Items(Func<IEnumerable<(string Name, string Detail)>> names) =>
        CurrentProcess.IsRoot ? names().Select(one => new CompletionItem(one.Name, detail: one.Detail)) : [];
}
