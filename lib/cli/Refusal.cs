using Linux;

namespace Cli;

/// <summary>What a tool cannot do, in a sentence for whoever asked, and the exit code that says so.</summary>
public class Refusal(string sentence, int exitCode) : Exception(sentence)
{
    public int ExitCode => exitCode;

    /// <summary>Does some work; what it throws becomes a sentence on standard error and an exit code.</summary>
    /// <param name="prefix">What stands before the sentence, such as the tool's name.</param>
    /// <param name="of">The refusal that an exception means to this tool; null where it is none, or one already. One without a sentence says nothing.</param>
    public static int Attempt(Func<int> work, string prefix, Func<Exception, Refusal?> of)
    {
        try
        {
            return work();
        }
        catch (Exception e) when ((of(e) ?? e as Refusal) is { } refusal)
        {
            if (refusal.Message != "") Stdio.WriteError($"{prefix}{refusal.Message}");
            return refusal.ExitCode;
        }
    }
}
