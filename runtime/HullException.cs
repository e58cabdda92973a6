namespace Hull;

/// <summary>Something hull cannot do, in a sentence for whoever asked. <paramref name="exitCode"/> is 125 unless docker has another for it.</summary>
internal class HullException(string message, int exitCode = 125) : Cli.Refusal(message, exitCode);
