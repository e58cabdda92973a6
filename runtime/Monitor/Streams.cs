using Linux;

namespace Hull.Monitor;

/// <summary>
/// The standard streams of a container's process: pipes, or a terminal that the process makes of its own devpts, so that no file or terminal of the host's gets
/// into a container. This side of them is relayed to whoever looks on.
/// </summary>
internal sealed class Streams : IDisposable
{
    readonly FileDescriptor _null = FileDescriptor.OpenBoth("/dev/null");
    readonly Pipe? _in, _out, _error;
    readonly SocketPair? _console;

    Streams(bool input, bool output, bool terminal)
    {
        (_in, _out, _error) = (input ? new() : null, output ? new() : null, output ? new() : null);
        _console = terminal ? new() : null;
        Input?.DoNotWait();
        Output?.DoNotWait();
        Error?.DoNotWait();
    }

    /// <param name="withInput">Whether there is something to be read; else the process reads /dev/null.</param>
    public static Streams Pipes(bool withInput) => new(withInput, output: true, terminal: false);

    public static Streams ATerminal() => new(input: false, output: false, terminal: true);

    /// <summary>What is written is lost, and nothing to be read.</summary>
    public static Streams Nothing() => new(input: false, output: false, terminal: false);

    /// <summary>Who types and looks at the terminal does so here; null for pipes.</summary>
    public FileDescriptor? Terminal { get; private set; }

    /// <summary>Where to write what the process is to read; null for one that reads nothing.</summary>
    public FileDescriptor? Input => Terminal ?? _in?.Writer;

    public FileDescriptor? Output => Terminal ?? _out?.Reader;

    /// <summary>Null where it is one with the output.</summary>
    public FileDescriptor? Error => _error?.Reader;

    /// <summary>
    /// The other ends, as standard input, output and error of a new process. One that is to have a terminal has, until it has made it, a socket for its input:
    /// there it sends the end that is for us.
    /// </summary>
    public Spawn GiveTo(Spawn process) =>
        process.With(0, _console?.Theirs ?? _in?.Reader ?? _null).With(1, _out?.Writer ?? _null).With(2, _error?.Writer ?? _null);

    /// <summary>Closes the process's ends here, so that its end is seen as theirs.</summary>
    public void CloseFarEnds()
    {
        _null.Dispose();
        _in?.Reader.Dispose();
        _out?.Writer.Dispose();
        _error?.Writer.Dispose();
        _console?.Theirs.Dispose();
    }

    /// <summary>Waits until the process has made its terminal, if it is to have one, or has ended without.</summary>
    public void AwaitTerminal()
    {
        if (_console is null)
            return;
        Terminal = SocketPair.Receive(_console.Ours);
        Terminal?.DoNotWait();
    }

    public void Dispose()
    {
        CloseFarEnds();
        _in?.Dispose();
        _out?.Dispose();
        _error?.Dispose();
        _console?.Dispose();
        Terminal?.Dispose();
    }
}
