using Cli;
using Netctl.Completions;

namespace Netctl.Tree;

/// <summary>What netctl tells of itself: the scripts for shells, what completes, netctl(8).</summary>
internal static class About
{
    public static HelpCommands Commands => new("netctl", CommandLine.Tree) { Completer = root => new NetctlCompleter(root) };

    public static CommandFailure NoCompletionFor(string shell) => new(ExitCode.Usage, $"There is no completion for \"{shell}\": there is for bash, zsh and fish.");

    public static readonly ManFrame Manual = new()
    {
        About = "network namespaces and what is in them",
        Synopsis = @"[\fIOPTION\fR...] \fICOMMAND\fR [\fIARGUMENT\fR...]",
        OfOptions = "They may stand before a command or after it.\n",
        OfCommands = "The beginning of a command's name will do where it can mean only one.\n",
        Rest = """
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

            """,
    };
}
