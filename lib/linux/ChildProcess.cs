using static Linux.LinuxException;

namespace Linux;

/// <summary>A process that this one started and has to wait for.</summary>
public sealed class ChildProcess : IDisposable
{
    internal ChildProcess(int pid)
    {
        Pid = pid;
        Handle = ProcessHandle.Find(pid) ?? throw new LinuxException($"follow process {pid}", Errno.NoProcess);
    }

    public int Pid { get; }

    public ProcessHandle Handle { get; }

    /// <summary>Waits for its end: the exit status, or 128 + the number of the signal that ended it, as shells count.</summary>
    public int Wait()
    {
        Libc.SigInfo found;
        while (Libc.waitid(Libc.P_PIDFD, Handle.Descriptor, out found, Libc.WEXITED) < 0)
            if (Last($"wait for process {Pid}") is { Errno: not Errno.Interrupted } failure)
                throw failure;
        return found.si_code == Libc.CLD_EXITED ? found.si_status : 128 + found.si_status;
    }

    /// <summary>As <see cref="Wait"/>, and waits for every other child that ends before it, too.</summary>
    public int WaitAmongAll()
    {
        while (true)
        {
            Libc.SigInfo found;
            if (Libc.waitid(Libc.P_ALL, 0, out found, Libc.WEXITED) < 0)
            {
                if (Last("wait for a process") is { Errno: not Errno.Interrupted } failure)
                    throw failure;
            }
            else if (found.si_pid == Pid)
                return found.si_code == Libc.CLD_EXITED ? found.si_status : 128 + found.si_status;
        }
    }

    public void Dispose() => Handle.Dispose();
}
