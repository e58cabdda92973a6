using System.Globalization;
using Linux;

namespace Netctl.Namespaces;

/// <summary>Finds out, from /proc, who keeps network namespaces alive. Processes that the caller may not look into are left out.</summary>
public sealed class NamespaceHolders
{
    readonly Dictionary<ulong, List<NamespaceHolder>> _byInode = [];
    readonly Dictionary<ulong, ulong> _namespaceOfSocket = [];
    readonly HashSet<string> _mountNamespaces = [];
    readonly Holding _kinds;
    readonly HashSet<ulong>? _only;

    NamespaceHolders(Holding kinds, HashSet<ulong>? only) => (_kinds, _only) = (kinds, only);

    /// <summary>Those of one namespace.</summary>
    public static IReadOnlyList<NamespaceHolder> Of(NetNamespace ns, Holding kinds) => OfEach([ns], kinds).Of(ns.Inode);

    /// <summary>Those of some namespaces, for one look at every process. Each is needed open only until the next is asked for.</summary>
    public static NamespaceHolders OfEach(IEnumerable<NetNamespace> namespaces, Holding kinds)
    {
        var wanted = new HashSet<ulong>();
        var found = new NamespaceHolders(kinds, wanted);
        foreach (var ns in namespaces)
            if (wanted.Add(ns.Inode) && kinds.HasFlag(Holding.Socket))
                found.ReadSockets(ns);
        found.Look();
        return found;
    }

    /// <summary>Those of one namespace but for the caller, which has it open to ask, and for a path that it is asked about.</summary>
    public static IReadOnlyList<NamespaceHolder> OfOthers(NetNamespace ns, string path = "-") => OfEach([ns], Holding.All).OfOthers(ns.Inode, path);

    /// <inheritdoc cref="OfOthers(NetNamespace, string)"/>
    public IReadOnlyList<NamespaceHolder> OfOthers(ulong inode, string path)
    {
        var others = new List<NamespaceHolder>();
        foreach (var holder in Of(inode))
            if (holder.Pid != Environment.ProcessId && holder.Path != path)
                others.Add(holder);
        return others;
    }

    /// <summary>Those of every namespace that has any.</summary>
    public static NamespaceHolders OfAll(Holding kinds)
    {
        var found = new NamespaceHolders(kinds & ~Holding.Socket, only: null);
        found.Look();
        return found;
    }

    /// <summary>The namespaces that were found, by inode.</summary>
    public IEnumerable<ulong> Namespaces => _byInode.Keys;

    public IReadOnlyList<NamespaceHolder> Of(ulong inode) => _byInode.TryGetValue(inode, out var holders) ? holders : [];

    void Look()
    {
        if (_kinds.HasFlag(Holding.Mount))
            LookAtMounts("thread-self", 0);
        foreach (int pid in Processes.Ids())
            LookAt(pid);
    }

    void LookAt(int pid)
    {
        ulong own = NamespaceOf($"/proc/{pid}/ns");
        if (own == 0)
            return;
        if (_kinds.HasFlag(Holding.Process))
            Add(own, Holding.Process, pid);
        if (_kinds.HasFlag(Holding.Thread))
            foreach (int thread in Processes.ThreadsOf(pid))
                if (NamespaceOf($"/proc/{pid}/task/{thread}/ns") is var other and not 0 && other != own)
                    Add(other, Holding.Thread, pid, thread);
        if ((_kinds & (Holding.File | Holding.Socket)) != 0)
            LookAtFiles(pid, own);
        if (_kinds.HasFlag(Holding.Mount))
            LookAtMounts($"{pid}", pid);
    }

    void LookAtFiles(int pid, ulong own)
    {
        string folder = $"/proc/{pid}/fd";
        foreach (string name in NamesIn(folder))
        {
            string? target = LinkIn(folder, name);
            int number = int.Parse(name, CultureInfo.InvariantCulture);
            if (target is null)
                continue;
            if (target.StartsWith("socket:[", StringComparison.Ordinal))
            {
                if (_namespaceOfSocket.TryGetValue(InodeIn(target), out ulong ns) && ns != own)
                    Add(ns, Holding.Socket, pid, number);
            }
            else if (_kinds.HasFlag(Holding.File) && CanBeNamespace(target) && NetNamespace.IsAt($"{folder}/{name}") && InodeOf($"{folder}/{name}") is var inode and not 0)
                Add(inode, Holding.File, pid, number);
        }
    }

    // One that was opened by its name is listed under that; one of another kind under its own: "mnt:[4026531841]".
    static bool CanBeNamespace(string target) => target.StartsWith("net:[", StringComparison.Ordinal) || target[0] == '/' && !target.StartsWith("/dev/", StringComparison.Ordinal);

    void LookAtMounts(string process, int pid)
    {
        if (LinkIn($"/proc/{process}/ns", "mnt") is not { } mountNamespace || !_mountNamespaces.Add(mountNamespace))
            return;
        foreach (var mount in (pid == 0 ? MountPoint.List() : MountPoint.Of(pid)) ?? [])
            if (mount.Root.StartsWith("net:[", StringComparison.Ordinal))
                Add(InodeIn(mount.Root), Holding.Mount, pid, path: mount.Path);
    }

    void Add(ulong inode, Holding by, int pid, int number = 0, string path = "")
    {
        if (_only is { } only && !only.Contains(inode))
            return;
        if (!_byInode.TryGetValue(inode, out var holders))
            _byInode[inode] = holders = [];
        holders.Add(new(by, pid, pid == 0 ? "" : Processes.NameOf(pid) ?? "gone", number, path));
    }

    // The lists of sockets in /proc/net and the column that has the inode.
    static readonly (string File, int Column)[] s_sockets =
    [
        ("tcp", 9), ("tcp6", 9), ("udp", 9), ("udp6", 9), ("udplite", 9), ("udplite6", 9), ("raw", 9), ("raw6", 9), ("icmp", 9), ("icmp6", 9),
        ("packet", 8), ("netlink", 9), ("unix", 6),
    ];

    void ReadSockets(NetNamespace ns) => ns.Visit(() =>
    {
        foreach (var (file, column) in s_sockets)
            foreach (var line in (SmallFile.Find($"/proc/thread-self/net/{file}") ?? "").Split('\n'))
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words && words.Length > column && ulong.TryParse(words[column], out ulong inode))
                    _namespaceOfSocket[inode] = ns.Inode;
    });

    // By reading what the link says: following it makes the kernel build an inode.
    static ulong NamespaceOf(string folder) => LinkIn(folder, "net") is { } link ? InodeIn(link) : 0;

    static ulong InodeOf(string path) => FileIdentity.Of(path)?.Inode ?? 0;

    static ulong InodeIn(string link) => ulong.TryParse(link.AsSpan(link.IndexOf('[') + 1).TrimEnd(']'), CultureInfo.InvariantCulture, out ulong inode) ? inode : 0;

    // What is the caller's only, or just gone, is not shown.
    static List<string> NamesIn(string folder)
    {
        try { return Folder.Names(folder) ?? []; }
        catch (LinuxException e) when (e.Errno is Errno.Access or Errno.NotPermitted) { return []; }
    }

    static string? LinkIn(string folder, string name)
    {
        try { return SymbolicLink.Find($"{folder}/{name}"); }
        catch (LinuxException e) when (e.Errno is Errno.Access or Errno.NotPermitted or Errno.NoProcess) { return null; }
    }
}
