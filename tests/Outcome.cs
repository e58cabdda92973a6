namespace Tests;

/// <summary>How a command ended and what it wrote.</summary>
public sealed record Outcome(int ExitCode, string Out, string Err)
{
    public override string ToString() => $"exit code {ExitCode}\n{Out}\n{Err}";
}
