using Hull.Bundle;
using Linux;

namespace Hull.Containers;

/// <summary>How far a container is apart from the host and from others, beyond what every container is; see <see cref="Rights"/> for what it may do.</summary>
internal sealed record Isolation
{
    public const string Host = "host", Private = "private";

    /// <summary>"" for one of its own, "host", or "container:ID".</summary>
    public string Pid { get; init; } = "";
    public string Ipc { get; init; } = "";
    public string Uts { get; init; } = "";

    /// <summary>"" for one of its own, or "host".</summary>
    public string CgroupNamespace { get; init; } = "";

    /// <summary>With a user namespace of its own: its ids.</summary>
    public IReadOnlyList<IdMap> UserIds { get; init; } = [];
    public IReadOnlyList<IdMap> GroupIds { get; init; } = [];

    public IReadOnlyDictionary<string, string> Sysctl { get; init; } = new Dictionary<string, string>();

    /// <summary>Names or numbers of groups that the user is in besides.</summary>
    public IReadOnlyList<string> MoreGroups { get; init; } = [];
    public uint? Umask { get; init; }
    public IReadOnlyList<HostDevice> Devices { get; init; } = [];

    /// <summary>Whether a container that may not write to its root gets memory for /run, /tmp and /var/tmp.</summary>
    public bool ScratchFolders { get; init; }

    /// <summary>The namespaces that it has or shares, but for the network's.</summary>
    public IEnumerable<BundleNamespace> Namespaces()
    {
        yield return new("mount");
        foreach (var (kind, asked) in new[] { ("pid", Pid), ("uts", Uts), ("ipc", Ipc), ("cgroup", CgroupNamespace) })
            if (asked != Host)
                yield return new(kind, asked);
    }
}
