namespace Linux;

/// <summary>What becomes of a system call (seccomp(2)).</summary>
public readonly record struct SeccompAction
{
    SeccompAction(uint value) => Value = value;

    /// <summary>As the filter returns it.</summary>
    public uint Value { get; }

    public static SeccompAction Allow => new(Libc.SECCOMP_RET_ALLOW);

    /// <summary>The call fails so, without being made.</summary>
    public static SeccompAction Fail(Errno errno) => new(Libc.SECCOMP_RET_ERRNO | (uint)errno & 0xffff);

    public static SeccompAction KillProcess => new(Libc.SECCOMP_RET_KILL_PROCESS);
    public static SeccompAction KillThread => new(Libc.SECCOMP_RET_KILL_THREAD);

    /// <summary>The thread gets a SIGSYS.</summary>
    public static SeccompAction Trap => new(Libc.SECCOMP_RET_TRAP);

    /// <summary>A tracer decides; without one the call fails with ENOSYS.</summary>
    public static SeccompAction Trace => new(Libc.SECCOMP_RET_TRACE);

    /// <summary>Made, and written to the audit log.</summary>
    public static SeccompAction Log => new(Libc.SECCOMP_RET_LOG);
}
