using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using Cli;
using Linux;

namespace Hull.Commands.Help;

/// <summary>--help of every command, and --version.</summary>
internal static class HelpOptions
{
    public static Option Help() => new HelpOption("--help", "-h", "-?") { Description = "Says what a command does, with an example.", Action = new Saying(parsed => HelpText.Of(parsed.CommandResult.Command)) };

    public static Option Version() =>
        new VersionOption("--version", "-v") { Description = "Says which version this is.", Action = new Saying(_ => $"hull version {VersionCommand.Version}\n") };

    // Without the Console that System.CommandLine would write to.
    sealed class Saying(Func<ParseResult, string> text) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parsed)
        {
            Stdio.WriteOutput(Encoding.UTF8.GetBytes(text(parsed)));
            return 0;
        }
    }
}
