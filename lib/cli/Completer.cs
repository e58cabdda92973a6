using System.CommandLine;
using System.CommandLine.Completions;

namespace Cli;

/// <summary>What can follow the words that somebody has typed, out of the tree of commands that also reads them. One for each question.</summary>
public class Completer(Command root)
{
    readonly List<Option> _options = [.. root.Options];
    readonly List<string> _given = [];   // to the command that has been reached: neither its options nor their values
    Command _command = root;
    Option? _awaits;

    /// <param name="words">All after the tool's name; the last is the one being typed, and may be empty.</param>
    /// <returns>Each with a word of explanation, which may be empty.</returns>
    public IEnumerable<(string Label, string Detail)> Next(IReadOnlyList<string> words)
    {
        foreach (string word in words.SkipLast(1)) Pass(word);
        string typed = words.Count > 0 ? words[^1] : "";
        return Here(typed).Where(item => item.Label.StartsWith(typed, StringComparison.Ordinal));
    }

    /// <summary>The command below another that a word names.</summary>
    protected virtual Command? Below(Command command, string word) => command.Subcommands.FirstOrDefault(next => next.Name == word || next.Aliases.Contains(word));

    /// <summary>Somebody has given an option, with a value if it takes one.</summary>
    protected virtual void Note(Option option, string? value) { }

    /// <summary>See <see cref="Verb.ProgramAt"/>.</summary>
    protected virtual int? ProgramAt(Command command) => (command as Verb)?.ProgramAt;

    /// <summary>What may stand where a program is to be named.</summary>
    protected virtual IEnumerable<CompletionItem> Programs() => [];

    /// <summary>What must follow a word, whatever the command; null where it is the command's to say.</summary>
    protected virtual IEnumerable<CompletionItem>? After(string word) => null;

    void Pass(string word)
    {
        if (_awaits is { } option)
        {
            Note(option, word);
            _awaits = null;
        }
        else if (!IsOfProgram && word.StartsWith('-'))
        {
            var found = _options.Find(one => one.Name == word || one.Aliases.Contains(word));
            if (found is { Arity.MinimumNumberOfValues: > 0 }) _awaits = found;
            else if (found is not null) Note(found, null);
        }
        else if (_given.Count == 0 && Below(_command, word) is { } next)
        {
            _command = next;
            _options.AddRange(next.Options);
        }
        else
            _given.Add(word);
    }

    bool IsOfProgram => _given.Count >= ProgramAt(_command);

    IEnumerable<(string Label, string Detail)> Here(string typed)
    {
        if (_awaits is { } option)
            return Items(option.GetCompletions(CompletionContext.Empty));
        if (IsOfProgram)
            return _given.Count == ProgramAt(_command) ? Items(Programs()) : [];
        if (typed.StartsWith('-'))
            return _options.Where(one => !one.Hidden).Select(one => (one.Name, one.Description ?? ""));
        return After(_given.LastOrDefault() ?? "") is { } named ? Items(named) : Commands().Concat(Arguments());
    }

    IEnumerable<(string, string)> Commands() =>
        _given.Count > 0 ? [] : CommandTree.CommandsOf(_command).Select(next => (next.Name, CommandTree.SummaryOf(next)));

    // The argument that is next, or the last one, if that takes several; not what has been said already.
    IEnumerable<(string, string)> Arguments()
    {
        int at = _given.Count;
        foreach (var argument in _command.Arguments)
        {
            if (at < argument.Arity.MaximumNumberOfValues)
                return Items(argument.GetCompletions(CompletionContext.Empty)).Where(item => !_given.Contains(item.Item1));
            at -= argument.Arity.MaximumNumberOfValues;
        }
        return [];
    }

    static IEnumerable<(string, string)> Items(IEnumerable<CompletionItem> items) => items.Select(item => (item.Label, item.Detail ?? ""));
}
