using static Linux.LinuxException;

namespace Linux;

/// <summary>A filter before the system calls of a thread, of what it becomes by execve(2), and of its children. It can never be taken away again.</summary>
public static class SeccompFilter
{
    /// <summary>Puts the filter before the calling thread. It takes no_new_privs, or CAP_SYS_ADMIN.</summary>
    public static unsafe void Install(ReadOnlySpan<BpfInstruction> program)
    {
        fixed (BpfInstruction* first = program)
        {
            var filter = new Libc.sock_fprog { len = (ushort)program.Length, filter = (nint)first };
            Check(Libc.prctl(Libc.PR_SET_SECCOMP, Libc.SECCOMP_MODE_FILTER, (nuint)(&filter)), "put a filter before system calls");
        }
    }
}
