using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// A terminal that passes every key on as it is, until this is disposed: then it is as it was. Who may be ended by a signal meanwhile has to catch it.
/// </summary>
public sealed class RawTerminal : IDisposable
{
    readonly FileDescriptor _terminal;
    readonly Libc.Termios _before;

    public RawTerminal(FileDescriptor terminal)
    {
        _terminal = terminal;
        Check(Libc.tcgetattr(terminal, out _before), "read the terminal's settings");
        var raw = _before;
        Libc.cfmakeraw(ref raw);
        Check(Libc.tcsetattr(terminal, Libc.TCSANOW, raw), "set the terminal");
    }

    /// <summary>Not when all is written that waits to be: a terminal that is held up would hold us up.</summary>
    public void Dispose() => Libc.tcsetattr(_terminal, Libc.TCSANOW, _before);   // one that is gone needs nothing
}
