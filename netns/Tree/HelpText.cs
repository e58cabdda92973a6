using System.CommandLine;
using System.Text;

namespace Netctl.Tree;

/// <summary>What --help says of a command.</summary>
internal static class HelpText
{
    const int Wide = 100;

    public static string Of(Command command)
    {
        var text = new StringBuilder();
        text.Append($"Usage: {UsageOf(command)}\n");
        foreach (string paragraph in ParagraphsOf(command))
            text.Append('\n').Append(paragraph).Append('\n');
        Table(text, "Arguments", command.Arguments.Where(argument => !argument.Hidden && argument.Description is not null)
            .Select(argument => (NameOf(argument), argument.Description!)));
        Table(text, "Commands", CommandsOf(command).Select(next => (NamesOf(next), SummaryOf(next))));
        Table(text, "Options", OptionsOf(command).Select(option => (NamesOf(option), option.Description ?? "")));
        if (PathOf(command).Contains(' '))
            text.Append("\nOptions of every command: see netctl --help.\n");
        if (command is Verb { Examples: { Count: > 0 } examples })
            text.Append("\nExample:\n").AppendJoin("", examples.Select(line => $"  {line}\n"));
        return text.ToString();
    }

    public static string UsageOf(Command command)
    {
        var words = new List<string> { PathOf(command) };
        words.AddRange(command.Options.Where(option => !option.Hidden && !option.Recursive)
            .Select(option => TakesValue(option) ? $"[{option.Name} {ValueOf(option)}]" : $"[{option.Name}]"));
        if (CommandsOf(command).Any()) words.Add(command.Action is null ? "COMMAND" : "[COMMAND]");
        words.AddRange(command.Arguments.Where(argument => !argument.Hidden).Select(Form));
        return string.Join(' ', words);
    }

    public static IEnumerable<Command> CommandsOf(Command command) => command.Subcommands.Where(next => !next.Hidden);

    public static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden);

    public static string[] ParagraphsOf(Command command) => [.. (command.Description ?? "").Split("\n\n").Where(paragraph => !Verb.IsExample(paragraph))];

    /// <summary>The first paragraph of its description.</summary>
    public static string SummaryOf(Command command) => ParagraphsOf(command)[0].ReplaceLineEndings(" ");

    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{PathOf(above)} {command.Name}" : command.Name;

    public static string NamesOf(Command command) => string.Join(", ", [command.Name, .. command.Aliases.Order(StringComparer.Ordinal)]);

    /// <summary>-n, --netns NAME; the other names of ip's are understood too.</summary>
    public static string NamesOf(Option option)
    {
        string names = string.Join(", ", [.. option.Aliases.Where(alias => alias.Length == 2), option.Name]);
        return TakesValue(option) ? $"{names} {ValueOf(option)}" : names;
    }

    public static string NameOf(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    static string Form(Argument argument) => (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
    {
        (0, 1) => $"[{NameOf(argument)}]",
        (0, _) => $"[{NameOf(argument)}...]",
        (_, 1) => NameOf(argument),
        _ => $"{NameOf(argument)}...",
    };

    static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    static string ValueOf(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    static void Table(StringBuilder text, string title, IEnumerable<(string Left, string Right)> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0) return;
        int width = Math.Min(28, rows.Max(row => row.Left.Length));
        text.Append($"\n{title}:\n");
        foreach (var (left, right) in rows)
        {
            text.Append($"  {left.PadRight(width)}  ");
            string margin = "";
            foreach (string line in Wrapped(right.ReplaceLineEndings(" "), Wide - width - 4))
            {
                text.Append(margin).Append(line).Append('\n');
                margin = new string(' ', width + 4);
            }
        }
    }

    static IEnumerable<string> Wrapped(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line != "" && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line == "" ? word : $"{line} {word}";
        }
        yield return line;
    }
}
