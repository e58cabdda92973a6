using System.CommandLine;

namespace Hull.Commands.Help;

/// <summary>What there is to say of hull's commands: all of it stands where they are made.</summary>
internal static class CommandTree
{
    const string Heading = "Example: ";

    public static IEnumerable<Command> CommandsOf(Command command) => command.Subcommands.Where(next => !next.Hidden);

    public static IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden);

    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{PathOf(above)} {command.Name}" : "hull";

    /// <summary>Its description without the example.</summary>
    public static string SummaryOf(Command command) => (command.Description ?? "").Split(Heading)[0].TrimEnd();

    /// <summary>A line for a shell; null where there is none: for what is only the head of others.</summary>
    public static string? ExampleOf(Command command) => (command.Description ?? "").Split(Heading, 2) is [_, var example] ? example : null;

    public static string UsageOf(Command command)
    {
        var words = new List<string> { PathOf(command) };
        if (OptionsOf(command).Any()) words.Add("[OPTIONS]");
        if (CommandsOf(command).Any()) words.Add("COMMAND");
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

    public static string NameOf(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    /// <summary>-f, --format TEMPLATE</summary>
    public static string NamesOf(Option option)
    {
        string names = string.Join(", ", [.. option.Aliases.Where(alias => alias.Length == 2), option.Name]);
        return TakesValue(option) ? $"{names} {option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}" : names;
    }

    public static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
}
