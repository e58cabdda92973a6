using System.CommandLine;

namespace Netctl.Tree;

/// <summary>A command that is known by its names and made only when it is needed: netctl starts for every call, and has many.</summary>
internal sealed class Entry(string name, Func<Command> create, params string[] aliases)
{
    public string Name => name;

    /// <summary>
    /// What to do when there is no option among the words, only what is in <see cref="Takes"/>: then nothing of System.CommandLine is needed, whose first use costs as much
    /// as all else that a short call does.
    /// </summary>
    public Func<string[], int>? Plain { get; init; }

    /// <summary>How many words <see cref="Plain"/> takes at least; from there on they may look like options, as those of a program do, when <see cref="TakesAnything"/>.</summary>
    public int Takes { get; init; }

    public bool TakesAnything { get; init; }

    /// <summary>Whether <see cref="Plain"/> can do with these words.</summary>
    public bool IsPlain(ReadOnlySpan<string> words)
    {
        if (Plain is null || words.Length < Takes || Takes == 0 && words.Length > 0)
            return false;
        foreach (string word in TakesAnything ? words[..Takes] : words)
            if (word.StartsWith('-'))
                return false;
        return true;
    }

    /// <summary>Not shown in help: for scripts of ours.</summary>
    public bool IsHidden { get; init; }

    public bool IsCalled(string word) => word == name || Array.IndexOf(aliases, word) >= 0;

    public bool BeginsWith(string word) => name.StartsWith(word, StringComparison.Ordinal) || Array.Exists(aliases, alias => alias.StartsWith(word, StringComparison.Ordinal));

    public Command Create()
    {
        var command = create();
        foreach (string alias in aliases)
            if (!command.Aliases.Contains(alias))
                command.Aliases.Add(alias);
        command.Hidden = IsHidden;
        return command;
    }
}
