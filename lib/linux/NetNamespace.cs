using System.Runtime.ExceptionServices;
using static Linux.LinuxException;

namespace Linux;

/// <summary>A network namespace, held open.</summary>
public sealed class NetNamespace : IDisposable
{
    readonly FileDescriptor _fd;

    NetNamespace(string path)
    {
        Path = path;
        _fd = new FileDescriptor(Check(Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC), $"open namespace {path}"));
    }

    NetNamespace(FileDescriptor fd, string path) => (_fd, Path) = (fd, path);

    /// <summary>Where it was found. Another process need not find the same there.</summary>
    public string Path { get; }

    /// <summary>The number to send to the kernel, as IFLA_NET_NS_FD wants it.</summary>
    public int Descriptor => _fd.Number;

    /// <summary>Opens the namespace that a path leads to: /run/netns/NAME or /proc/PID/ns/net.</summary>
    public static NetNamespace Open(string path) => new(path);

    /// <summary>Takes over a file that is open already.</summary>
    internal static NetNamespace Adopt(FileDescriptor fd, string path) => new(fd, path);

    /// <summary>
    /// The same, for who comes late: null when nothing is there any more, or only the plain file that a named namespace was mounted on.
    /// </summary>
    public static NetNamespace? Find(string path)
    {
        if (Libc.statfs(path, out var found) == 0)
            return found.f_type == Libc.NSFS_MAGIC ? Open(path) : null;
        return Last($"open namespace {path}") is { Errno: not (Errno.NoEntry or Errno.NotDirectory or Errno.NoProcess) } failure ? throw failure : null;
    }

    /// <summary>Whether a path leads to a namespace, of whatever kind, and not to a plain file or nothing.</summary>
    public static bool IsAt(string path) => Libc.statfs(path, out var found) == 0 && found.f_type == Libc.NSFS_MAGIC;

    /// <summary>The namespace of the calling thread.</summary>
    public static NetNamespace Current() => new("/proc/thread-self/ns/net");

    /// <summary>A new, empty namespace. It lives for as long as something holds it open.</summary>
    public static NetNamespace Create()
    {
        using var home = Current();
        Check(Libc.unshare(Libc.CLONE_NEWNET), "create a network namespace");
        try
        {
            return Current();
        }
        finally
        {
            home.ReturnFrom("a new namespace");
        }
    }

    /// <summary>Runs <paramref name="work"/> in this namespace, on a thread of its own.</summary>
    public T Run<T>(Func<T> work) => OnOwnThread(() =>
    {
        Enter();
        return work();
    });

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>
    /// Steps into this namespace and back out on the calling thread. Ten times cheaper than <see cref="Run{T}(Func{T})"/>,
    /// and for work that neither waits nor starts anything: opening a socket, writing a sysctl.
    /// </summary>
    public T Visit<T>(Func<T> work)
    {
        using var home = Current();
        Enter();
        try
        {
            return work();
        }
        finally
        {
            home.ReturnFrom(Path);
        }
    }

    // A thread that cannot come home would go on changing the wrong network.
    void ReturnFrom(string elsewhere)
    {
        if (Libc.setns(_fd, Libc.CLONE_NEWNET) < 0)
            Environment.FailFast($"cannot return to {Path} from {elsewhere}");
    }

    /// <inheritdoc cref="Visit{T}(Func{T})"/>
    public void Visit(Action work) => Visit(() =>
    {
        work();
        return true;
    });

    /// <summary>Moves the calling thread here to stay, as before it becomes another program.</summary>
    public void Enter()
    {
        if (Libc.setns(_fd, Libc.CLONE_NEWNET) == 0)
            return;
        var errno = Last("").Errno;
        throw new LinuxException(IsAt(Path) ? $"enter namespace {Path}" : $"enter namespace {Path}, on which no namespace is mounted (any more)", errno);
    }

    /// <summary>The kernel's own number for it, which /proc/PID/ns/net shows as "net:[4026532177]".</summary>
    public ulong Inode => FileIdentity.Of(_fd).Inode;

    /// <summary>
    /// The user namespace whose administrators rule over this one: its number, and the user who made it. Null when the kernel does not tell us,
    /// as of one above our own.
    /// </summary>
    public (ulong Inode, uint User)? Owner()
    {
        int fd = Libc.ioctl(_fd, Libc.NS_GET_USERNS, 0);
        if (fd < 0)
            return Last($"find the owner of {Path}") is { Errno: not Errno.NotPermitted } failure ? throw failure : null;
        using var owner = new FileDescriptor(fd);
        Check(Libc.ioctl(owner, Libc.NS_GET_OWNER_UID, out uint user), $"find who made the owner of {Path}");
        return (FileIdentity.Of(owner).Inode, user);
    }

    /// <summary>Whether both are the same namespace, under whatever paths.</summary>
    public bool IsSameAs(NetNamespace other) => FileIdentity.Of(_fd) == FileIdentity.Of(other._fd);

    public void Dispose() => _fd.Dispose();

    // A namespace belongs to a thread. Ours is born for one piece of work and dies with it,
    // so no pool thread can be left in the wrong namespace and there is nothing to restore.
    static T OnOwnThread<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try { result = work(); }
            catch (Exception e) { failure = ExceptionDispatchInfo.Capture(e); }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
