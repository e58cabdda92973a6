using static Linux.LinuxException;

namespace Linux;

/// <summary>How many characters a terminal shows.</summary>
public readonly record struct TerminalSize(ushort Rows, ushort Columns)
{
    /// <summary>Null for what is no terminal.</summary>
    public static TerminalSize? Of(FileDescriptor terminal)
    {
        var size = new Libc.WinSize();
        if (Libc.ioctl(terminal, Libc.TIOCGWINSZ, ref size) == 0)
            return new(size.ws_row, size.ws_col);
        return Last("ask for the terminal's size") is { Errno: not (Errno.NotTerminal or Errno.Invalid or Errno.Io) } failure ? throw failure : null;
    }

    /// <summary>Tells the terminal, and the kernel tells who is in its foreground (SIGWINCH).</summary>
    public void Set(FileDescriptor terminal)
    {
        var size = new Libc.WinSize { ws_row = Rows, ws_col = Columns };
        Check(Libc.ioctl(terminal, Libc.TIOCSWINSZ, ref size), "set the terminal's size");
    }
}
