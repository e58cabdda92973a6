using System.CommandLine;
using System.Text;

namespace Hull.Commands.Help;

/// <summary>The tree of commands as a manual page, in the macros of man(7).</summary>
internal static class ManPage
{
    const string Head = """
        .TH HULL 8 2026-01-01 "Net" "System Administration"
        .ad l
        .SH NAME
        hull \- containers, each with its own network, without a daemon
        .SH SYNOPSIS
        .B hull
        \fICOMMAND\fR [\fIOPTION\fR...] [\fIARGUMENT\fR...]
        .SH DESCRIPTION
        .B hull
        runs containers. Its commands, options, columns and exit codes are docker's where docker has them. There is no daemon: each container that runs has
        a monitor, a process of its own.
        .PP
        Containers are known by their names, their ids, or the beginnings of ids. It exits with 125 when it fails itself, with 126 or 127 when a command cannot be
        run or found, with 1 when something that is named is not there, and else as the command in the container does.
        .SH COMMANDS

        """;

    const string Rest = """
        .SH TEMPLATES
        What
        .B \-\-format
        takes is the part of Go's text/template that command lines are written in, with docker's functions json, join, split, lower, upper, title, pad, truncate and println.
        A list's template may begin with the word table; then it has headings.
        .SH FILES
        .TP
        .I /var/lib/hull
        Images, layers, volumes, containers and what happened to them.
        .TP
        .I /run/hull
        What lives only while containers run.
        .TP
        .I /etc/cni/net.d
        Networks, as files that other programs read, too.
        .TP
        .I /opt/cni/bin
        The plugins that make them.
        .SH SEE ALSO
        .BR netctl (8),
        .BR network_namespaces (7)

        """;

    public static string Of(Command root)
    {
        var page = new StringBuilder(Head);
        foreach (var command in CommandTree.CommandsOf(root)) Section(page, command);
        return page.Append(Rest).ToString();
    }

    static void Section(StringBuilder page, Command command)
    {
        page.Append($".SS \"{Text(CommandTree.UsageOf(command))}\"\n");
        if (command.Aliases.Count > 0)
            page.Append($"Also: {Text(string.Join(", ", command.Aliases.Order(StringComparer.Ordinal)))}.\n.PP\n");
        page.Append(Line(CommandTree.SummaryOf(command))).Append('\n');
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden && argument.Description is not null))
            Item(page, $"\\fI{Text(CommandTree.NameOf(argument))}\\fR", argument.Description!);
        foreach (var option in CommandTree.OptionsOf(command))
            Item(page, $"\\fB{Text(CommandTree.NamesOf(option))}\\fR", option.Description ?? "");
        if (CommandTree.ExampleOf(command) is { } example)
            page.Append($".PP\nExample:\n.PP\n.nf\n.RS 4\n{Line(example)}\n.RE\n.fi\n");
        foreach (var next in CommandTree.CommandsOf(command)) Section(page, next);
    }

    static void Item(StringBuilder page, string name, string description) => page.Append($".TP\n{name}\n{Line(description.ReplaceLineEndings(" "))}\n");

    // A line that begins with a point or an apostrophe would be taken for a macro.
    static string Line(string text) => text.StartsWith('.') || text.StartsWith('\'') ? $"\\&{Text(text)}" : Text(text);

    static string Text(string text) => string.Concat(Escaped(text).Select(letter => letter < 128 ? letter.ToString() : $"\\[u{(int)letter:X4}]"));

    static string Escaped(string text) =>
        text.Replace("\\", "\\e").Replace("-", "\\-").Replace("'", "\\(aq").Replace("\"", "\\(dq").Replace("^", "\\(ha").Replace("`", "\\(ga").Replace("~", "\\(ti");
}
