using Cli;

namespace Hull.Commands.Help;

/// <summary>What hull tells of itself: the scripts for shells, what completes, hull(8).</summary>
internal static class About
{
    public static HelpCommands Commands => new("hull", CommandLine.Tree) { Completer = root => new Completer(Candidates.OfferedIn(root)) };

    public static HullException NoCompletionFor(string shell) => new($"there is no completion for {shell}: there is for bash, zsh and fish", exitCode: 1);

    public static readonly ManFrame Manual = new()
    {
        About = "containers, each with its own network, without a daemon",
        Synopsis = @"\fICOMMAND\fR [\fIOPTION\fR...] [\fIARGUMENT\fR...]",
        Description = """
            .B hull
            runs containers. Its commands, options, columns and exit codes are docker's where docker has them. There is no daemon: each container that runs has
            a monitor, a process of its own.
            .PP
            Containers are known by their names, their ids, or the beginnings of ids. It exits with 125 when it fails itself, with 126 or 127 when a command cannot be
            run or found, with 1 when something that is named is not there, and else as the command in the container does.

            """,
        Rest = """
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

            """,
    };
}
