using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// The network namespaces that have a name: files in /run/netns with a namespace mounted on each. <c>ip netns</c> makes and reads the same ones.
/// </summary>
public static class NamedNamespaces
{
    public const string Folder = "/run/netns";

    /// <summary>Makes a namespace and gives it a name. Throws <see cref="LinuxException"/> with <see cref="Errno.Exists"/> when the name is taken.</summary>
    public static void Add(string name) => Give(name, path =>
    {
        using var made = NetNamespace.Create();
        Bind($"/proc/self/fd/{made.Descriptor}", path);
    });

    /// <summary>Gives the namespace that a process is in a name.</summary>
    public static void Attach(string name, int pid) => Give(name, path => Bind($"/proc/{pid}/ns/net", path));

    static void Give(string name, Action<string> bind)
    {
        string path = PathOf(name);
        PrepareFolder();
        CreateFile(path);
        try
        {
            bind(path);
        }
        catch
        {
            Libc.unlink(path);
            throw;
        }
    }

    /// <summary>Takes the name away. The namespace itself lives on for as long as a process or an open file holds it.</summary>
    public static void Delete(string name)
    {
        string path = PathOf(name);
        // Until nothing is mounted there: when /run and /run/netns share one peer group, as older tools leave them, a namespace is mounted twice.
        // A stale file has no mount; whether all went well is what unlink says.
        while (Libc.umount2(path, Libc.MNT_DETACH | Libc.UMOUNT_NOFOLLOW) == 0) { }
        Check(Libc.unlink(path), $"Cannot remove namespace file \"{path}\"");
    }

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<NamedNamespace> List()
    {
        if (!Directory.Exists(Folder)) return [];
        return [.. Directory.EnumerateFileSystemEntries(Folder).Select(Describe).OrderBy(found => found.Name, StringComparer.Ordinal)];
    }

    /// <summary>Opens a namespace by its name or, when that has a slash in it, by its path.</summary>
    public static NetNamespace Open(string nameOrPath)
    {
        string path = nameOrPath.Contains('/') ? nameOrPath : PathOf(nameOrPath);
        try
        {
            return NetNamespace.Open(path);
        }
        catch (LinuxException e)
        {
            throw new LinuxException($"Cannot open network namespace \"{nameOrPath}\"", e.Errno);
        }
    }

    /// <summary>The file of a name. Throws <see cref="ArgumentException"/> for what cannot be a name.</summary>
    public static string PathOf(string name) => IsName(name) ? $"{Folder}/{name}" : throw new ArgumentException($"Invalid netns name \"{name}\"");

    /// <summary>Whether it can be a name: that of a file, so neither empty nor over 255 bytes nor with a slash. Spaces are allowed.</summary>
    public static bool IsName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/') && !name.Contains('\0') && Encoding.UTF8.GetByteCount(name) <= 255;

    static NamedNamespace Describe(string path) => new(Path.GetFileName(path), IsStale: !HoldsNamespace(path));

    static bool HoldsNamespace(string path) => Libc.statfs(path, out var found) == 0 && found.f_type == Libc.NSFS_MAGIC;

    static void CreateFile(string path)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, mode: 0);
        if (fd >= 0)
        {
            Libc.close(fd);
            return;
        }
        var failure = Last($"Cannot create namespace file \"{path}\"");
        // Whoever died between making the file and mounting on it left a name without a namespace.
        throw failure.Errno == Errno.Exists && !HoldsNamespace(path)
            ? new LinuxException($"Cannot create namespace file \"{path}\" (it is stale: no namespace is mounted on it; delete it first)", Errno.Exists)
            : failure;
    }

    static void Bind(string ns, string path) => Check(Libc.mount(ns, path, "none", Libc.MS_BIND, null), $"Bind {ns} -> {path} failed");

    // The folder is a mount of its own, and shared, so that names come and go in every mount namespace that was copied from this one.
    // Programs that did this at the same time have stacked mounts without end, hence the lock, which ip takes too.
    static void PrepareFolder()
    {
        if (Libc.mkdir(Folder, 0x1ed /* 0755 */) < 0 && Last($"mkdir {Folder} failed") is { Errno: not Errno.Exists } refusal)
            throw refusal;
        using var held = FileLock.Take(Folder);
        if (Libc.mount("", Folder, "none", Libc.MS_SHARED, null) == 0) return;

        var failure = Last($"mount --make-shared {Folder} failed");
        if (failure.Errno != Errno.Invalid) throw failure;   // EINVAL: it is not a mount yet
        Check(Libc.mount(Folder, Folder, "none", Libc.MS_BIND | Libc.MS_REC, null), $"mount --bind {Folder} {Folder} failed");
        // Private first: the copy is a peer of /run, and every namespace would appear in both.
        Check(Libc.mount("", Folder, "none", Libc.MS_PRIVATE, null), $"mount --make-private {Folder} failed");
        Check(Libc.mount("", Folder, "none", Libc.MS_SHARED, null), $"mount --make-shared {Folder} failed");
    }
}

/// <summary>A file in /run/netns; stale when no namespace is mounted on it (any more).</summary>
public sealed record NamedNamespace(string Name, bool IsStale)
{
    public string Path => $"{NamedNamespaces.Folder}/{Name}";

    public override string ToString() => IsStale ? $"{Name} (stale)" : Name;
}
