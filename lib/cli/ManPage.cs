using System.CommandLine;
using System.Text;
using static Cli.CommandTree;

namespace Cli;

/// <summary>The tree of commands as a manual page, in the macros of man(7).</summary>
public sealed class ManPage
{
    readonly StringBuilder _page = new();

    ManPage() { }

    public static string Of(Command root, ManFrame frame)
    {
        var page = new ManPage();
        page.Add($".TH {root.Name.ToUpperInvariant()} 8 2026-01-01 \"Net\" \"System Administration\"\n.ad l\n");
        page.Add($".SH NAME\n{root.Name} \\- {frame.About}\n.SH SYNOPSIS\n.B {root.Name}\n{frame.Synopsis}\n.SH DESCRIPTION\n");
        if (frame.Description is null) page.Paragraphs(ParagraphsOf(root));
        else page.Add(frame.Description);
        page.Add($".SH OPTIONS\n{frame.OfOptions}");
        page.Options(root);
        page.Add($".SH COMMANDS\n{frame.OfCommands}");
        foreach (var command in CommandsOf(root)) page.Section(command);
        page.Add(frame.Rest);
        return page._page.ToString();
    }

    void Add(string macros) => _page.Append(macros);

    void Section(Command command)
    {
        Add($".SS \"{Text(UsageOf(command))}\"\n");
        if (command.Aliases.Count > 0)
            Add($"Also: {Text(string.Join(", ", command.Aliases.Order(StringComparer.Ordinal)))}.\n.PP\n");
        Paragraphs(ParagraphsOf(command));
        foreach (var argument in ArgumentsOf(command))
            Item($"\\fI{Text(NameOf(argument))}\\fR", argument.Description!);
        Options(command);
        if (ExamplesOf(command) is { Count: > 0 } examples)
            Add($".PP\nExample:\n.PP\n.nf\n.RS 4\n{string.Concat(examples.Select(line => $"{Line(line)}\n"))}.RE\n.fi\n");
        foreach (var next in CommandsOf(command)) Section(next);
    }

    void Options(Command command)
    {
        foreach (var option in OptionsOf(command))
            Item($"\\fB{Text(NamesOf(option))}\\fR", option.Description ?? "");
    }

    void Item(string name, string description) => Add($".TP\n{name}\n{Line(description.ReplaceLineEndings(" "))}\n");

    // Those with indented lines are tables, and stay as they are.
    void Paragraphs(IReadOnlyList<string> paragraphs)
    {
        for (int i = 0; i < paragraphs.Count; i++)
        {
            if (i > 0) Add(".PP\n");
            bool isTable = paragraphs[i].Contains("\n  ");
            if (isTable) Add(".nf\n");
            foreach (string line in paragraphs[i].Split('\n')) Add($"{Line(line)}\n");
            if (isTable) Add(".fi\n");
        }
    }

    // A line that begins with a point or an apostrophe would be taken for a macro.
    static string Line(string text) => text.StartsWith('.') || text.StartsWith('\'') ? $"\\&{Text(text)}" : Text(text);

    static string Text(string text) => string.Concat(Escaped(text).Select(letter => letter < 128 ? letter.ToString() : $"\\[u{(int)letter:X4}]"));

    static string Escaped(string text) =>
        text.Replace("\\", "\\e").Replace("-", "\\-").Replace("'", "\\(aq").Replace("\"", "\\(dq").Replace("^", "\\(ha").Replace("`", "\\(ga").Replace("~", "\\(ti");
}
