using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>The namespaces a process can have of its own (namespaces(7)), for <see cref="CurrentProcess"/>.</summary>
[Flags]
public enum Namespaces
{
    None = 0,
    Mount = Libc.CLONE_NEWNS,
    Cgroup = Libc.CLONE_NEWCGROUP,
    Uts = Libc.CLONE_NEWUTS,
    Ipc = Libc.CLONE_NEWIPC,
    Pid = Libc.CLONE_NEWPID,
    Net = Libc.CLONE_NEWNET,
    User = Libc.CLONE_NEWUSER,
}

/// <summary>What a process, or one thread of it, does to itself.</summary>
public static class CurrentProcess
{
    /// <summary>
    /// Moves the calling thread into new namespaces; a new pid namespace is for its children only.
    /// From then on this thread can start processes but no threads.
    /// </summary>
    public static void Unshare(Namespaces kinds) => Check(Libc.unshare((int)kinds), $"create the namespaces {kinds}");

    /// <summary>Moves the calling thread into namespaces of another process; a pid namespace is for its children only.</summary>
    public static void Join(ProcessHandle process, Namespaces kinds)
    {
        // A mount namespace brings a root and a working folder; those are the process's, so this thread needs its own first.
        if (kinds.HasFlag(Namespaces.Mount))
            Check(Libc.unshare(Libc.CLONE_FS), "stop sharing a working folder");
        Check(Libc.setns(process.Descriptor, (int)kinds), $"enter the namespaces {kinds}");
    }

