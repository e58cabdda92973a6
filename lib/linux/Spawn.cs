namespace Linux;

/// <summary>
/// Starts a program by posix_spawn(3): no managed code ever runs between fork and exec, so it is safe whatever other threads do,
/// and the child is born in the namespaces and cgroups of the calling thread. The child has the file descriptors named here
/// and no others, default signal handling, and exactly the environment given.
/// </summary>
public sealed class Spawn(string path, params IReadOnlyList<string> arguments)
{
    readonly SortedDictionary<int, FileDescriptor> _descriptors = [];

    /// <summary>"NAME=value" each. Empty unless set: nothing is inherited.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Whether the child leads a session of its own, without a terminal.</summary>
    public bool NewSession { get; init; }

    /// <summary>Whether the child leads a process group of its own.</summary>
    public bool NewGroup { get; init; }

    /// <summary>Whether the child's group becomes that in the foreground of the terminal which is its standard input.</summary>
    public bool Foreground { get; init; }

    /// <summary>Gives the child <paramref name="descriptor"/> under the number <paramref name="number"/>.</summary>
    public Spawn With(int number, FileDescriptor descriptor)
    {
        _descriptors.Add(number, descriptor);
        return this;
    }

    /// <summary>Starts it; the first argument is its name. A program that is missing or cannot run is a <see cref="LinuxException"/> here.</summary>
    public unsafe ChildProcess Start()
    {
        using var argv = new CStrings(arguments);
        using var envp = new CStrings(Environment);
        var raised = new List<FileDescriptor>();
        Check(Libc.posix_spawn_file_actions_init(out var actions));
        Check(Libc.posix_spawnattr_init(out var attributes));
        try
        {
            Pass(ref actions, raised);
            if (Foreground)
                Check(Libc.posix_spawn_file_actions_addtcsetpgrp_np(ref actions, 0));
            DefaultSignals(ref attributes);
            Check(Libc.posix_spawn(out int pid, path, actions, attributes, argv.Pointer, envp.Pointer));
            return new ChildProcess(pid);
        }
        finally
        {
            Libc.posix_spawnattr_destroy(ref attributes);
            Libc.posix_spawn_file_actions_destroy(ref actions);
            raised.ForEach(fd => fd.Dispose());
        }
    }

    // The child's numbers may be in use here for something else that is to be passed too: copies above them all cannot collide.
    void Pass(ref Libc.posix_spawn_file_actions_t actions, List<FileDescriptor> raised)
    {
        int above = _descriptors.Count == 0 ? 0 : _descriptors.Keys.Last() + 1;
        foreach (var (number, descriptor) in _descriptors)
        {
            var copy = new FileDescriptor(LinuxException.Check(Libc.fcntl(descriptor, Libc.F_DUPFD_CLOEXEC, above), $"pass a file to {path}"));
            raised.Add(copy);
            Check(Libc.posix_spawn_file_actions_adddup2(ref actions, copy.Number, number));
        }
        int expected = 0;
        foreach (int number in _descriptors.Keys)
            expected = number == expected ? expected + 1 : throw new InvalidOperationException($"{path} is given file {number} but not {expected}");
        Check(Libc.posix_spawn_file_actions_addclosefrom_np(ref actions, above));
    }

    void DefaultSignals(ref Libc.posix_spawnattr_t attributes)
    {
        Libc.sigemptyset(out var none);
        Libc.sigfillset(out var all);
        Check(Libc.posix_spawnattr_setsigmask(ref attributes, none));
        Check(Libc.posix_spawnattr_setsigdefault(ref attributes, all));
        int flags = Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF | (NewSession ? Libc.POSIX_SPAWN_SETSID : 0) | (NewGroup ? Libc.POSIX_SPAWN_SETPGROUP : 0);
        Check(Libc.posix_spawnattr_setflags(ref attributes, (short)flags));
    }

    void Check(int error)
    {
        if (error != 0)
            throw new LinuxException($"start {path}", (Errno)error);
    }
}
