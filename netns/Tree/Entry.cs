using System.CommandLine;

namespace Netctl.Tree;

/// <summary>A command that is known by its names and made only when it is needed: netctl starts for every call, and has many.</summary>
internal sealed class Entry(string name, Func<Command> create, params string[] aliases)
{
    public string Name => name;

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
