using static Linux.LinuxException;

namespace Linux;

/// <summary>A new terminal of a devpts file system (pts(4)): what a program sees, and the end from which somebody looks at it.</summary>
public sealed class PseudoTerminal : IDisposable
{
    PseudoTerminal(FileDescriptor master, FileDescriptor terminal) => (Master, Terminal) = (master, terminal);

    /// <summary>For who types and looks.</summary>
    public FileDescriptor Master { get; }

    /// <summary>For the program.</summary>
    public FileDescriptor Terminal { get; }

    /// <summary>
    /// Opens one of the devpts that is mounted at /dev/pts of <paramref name="root"/>. What is there is believed to be one only when the kernel says so, and
    /// the terminal is opened by way of its other end: no name is looked up that somebody could have put there (CVE-2025-52565).
    /// </summary>
    public static PseudoTerminal Open(RootFolder root)
    {
        const string doing = "open a terminal in /dev/pts";
        var master = root.OpenDevice("/dev/pts/ptmx");
        try
        {
            Check(Libc.fstatfs(master, out var found), doing);
            if (found.f_type != Libc.DEVPTS_SUPER_MAGIC)
                throw new LinuxException($"{doing}: /dev/pts is no devpts file system", Errno.NoDevice);
            int locked = 0;
            Check(Libc.ioctl(master, Libc.TIOCSPTLCK, ref locked), doing);
            int flags = Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC;
            return new(master, new(Check(Libc.ioctl(master, Libc.TIOCGPTPEER, (nuint)flags), doing)));
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>Makes it the terminal of this process, which leads a session that has none, and its standard input, output and error.</summary>
    public void Take()
    {
        Check(Libc.ioctl(Terminal, Libc.TIOCSCTTY, (nuint)0), "take the terminal");
        for (int number = 0; number < 3; number++)
            Check(Libc.dup2(Terminal.Number, number), "take the terminal");
    }

    public void Dispose()
    {
        Master.Dispose();
        Terminal.Dispose();
    }
}