    /// <summary>Moves the calling thread into the namespace, of whatever kind, that a path leads to.</summary>
    /// <param name="kind">What it is to be; another kind is refused. None leaves that open.</param>
    public static void Enter(string path, Namespaces kind = Namespaces.None)
    {
        using var ns = new FileDescriptor(Check(Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC), $"open namespace {path}"));
        Check(Libc.setns(ns, (int)kind), $"enter namespace {path}");
    }

    /// <summary>Moves the calling thread into the namespace that is open.</summary>
    public static void Enter(FileDescriptor ns, string what) => Check(Libc.setns(ns, 0), $"enter the namespace {what}");

    public static void SetHostName(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Check(Libc.sethostname(bytes, (nuint)bytes.Length), $"set the host name {name}");
    }

    /// <summary>The NIS domain name, which has nothing to do with DNS.</summary>
    public static void SetDomainName(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Check(Libc.setdomainname(bytes, (nuint)bytes.Length), $"set the domain name {name}");
    }

    /// <summary>Ends this process when the thread that started it ends. A program it becomes, unless it gains rights, inherits that.</summary>
    public static void EndWithParent(Signal signal) => Check(Libc.prctl(Libc.PR_SET_PDEATHSIG, (nuint)signal), "tie this process to its parent");

    /// <summary>Keeps other processes, even of the same user, from looking into this one until its next execve (PR_SET_DUMPABLE).</summary>
    public static void Conceal() => Check(Libc.prctl(Libc.PR_SET_DUMPABLE, 0), "conceal this process");

    /// <summary>No program run from here on, set-user-id or not, gains rights.</summary>
    public static void SetNoNewPrivileges() => Check(Libc.prctl(Libc.PR_SET_NO_NEW_PRIVS, 1), "set no_new_privs");

    /// <summary>Takes the user and group, and no further groups but those named. Root's capabilities go with root.</summary>
    public static void SetUser(uint user, uint group, params ReadOnlySpan<uint> furtherGroups) => SetUser(user, group, furtherGroups, keepsCapabilities: false);

    /// <inheritdoc cref="SetUser(uint, uint, ReadOnlySpan{uint})"/>
    /// <param name="keepsCapabilities">Capabilities stay permitted, until the next execve.</param>
    public static void SetUser(uint user, uint group, ReadOnlySpan<uint> furtherGroups, bool keepsCapabilities)
    {
        if (keepsCapabilities)
            Check(Libc.prctl(Libc.PR_SET_KEEPCAPS, 1), "keep capabilities");
        Check(Libc.setgroups((nuint)furtherGroups.Length, furtherGroups), "take other groups");
        Check(Libc.setgid(group), $"become group {group}");
        Check(Libc.setuid(user), $"become user {user}");
    }

    /// <summary>
    /// Has what this thread makes belong to a user and group who need not be its own; it keeps its rights over files. For filling what is seen through mapped ids,
    /// where nobody else's files can be made.
    /// </summary>
    public static void MakeFilesAs(uint user, uint group)
    {
        Libc.setfsgid(group);
        Libc.setfsuid(user);
        // Root's rights over files went with that; they are permitted still.
        Capabilities.RaiseAll();
    }

    /// <summary>Moves this process, which must have no other threads, into a user namespace, as its root.</summary>
    public static void EnterAsRoot(FileDescriptor userNamespace)
    {
        Check(Libc.setns(userNamespace, Libc.CLONE_NEWUSER), "enter the user namespace");
        BecomeRootInside();
    }

    /// <summary>In a user namespace that was just entered: takes its root's ids.</summary>
    public static void BecomeRootInside()
    {
        Check(Libc.setgroups(0, []), "leave the groups of the host");
        Check(Libc.setresgid(0, 0, 0), "become root's group inside");
        Check(Libc.setresuid(0, 0, 0), "become root inside");
    }

    /// <summary>Whether this process is root's.</summary>
    public static bool IsRoot => Libc.geteuid() == 0;

    /// <summary>The permissions that new files do not get.</summary>
    public static void SetUmask(uint mask) => Libc.umask(mask);

    /// <summary>
    /// Takes a folder as this process's root. Who joins a mount namespace gets that namespace's own root, which is not that of the processes
    /// in it when it was made by one that had been given another (chroot(2), an initial RAM disk).
    /// </summary>
    public static void EnterRoot(FileDescriptor root)
    {
        Check(Libc.fchdir(root), "enter the other process's root folder");
        Check(Libc.chroot("."), "take the other process's root folder");
    }

    /// <summary>Enters a folder; relative paths start there.</summary>
    public static void ChangeFolder(string path) => Check(Libc.chdir(path), $"enter {path}");

    /// <summary>Has the kernel close, at the next execve, every file except standard input, output and error, and as many more as are to be kept.</summary>
    public static void CloseFilesOnExec(int kept = 0)
    {
        const int closeOnExec = 4;   // CLOSE_RANGE_CLOEXEC
        Check(Libc.close_range(3 + (uint)kept, uint.MaxValue, closeOnExec), "mark the open files to be closed");
    }

    /// <summary>Back to the default handling of signals: one that is ignored, as .NET ignores SIGPIPE, stays ignored in the next program.</summary>
    public static void ResetSignals()
    {
        for (int number = 1; number <= Libc.SIGRTMAX; number++)
            Libc.signal(number, Libc.SIG_DFL);
    }

    /// <summary>Ends this process as the signal would if nobody caught it.</summary>
    public static void EndBy(Signal signal)
    {
        ResetSignal(signal);
        Libc.kill(Environment.ProcessId, (int)signal);
    }

    /// <summary>
    /// Gives the standard streams, where they are pipes or terminals, to the user: who is not their owner could not open them again by their names (/dev/stdout).
    /// </summary>
    public static void GiveStandardStreams(uint user)
    {
        const uint terminals = 136;   // the major number of pts(4)
        for (int number = 0; number < 3; number++)
        {
            Check(Libc.statx(number, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var found), "look at a standard stream");
            uint kind = found.stx_mode & Libc.S_IFMT;
            // Not /dev/null, say: that one is everybody's.
            if (found.stx_uid == user || kind != Libc.S_IFIFO && !(kind == Libc.S_IFCHR && found.stx_rdev_major == terminals))
                continue;
            if (Libc.fchownat(new FileDescriptor(number), "", user, uint.MaxValue, Libc.AT_EMPTY_PATH) < 0
                && Last("give a standard stream to the user") is { Errno: not (Errno.NotPermitted or Errno.Invalid) } failure)
                throw failure;
        }
    }

    /// <summary>Back to the default handling of one signal.</summary>
    public static void ResetSignal(Signal signal) => Libc.signal((int)signal, Libc.SIG_DFL);

    /// <summary>Whether this process may run a file; <see cref="Errno.None"/> when it may, for what the kernel looks at beforehand.</summary>
    public static Errno LooksRunnable(string path) => Libc.access(path, Libc.X_OK) == 0 ? Errno.None : Last($"look at {path}").Errno;

    /// <summary>Becomes another program (execve(2)). Comes back only with the reason why not.</summary>
    public static unsafe LinuxException Become(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        using var argv = new CStrings(arguments);
        using var envp = new CStrings(environment);
        Libc.execve(path, argv.Pointer, envp.Pointer);
        return Last($"execute {path}");
    }
}
