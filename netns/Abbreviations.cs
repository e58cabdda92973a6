using System.CommandLine;

namespace Netctl;

/// <summary>Verbs may be shortened, as with ip: at the top to what only one of them begins with, below it to the first that begins so.</summary>
internal static class Abbreviations
{
    public static string[] Expand(Command root, string[] args)
    {
        string[] whole = [.. args];
        var at = root;
        for (int i = 0; i < args.Length && at.Subcommands.Count > 0; i++)
        {
            if (args[i] == "--") break;
            if (args[i].StartsWith('-'))
            {
                whole[i] = Options.WithItsValue(args[i]);
                if (TakesNext(root, args[i])) i++;
                continue;
            }
            if (Find(at, args[i], mustBeOnly: at == root) is not { } verb) break;
            whole[i] = verb.Name;
            at = verb;
        }
        return whole;
    }

    static bool TakesNext(Command root, string option) =>
        root.Options.FirstOrDefault(known => known.Name == option || known.Aliases.Contains(option)) is { Arity.MinimumNumberOfValues: > 0 };

    static Command? Find(Command at, string word, bool mustBeOnly)
    {
        foreach (var verb in at.Subcommands)
            if (verb.Name == word || verb.Aliases.Contains(word))
                return verb;
        Command? found = null;
        foreach (var verb in at.Subcommands)
            if (verb.Name.StartsWith(word, StringComparison.Ordinal) || verb.Aliases.Any(alias => alias.StartsWith(word, StringComparison.Ordinal)))
            {
                if (!mustBeOnly) return verb;
                if (found is not null) return null;
                found = verb;
            }
        return found;
    }
}
