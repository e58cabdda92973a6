using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tests;

/// <summary>A command that runs beside a test, to its lab's end at most.</summary>
public sealed class Background
{
    // Long enough for a busy machine; a line that has not come by then never will, and a test must not wait for ever.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly string _command;
    readonly Process _process;
    readonly BlockingCollection<string> _output, _errors;

    internal Background(string command, Process process)
    {
        (_command, _process) = (command, process);
        // Both are read all the time: a command whose pipe is full would stand still.
        (_output, _errors) = (Collect(process.StandardOutput), Collect(process.StandardError));
    }

    public int Id => _process.Id;
    public bool IsRunning => !_process.HasExited;

    /// <summary>The next line that it writes to standard output; waits for one.</summary>
    public string ReadLine() => Next(_output, "standard output");

    /// <summary>Waits until it says, on standard error, something with these words in it: tcpdump its "listening on".</summary>
    public void AwaitWord(string words)
    {
        while (!Next(_errors, $"standard error with \"{words}\" in it").Contains(words)) { }
    }

    /// <summary>Sends it a line.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for its end; the outcome has what was not read before.</summary>
    public Outcome Wait()
    {
        _process.WaitForExit();
        return new Outcome(_process.ExitCode, string.Join('\n', _output.GetConsumingEnumerable()), string.Join('\n', _errors.GetConsumingEnumerable()));
    }

    /// <summary>Kills it if it still runs.</summary>
    public void Stop()
    {
        if (!IsRunning) return;
        _process.Kill();
        _process.WaitForExit();
    }

    string Next(BlockingCollection<string> lines, string what)
    {
        if (lines.TryTake(out var line, s_patience)) return line;
        string rest = IsRunning ? "still runs" : $"has ended with {_process.ExitCode}";
        throw new InvalidOperationException($"{_command} {rest} without a line on {what}; standard error: {string.Join('\n', _errors.ToArray())}");
    }

    static BlockingCollection<string> Collect(TextReader from)
    {
        var lines = new BlockingCollection<string>();
        var reader = new Thread(() =>
        {
            while (from.ReadLine() is { } line) lines.Add(line);
            lines.CompleteAdding();
        }) { IsBackground = true };   // a grandchild may hold the pipe open for as long as it lives
        reader.Start();
        return lines;
    }
}
