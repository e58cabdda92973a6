using System.Text;
using Linux;

namespace Tests;

/// <summary>A terminal with a test in front of it, and one command in it that leads its session.</summary>
internal sealed class Terminal : IDisposable
{
    // As with Background: long enough for a busy machine.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly PseudoTerminal _terminal;
    readonly StringBuilder _shown = new();
    ChildProcess? _child;
    int _read;

    public Terminal(ushort rows = 24, ushort columns = 80)
    {
        using var root = new RootFolder("/");
        _terminal = PseudoTerminal.Open(root);
        Resize(rows, columns);
        Before = Settings();
    }

    /// <summary>Its settings as they were before anything ran in it, as stty -g says them.</summary>
    public string Before { get; }

    public int Id => _child!.Pid;

    /// <summary>Starts a command line in it.</summary>
    public void Start(string command) => _child = new Spawn("/usr/bin/setsid", ["setsid", "-c", "/bin/sh", "-c", $"exec {command}"])
    {
        Environment = [$"PATH={Environment.GetEnvironmentVariable("PATH")}:/usr/local/sbin:/usr/sbin:/sbin"],
    }.With(0, _terminal.Terminal).With(1, _terminal.Terminal).With(2, _terminal.Terminal).Start();

    public void Type(string keys) => _terminal.Master.Write(Encoding.UTF8.GetBytes(keys));

    public void Resize(ushort rows, ushort columns) => new TerminalSize(rows, columns).Set(_terminal.Master);

    public string Settings() => Shell.Run($"stty -g -F {Name}") is { ExitCode: 0 } outcome ? outcome.Out : throw new InvalidOperationException("stty fails");

    string Name => Shell.Run($"readlink /proc/{Environment.ProcessId}/fd/{_terminal.Terminal.Number}").Out;

    /// <summary>Waits until the words are shown, after those that were waited for before; returns what came until then.</summary>
    public string Await(string words)
    {
        var poll = new Poll();
        poll.ForReading(_terminal.Master);
        var piece = new byte[4096];
        int found;
        while ((found = _shown.ToString(_read, _shown.Length - _read).IndexOf(words, StringComparison.Ordinal)) < 0)
            if (poll.Wait(s_patience))
                _shown.Append(Encoding.UTF8.GetString(piece, 0, _terminal.Master.Read(piece)));
            else
                throw new InvalidOperationException($"\"{words}\" is not shown, but this:\n{_shown}");
        string before = _shown.ToString(_read, found);
        _read += found + words.Length;
        return before;
    }

    /// <summary>Waits for the command's end: its exit code.</summary>
    public int Wait() => _child!.Handle.WaitForEnd(s_patience) ? _child.Wait() : throw new InvalidOperationException($"it does not end; it shows:\n{_shown}");

    public void Kill(Signal signal) => _child!.Handle.Send(signal);

    public void Dispose()
    {
        if (_child is not null && !_child.Handle.WaitForEnd(TimeSpan.Zero))
        {
            Kill(Signal.Kill);
            _child.Wait();
        }
        _terminal.Dispose();
    }
}
