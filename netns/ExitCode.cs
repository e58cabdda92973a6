namespace Netctl;

/// <summary>The exit codes of <c>ip</c>; those of <c>exec</c> are the program's own, or the shell's for one that cannot be run.</summary>
internal static class ExitCode
{
    public const int Ok = 0, Own = 1, Kernel = 2, Usage = 255;
    public const int CannotRun = 126, NotFound = 127;
}

/// <summary>Ends netctl with a sentence and an exit code.</summary>
internal sealed class CommandFailure(int exitCode, string sentence) : Cli.Refusal(sentence, exitCode);
