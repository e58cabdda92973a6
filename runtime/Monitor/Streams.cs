using Linux;

namespace Hull.Monitor;

/// <summary>
/// The standard streams of a container's process: pipes, so that no file or terminal of the host's gets into a container.
/// This side of them is relayed to whoever looks on.
/// </summary>
internal sealed class Streams : IDisposable
{
    readonly FileDescriptor _null = FileDescriptor.Open("/dev/null");
    readonly Pipe? _in;
    readonly Pipe _out = new(), _error = new();

    /// <param name="withInput">Whether there is something to be read; else the process reads /dev/null.</param>
    public Streams(bool withInput) => _in = withInput ? new Pipe() : null;

    /// <summary>Where to write what the process is to read; null for one that reads nothing.</summary>
    public FileDescriptor? Input => _in?.Writer;

    public FileDescriptor Output => _out.Reader;

    public FileDescriptor Error => _error.Reader;

    /// <summary>The other ends, as standard input, output and error of a new process.</summary>
    public Spawn GiveTo(Spawn process) => process.With(0, _in?.Reader ?? _null).With(1, _out.Writer).With(2, _error.Writer);

    /// <summary>Closes the process's ends here, so that its end is seen as theirs.</summary>
    public void CloseFarEnds()
    {
        _null.Dispose();
        _in?.Reader.Dispose();
        _out.Writer.Dispose();
        _error.Writer.Dispose();
    }

    public void Dispose()
    {
        CloseFarEnds();
        _in?.Dispose();
        _out.Dispose();
        _error.Dispose();
    }
}
