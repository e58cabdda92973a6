using System.Globalization;
using static Linux.LinuxException;

namespace Linux;

/// <summary>A process held by a pidfd, which never comes to mean another process as a bare number can.</summary>
public sealed class ProcessHandle : IDisposable
{
    ProcessHandle(FileDescriptor pidfd) => Descriptor = pidfd;

    /// <summary>Readable, for poll(2), once the process has ended.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>A pidfd that another process passed on.</summary>
    public static ProcessHandle FromDescriptor(FileDescriptor pidfd) => new(pidfd);

    /// <summary>Null when there is no such process.</summary>
    public static ProcessHandle? Find(int pid)
    {
        int fd = Libc.pidfd_open(pid, 0);
        if (fd >= 0)
            return new ProcessHandle(new FileDescriptor(fd));
        var failure = Last($"follow process {pid}");
        return failure.Errno == Errno.NoProcess ? null : throw failure;
    }

    /// <summary>The process of which <paramref name="startTime"/> was read; null when it has ended, or its number belongs to another now.</summary>
    public static ProcessHandle? Find(int pid, ulong startTime)
    {
        var found = Find(pid);
        if (found is null || StartTime(pid) == startTime)
            return found;
        found.Dispose();
        return null;
    }

    /// <summary>The root folder of a process that is known by its start time, as <see cref="Find(int, ulong)"/> finds it; null when it is gone.</summary>
    public static FileDescriptor? OpenRoot(int pid, ulong startTime)
    {
        int fd = Libc.open($"/proc/{pid}/root", Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        if (fd < 0)
            return Last($"open the root folder of process {pid}") is { Errno: not (Errno.NoEntry or Errno.NoProcess) } failure ? throw failure : null;
        var root = new FileDescriptor(fd);
        if (StartTime(pid) == startTime)   // after it was opened: the number still meant this process then
            return root;
        root.Dispose();
        return null;
    }

    /// <summary>When a process started, in clock ticks since boot; null when it is gone or a zombie. With the number it is unique.</summary>
    public static ulong? StartTime(int pid)
    {
        // proc_pid_stat(5): the name, in parentheses, may hold anything; the state follows it, the start time is field 22.
        string? stat;
        try { stat = SmallFile.Find($"/proc/{pid}/stat"); }
        catch (LinuxException e) when (e.Errno == Errno.NoProcess) { stat = null; }   // it ended between the open and the read
        if (stat is null)
            return null;
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : ulong.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a signal. False when the process has ended already.</summary>
    public bool Send(Signal signal)
    {
        if (Libc.pidfd_send_signal(Descriptor, (int)signal, 0, 0) == 0)
            return true;
        var failure = Last($"send {signal}");
        return failure.Errno == Errno.NoProcess ? false : throw failure;
    }

    /// <summary>Sends a signal to a group of processes, which is told by its leader's number: nobody else gets that as long as one of them is left.</summary>
    public static void SendToGroup(int leader, Signal signal) => Libc.kill(-leader, (int)signal);

    /// <summary>Waits for the process to end. False when <paramref name="timeout"/> went by first.</summary>
    public bool WaitForEnd(TimeSpan timeout)
    {
        var watch = new Poll();
        watch.ForReading(Descriptor);
        return watch.Wait(timeout);
    }

    public void Dispose() => Descriptor.Dispose();
}
