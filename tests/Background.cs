using System.Diagnostics;

namespace Tests;

/// <summary>A command that runs beside a test, to its lab's end at most.</summary>
public sealed class Background(string command, Process process)
{
    public int Id => process.Id;
    public bool IsRunning => !process.HasExited;

    /// <summary>The next line that it writes to standard output; waits for one.</summary>
    public string ReadLine() => process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{command} ended without a word more: {process.StandardError.ReadToEnd()}");

    /// <summary>Sends it a line.</summary>
    public void WriteLine(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
    }

    /// <summary>Waits for its end.</summary>
    public Outcome Wait()
    {
        string output = process.StandardOutput.ReadToEnd();
        string err = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.TrimEnd('\n'), err.TrimEnd('\n'));
    }

    /// <summary>Kills it if it still runs.</summary>
    public void Stop()
    {
        if (!IsRunning) return;
        process.Kill();
        process.WaitForExit();
    }
}
