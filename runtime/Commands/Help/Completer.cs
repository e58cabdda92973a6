using System.CommandLine;
using System.CommandLine.Completions;
using Hull.Containers;
using Hull.Images;
using Hull.Network;
using Hull.Volumes;
using Linux;

namespace Hull.Commands.Help;

/// <summary>What can follow the words that somebody has typed, out of the tree of commands that also reads them.</summary>
internal static class Completer
{
    /// <param name="words">All after "hull"; the last is the one being typed, and may be empty.</param>
    /// <returns>Each with a word of explanation, which may be empty.</returns>
    public static IEnumerable<(string Label, string Detail)> Next(Command root, IReadOnlyList<string> words)
    {
        string typed = words.Count > 0 ? words[^1] : "";
        return Among(root, [.. words.SkipLast(1)], typed).Where(item => item.Label.StartsWith(typed, StringComparison.Ordinal));
    }

    static IEnumerable<(string Label, string Detail)> Among(Command command, IReadOnlyList<string> before, string typed)
    {
        int positionals = 0;
        Option? awaits = null;
        foreach (string word in before)
            if (awaits is not null)
                awaits = null;
            else if (word.StartsWith('-') && !EndsOptions(command, positionals))
                awaits = word.Contains('=') ? null : command.Options.FirstOrDefault(option => CommandTree.TakesValue(option) && (option.Name == word || option.Aliases.Contains(word)));
            else if (positionals == 0 && command.Subcommands.FirstOrDefault(next => next.Name == word || next.Aliases.Contains(word)) is { } next)
                command = next;
            else
                positionals++;
        if (awaits is not null)
            return Names(Meant(awaits), []);
        if (EndsOptions(command, positionals))
            return [];   // the words of a program in a container, which is not ours to know
        if (typed.StartsWith('-'))
            return CommandTree.OptionsOf(command).Select(option => (option.Name, option.Description ?? ""));
        if (positionals == 0 && command.Subcommands.Count > 0)
            return CommandTree.CommandsOf(command).Select(one => (one.Name, CommandTree.SummaryOf(one)));
        return ArgumentAt(command, positionals) is { } argument ? Names(argument.Name, before).Concat(argument.GetCompletions(CompletionContext.Empty).Select(item => (item.Label, item.Detail ?? ""))) : [];
    }

    // After the image, or the container, the words are a program's.
    static bool EndsOptions(Command command, int positionals) => positionals > 0 && command.Name is "run" or "create" or "exec" && positionals > 0 && command.Parents.All(parent => parent.Name is not ("network" or "volume"));

    static Argument? ArgumentAt(Command command, int at)
    {
        foreach (var argument in command.Arguments)
        {
            if (at < argument.Arity.MaximumNumberOfValues) return argument;
            at -= argument.Arity.MaximumNumberOfValues;
        }
        return null;
    }

    static string Meant(Option option) => option.Name switch
    {
        "--network" => "network",
        "--volume" => "volume",
        "--volumes-from" => "container",
        _ => "",
    };

    // Arguments are named after what they are names of. Only root can look.
    static IEnumerable<(string, string)> Names(string what, IReadOnlyList<string> already)
    {
        if (!CurrentProcess.IsRoot)
            return [];
        IEnumerable<(string, string)> names = what.ToLowerInvariant() switch
        {
            "container" => AllContainers.List().Select(container => (container.Name, container.Image)),
            "image" or "image command args" => Repositories.Read().All.Select(one => (one.Name, "")),
            "network" => KnownNetwork.All().Select(network => (network.Name, network.Driver)),
            "volume" => Volume.List().Select(volume => (volume.Name, "")),
            "name" => AllContainers.List().Select(container => (container.Name, container.Image)),
            _ => [],
        };
        return names.Where(one => !already.Contains(one.Item1));
    }
}
