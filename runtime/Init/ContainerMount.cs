using Hull.Bundle;
using Linux;

namespace Hull.Init;

/// <summary>One mount of a container's, from its line in the bundle to its place in the root.</summary>
internal sealed class ContainerMount(BundleMount mount, string folder, OwnGroups groups, (FileDescriptor Namespace, uint? Terminals)? mapped)
{
    // What lxcfs and its like put there; all else below /proc is the kernel's.
    static readonly string[] s_inProc =
    [
        "/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo", "/proc/stat", "/proc/swaps", "/proc/uptime", "/proc/loadavg", "/proc/slabinfo", "/proc/net/dev",
        "/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled",
    ];

    /// <summary>Hull's own source of a mount: the /dev/shm of the container whose ipc namespace this one shares.</summary>
    public const string OtherMemory = "container:shm";

    DetachedMount? _source;

    public DetachedMount? Memory { get; init; }

    public MountOptions Options { get; } = new(mount.Options);

    public string Destination => mount.Destination;

    bool IsBind => Options.IsBind || mount.Type == "bind";

    // The kernel's own file systems belong where they are expected: an image that makes /proc, or /dev, a link would have them elsewhere (CVE-2019-19921,
    // CVE-2026-41579).
    bool IsStrict => mount.Type is "proc" or "sysfs" or "devpts" or "mqueue" or "cgroup" or "cgroup2" || mount.Destination is "/dev" or "/dev/shm";

    /// <summary>Opens what is to be bound; what it is decides what its place is to be.</summary>
    public void OpenSource()
    {
        if (IsBind)
            Doing(() => _source = mount.Source == OtherMemory && Memory is not null ? Memory : DetachedMount.Clone(Path.Combine(folder, mount.Source), Options.IsRecursive));
    }

    public void Make(RootFolder root, RootFolder strict) => Doing(() =>
    {
        var within = IsStrict ? strict : root;
        using var target = IsBind && !IsFolder(_source!)
            ? within.Find(mount.Destination) ?? within.MakeFile(mount.Destination)
            : within.MakeFolder(mount.Destination);
        CheckTarget(target);
        if (mount.Type is "cgroup" or "cgroup2")
            CgroupMount.Make(groups, Options, target);
        else if (Options.Own.Any(option => option.Length > 255))
            Mounts.Mount(mount.Type, mount.Source, RootFolder.PathOf(target), data: string.Join(',', Options.Own));   // too long for fsconfig(2)
        else
            Attach(target);
    });

    void Attach(FileDescriptor target)
    {
        using var made = _source ?? DetachedMount.New(mount.Type, mount.Source, Options.Set, Options.Own.Select(Mapped));
        if (Options.MapsIds && mapped is var (ids, _))
            made.MapIds(ids);
        if (Options.CopiesUp)
            CopyUp.Fill(made.Root, target, IsBind ? Path.GetDirectoryName(mount.Source)! : "/tmp");
        if (IsBind)
            made.Set(Options.Set, Options.Clear);
        made.Set(Options.SetAll, Options.ClearAll, recursive: true);
        if (IsBind || Options.Spreads is not null)
            made.Propagate(Options.Spreads ?? Propagation.Private, Options.SpreadsAll || Options.Spreads is null);
        made.Attach(target, mount.Destination);
    }

    // Terminals are the group tty's, number 5, inside.
    string Mapped(string option) => mapped is (_, { } group) && mount.Type == "devpts" && option == "gid=5" ? $"gid={group}" : option;

    static bool IsFolder(DetachedMount source) => FolderEntry.Of(source.Root).Kind == FileKind.Folder;

    // What is written to /proc, by us too, is to reach the kernel: nothing may lie over a part of it, whatever path led there (CVE-2019-16884, CVE-2023-27561).
    void CheckTarget(FileDescriptor target)
    {
        string place = mount.Destination.TrimEnd('/');
        bool isProc = mount.Type == "proc" || place == "/proc" && IsBind && OwnProc.IsIn(_source!.Root);
        if (!isProc && (place == "/proc" || OwnProc.IsIn(target)) && !(IsBind && s_inProc.Contains(place)))
            throw new InvalidOperationException($"{mount.Destination} cannot be mounted on, because it is in /proc");
    }

    void Doing(Action work)
    {
        try
        {
            work();
        }
        catch (LinuxException e)
        {
            throw new LinuxException($"mount {(mount.Type == "" ? "bind" : mount.Type)} on {mount.Destination}: {e.Doing}", e.Errno);
        }
    }
}
