using System.CommandLine;

namespace Cli;

/// <summary>What there is to say of commands: all of it stands where they are made.</summary>
public static class CommandTree
{
    // A usage line with more options than these is read by nobody.
    const int MostSpelled = 16;

    public static IEnumerable<Command> CommandsOf(Command command) => command.Subcommands.Where(next => !next.Hidden);

    public static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>Those of which there is something to say.</summary>
    public static IEnumerable<Argument> ArgumentsOf(Command command) => command.Arguments.Where(argument => !argument.Hidden && argument.Description is not null);

    public static IReadOnlyList<string> ExamplesOf(Command command) => command is Verb verb ? verb.Examples : [];

    public static string[] ParagraphsOf(Command command) => (command.Description ?? "").Split("\n\n");

    /// <summary>The first paragraph of its description.</summary>
    public static string SummaryOf(Command command) => ParagraphsOf(command)[0].ReplaceLineEndings(" ");

    /// <summary>As it is called: netctl link show</summary>
    public static string PathOf(Command command) => Above(command) is { } above ? $"{PathOf(above)} {command.Name}" : command.Name;

    public static Command RootOf(Command command) => Above(command) is { } above ? RootOf(above) : command;

    static Command? Above(Command command) => command.Parents.OfType<Command>().FirstOrDefault();

    public static string NamesOf(Command command) => string.Join(", ", [command.Name, .. command.Aliases.Order(StringComparer.Ordinal)]);

    /// <summary>-n, --netns NAME; other names are understood too.</summary>
    public static string NamesOf(Option option)
    {
        string names = string.Join(", ", [.. option.Aliases.Where(alias => alias.Length == 2), option.Name]);
        return TakesValue(option) ? $"{names} {ValueOf(option)}" : names;
    }

    public static string NameOf(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    public static string UsageOf(Command command)
    {
        var words = new List<string> { PathOf(command) };
        var options = OptionsOf(command).Where(option => !option.Recursive).ToList();
        if (options.Count > MostSpelled) words.Add("[OPTIONS]");
        else words.AddRange(options.Select(option => TakesValue(option) ? $"[{option.Name} {ValueOf(option)}]" : $"[{option.Name}]"));
        if (CommandsOf(command).Any()) words.Add(command.Action is null ? "COMMAND" : "[COMMAND]");
        words.AddRange(command.Arguments.Where(argument => !argument.Hidden).Select(Form));
        return string.Join(' ', words);
    }

    static string Form(Argument argument) => (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
    {
        (0, 1) => $"[{NameOf(argument)}]",
        (0, _) => $"[{NameOf(argument)}...]",
        (_, 1) => NameOf(argument),
        _ => $"{NameOf(argument)}...",
    };

    static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    static string ValueOf(Option option) => option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();
}
