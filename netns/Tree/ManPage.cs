using System.CommandLine;
using System.Text;

namespace Netctl.Tree;

/// <summary>The tree of commands as a manual page, in the macros of man(7).</summary>
internal static class ManPage
{
    public static string Of(Command root)
    {
        var page = new StringBuilder();
        page.Append(".TH NETCTL 8 2026-01-01 \"Net\" \"System Administration\"\n");
        page.Append(".SH NAME\nnetctl \\- network namespaces and what is in them\n");
        page.Append(".SH SYNOPSIS\n.B netctl\n[\\fIOPTION\\fR...] \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n");
        page.Append(".SH DESCRIPTION\n");
        Paragraphs(page, HelpText.ParagraphsOf(root));
        page.Append(".SH OPTIONS\nThey may stand before a command or after it.\n");
        OptionsOf(page, root);
        page.Append(".SH COMMANDS\nThe beginning of a command's name will do where it can mean only one.\n");
        foreach (var command in HelpText.CommandsOf(root)) Section(page, command);
        page.Append(Rest);
        return page.ToString();
    }

    const string Rest = """
        .SH ENVIRONMENT
        .TP
        .B NETCTL_RUN_DIR
        The folder of the named namespaces, in the place of
        .IR /run/netns .
        .TP
        .B NO_COLOR
        When it is set, nothing is coloured.
        .SH FILES
        .TP
        .I /run/netns/NAME
        A named namespace: a file on which the namespace is mounted.
        .BR ip (8)
        makes and reads the same ones.
        .TP
        .I /etc/netns/NAME/
        Files that stand in the place of those in
        .I /etc
        for the programs that
        .B netctl exec
        runs.
        .SH SEE ALSO
        .BR ip (8),
        .BR ip-netns (8),
        .BR network_namespaces (7)

        """;

    static void Section(StringBuilder page, Command command)
    {
        page.Append($".SS \"{Text(HelpText.UsageOf(command))}\"\n");
        if (command.Aliases.Count > 0)
            page.Append($"Also: {Text(string.Join(", ", command.Aliases.Order(StringComparer.Ordinal)))}.\n.PP\n");
        Paragraphs(page, HelpText.ParagraphsOf(command));
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden && argument.Description is not null))
            Item(page, $"\\fI{Text(HelpText.NameOf(argument))}\\fR", argument.Description!);
        OptionsOf(page, command);
        if (command is Verb { Examples: { Count: > 0 } examples })
            page.Append(".PP\nExample:\n.PP\n.nf\n.RS 4\n").AppendJoin("", examples.Select(line => $"{Line(line)}\n")).Append(".RE\n.fi\n");
        foreach (var next in HelpText.CommandsOf(command)) Section(page, next);
    }

    static void OptionsOf(StringBuilder page, Command command)
    {
        foreach (var option in HelpText.OptionsOf(command))
            Item(page, $"\\fB{Text(HelpText.NamesOf(option))}\\fR", option.Description ?? "");
    }

    static void Item(StringBuilder page, string name, string description) => page.Append($".TP\n{name}\n{Line(description.ReplaceLineEndings(" "))}\n");

    // Those with indented lines are tables, and stay as they are.
    static void Paragraphs(StringBuilder page, IReadOnlyList<string> paragraphs)
    {
        for (int i = 0; i < paragraphs.Count; i++)
        {
            if (i > 0) page.Append(".PP\n");
            bool isTable = paragraphs[i].Contains("\n  ");
            if (isTable) page.Append(".nf\n");
            foreach (string line in paragraphs[i].Split('\n')) page.Append(Line(line)).Append('\n');
            if (isTable) page.Append(".fi\n");
        }
    }

    // A line that begins with a point or an apostrophe would be taken for a macro.
    static string Line(string text) => text.StartsWith('.') || text.StartsWith('\'') ? $"\\&{Text(text)}" : Text(text);

    static string Text(string text) => text.Replace("\\", "\\e").Replace("-", "\\-").Replace("'", "\\(aq").Replace("\"", "\\(dq").Replace("^", "\\(ha").Replace("`", "\\(ga").Replace("~", "\\(ti");
}
