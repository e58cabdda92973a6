using System.Text;
using static Linux.LinuxException;

namespace Linux;

/// <summary>
/// The network namespaces that have a name: files in /run/netns with a namespace mounted on each. <c>ip netns</c> makes and reads the same ones.
/// </summary>
public static class NamedNamespaces
{
    /// <summary>Where they are; whoever sets another sees other names.</summary>
    public static string Folder { get; set; } = "/run/netns";

    /// <summary>Makes a namespace and gives it a name. Throws <see cref="LinuxException"/> with <see cref="Errno.Exists"/> when the name is taken.</summary>
    public static void Add(string name)
    {
        if (SmallFile.Size(PathOf(name)) is not null)
            throw Taken(PathOf(name));
        using var made = NetNamespace.Create();
        Give(name, $"/proc/self/fd/{made.Descriptor}");
    }

    /// <summary>Gives the namespace that a process is in, or that a path leads to, a name.</summary>
    public static void Attach(string name, string path) => Give(name, path);

    /// <inheritdoc cref="Attach(string, string)"/>
    public static void Attach(string name, int pid) => Give(name, $"/proc/{pid}/ns/net");

    // Whoever makes or removes a name holds the folder's lock: Prune must not take a file that is about to become a namespace for one that never did.
    static void Give(string name, string ns)
    {
        string path = PathOf(name);
        using var held = LockFolder();
        Share();
        CreateFile(path);
        try
        {
            Bind(ns, path);
        }
        catch
        {
            Libc.unlink(path);
            throw;
        }
    }

    /// <summary>Gives a namespace another name, and with it its folder in /etc/netns. A plain rename(2) is refused: a mount point is busy.</summary>
    public static void Rename(string name, string to)
    {
        string from = PathOf(name), configuration = NamespaceSurroundings.ConfigurationOf(name), configurationOfNew = NamespaceSurroundings.ConfigurationOf(to);
        if (!NetNamespace.IsAt(from))
            throw new LinuxException($"Cannot open network namespace \"{name}\"", SmallFile.Size(from) is null ? Errno.NoEntry : Errno.Invalid);
        bool isConfigured = SmallFile.Size(configuration) is not null;
        if (isConfigured && SmallFile.Size(configurationOfNew) is not null)
            throw new LinuxException($"Cannot rename {configuration} to {configurationOfNew}", Errno.Exists);
        Give(to, from);
        if (isConfigured)
            Check(Libc.rename(configuration, configurationOfNew), $"Cannot rename {configuration} to {configurationOfNew}");
        Delete(name);
    }

    /// <summary>Removes the names that have no namespace: who made them died before it was mounted. Returns them.</summary>
    public static IReadOnlyList<string> Prune()
    {
        var pruned = new List<string>();
        if (Linux.Folder.Names(Folder) is null)
            return pruned;
        using var held = LockFolder();
        foreach (var (name, isStale) in List())
            if (isStale && Libc.unlink(PathOf(name)) == 0)
                pruned.Add(name);
        return pruned;
    }

    /// <summary>Takes the name away. The namespace itself lives on for as long as a process or an open file holds it.</summary>
    public static void Delete(string name)
    {
        string path = PathOf(name);
        using var held = SmallFile.Size(path) is null ? null : LockFolder();
        // Until nothing is mounted there: when /run and /run/netns share one peer group, as older tools leave them, a namespace is mounted twice.
        // A stale file has no mount; whether all went well is what unlink says.
        while (Libc.umount2(path, Libc.MNT_DETACH | Libc.UMOUNT_NOFOLLOW) == 0) { }
        Check(Libc.unlink(path), $"Cannot remove namespace file \"{path}\"");
    }

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<NamedNamespace> List()
    {
        var names = Linux.Folder.Names(Folder) ?? [];
        names.Sort(StringComparer.Ordinal);
        var found = new List<NamedNamespace>(names.Count);
        foreach (string name in names) found.Add(new(name, IsStale: !NetNamespace.IsAt($"{Folder}/{name}")));
        return found;
    }

    /// <summary>Every name of one namespace.</summary>
    public static IReadOnlyList<string> NamesOf(NetNamespace ns)
    {
        var found = new List<string>();
        foreach (string name in Linux.Folder.Names(Folder) ?? [])
            if (FileIdentity.Of($"{Folder}/{name}")?.Inode == ns.Inode && NetNamespace.IsAt($"{Folder}/{name}"))
                found.Add(name);
        found.Sort(StringComparer.Ordinal);
        return found;
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

    static void CreateFile(string path)
    {
        int fd = Libc.open(path, Libc.O_RDONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, mode: 0);
        if (fd >= 0)
        {
            Libc.close(fd);
            return;
        }
        var failure = Last($"Cannot create namespace file \"{path}\"");
        throw failure.Errno == Errno.Exists ? Taken(path) : failure;
    }

    // Whoever died between making the file and mounting on it left a name without a namespace.
    static LinuxException Taken(string path) => new(NetNamespace.IsAt(path)
        ? $"Cannot create namespace file \"{path}\""
        : $"Cannot create namespace file \"{path}\" (it is stale: no namespace is mounted on it; delete it first)", Errno.Exists);

    static void Bind(string ns, string path) => Check(Libc.mount(ns, path, "none", Libc.MS_BIND, null), $"Bind {ns} -> {path} failed");

    static FileLock LockFolder()
    {
        if (Libc.mkdir(Folder, 0x1ed /* 0755 */) < 0 && Last($"mkdir {Folder} failed") is { Errno: not Errno.Exists } refusal)
            throw refusal;
        return FileLock.Take(Folder);
    }

    // The folder is a mount of its own, and shared, so that names come and go in every mount namespace that was copied from this one.
    // Programs that did this at the same time have stacked mounts without end, hence the lock, which ip takes too.
    static void Share()
    {
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
