using System.CommandLine;

namespace Hull.Commands;

/// <summary>What run and create can be told about a container's terminal and its first process.</summary>
internal static class TerminalOptions
{
    static readonly Option<bool> s_terminal = new("--tty", "-t") { Description = "Give it a terminal." };
    static readonly Option<bool> s_init = new("--init") { Description = "Have a small process 1 that passes signals on and waits for the orphans of the command's." };

    public static IReadOnlyList<Option> All => [s_terminal, s_init];

    public static bool Terminal(ParseResult parsed) => parsed.GetValue(s_terminal);

    public static bool Init(ParseResult parsed) => parsed.GetValue(s_init);
}
