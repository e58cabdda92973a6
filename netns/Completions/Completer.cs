using System.CommandLine;
using System.CommandLine.Completions;
using Netctl.Commands;
using Netctl.Tree;

namespace Netctl.Completions;

/// <summary>What can follow the words that somebody has typed, out of the tree of commands that also reads them.</summary>
internal static class Completer
{
    /// <param name="words">All after "netctl"; the last is the one being typed, and may be empty.</param>
    /// <returns>Each with a word of explanation, which may be empty.</returns>
    public static IEnumerable<(string Label, string Detail)> Next(IReadOnlyList<string> words)
    {
        string typed = words.Count > 0 ? words[^1] : "";
        var place = Place.After(words.Take(words.Count - 1).ToList());
        return Among(place, typed).Where(item => item.Label.StartsWith(typed, StringComparison.Ordinal));
    }

    static IEnumerable<(string Label, string Detail)> Among(Place place, string typed)
    {
        if (place.Awaits is { } option)
            return Items(option.GetCompletions(CompletionContext.Empty));
        if (place.OfProgram)
            return place.Positionals == 0 ? Items(Candidates.Programs(CompletionContext.Empty)) : [];
        if (typed.StartsWith('-'))
            return place.Options.Where(next => !next.Hidden).Select(next => (next.Name, next.Description ?? ""));
        return After(place.LastWord) is { } named ? Items(named) : Commands(place).Concat(Arguments(place));
    }

    static IEnumerable<(string, string)> Commands(Place place) => place.Positionals > 0 ? []
        : HelpText.CommandsOf(place.Command).Select(next => (next.Name, HelpText.SummaryOf(next)));

    // The argument that is next, or the last one, if that takes several.
    static IEnumerable<(string, string)> Arguments(Place place)
    {
        int at = place.Positionals;
        foreach (var argument in place.Command.Arguments)
        {
            if (at < argument.Arity.MaximumNumberOfValues)
                return Items(argument.GetCompletions(CompletionContext.Empty));
            at -= argument.Arity.MaximumNumberOfValues;
        }
        return [];
    }

    // The words of ip after which a name must follow.
    static IEnumerable<CompletionItem>? After(string word) => word switch
    {
        "dev" or "master" => Candidates.Links(CompletionContext.Empty),
        "netns" => Candidates.Namespaces(CompletionContext.Empty),
        _ => null,
    };

    static IEnumerable<(string, string)> Items(IEnumerable<CompletionItem> items) => items.Select(item => (item.Label, item.Detail ?? ""));

    /// <summary>Where the words before lead.</summary>
    sealed class Place
    {
        readonly List<Option> _options = [];

        public Command Command { get; private set; } = CommandLine.Tree();
        public IReadOnlyList<Option> Options => _options;
        public Option? Awaits { get; private set; }
        public int Positionals { get; private set; }
        public string LastWord { get; private set; } = "";

        /// <summary>Whether the words are those of a program that exec is to run.</summary>
        public bool OfProgram { get; private set; }

        public static Place After(IReadOnlyList<string> words)
        {
            var place = new Place();
            place.Enter(place.Command);
            foreach (string word in words) place.Pass(word);
            if (place.Command.Name == ExecCommand.Name && !place.OfProgram && words.Any(Netctl.Options.IsAll))
                (place.OfProgram, place.Positionals) = (true, 0);
            return place;
        }

        void Enter(Command command)
        {
            (Command, Positionals, LastWord) = (command, 0, "");
            _options.AddRange(command.Options);
        }

        void Pass(string word)
        {
            if (Awaits is { } option)
            {
                if (option.Name == "--netns") Candidates.Netns = word;
                Awaits = null;
            }
            else if (!OfProgram && word.StartsWith('-'))
                Awaits = Netctl.Options.Find(Options, word) is { Arity.MinimumNumberOfValues: > 0 } wanting ? wanting : null;
            else if (Positionals == 0 && CommandLine.Below(Command, word) is { } next)
                Enter(next);
            else
                Count(word);
        }

        void Count(string word)
        {
            (LastWord, Positionals) = (word, Positionals + 1);
            if (Command.Name == ExecCommand.Name && !OfProgram)
                (OfProgram, Positionals, LastWord) = (true, 0, "");
        }
    }
}
