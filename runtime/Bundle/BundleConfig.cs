using Hull.Seccomp;
using Linux;

namespace Hull.Bundle;

/// <summary>
/// What is to run, by the OCI runtime specification: the part of a config.json that hull writes and understands.
/// All that the lower half, monitor and init, know of a container is its bundle.
/// </summary>
internal sealed record BundleConfig
{
    /// <summary>The annotation of a bundle whose command has a process 1 above it.</summary>
    public const string InitAnnotation = "hull.init";

    /// <summary>The folder that becomes the root; relative to the bundle. An overlay that is mounted on it takes relative names from two above it.</summary>
    public string Root { get; init; } = "rootfs";
    public bool ReadOnlyRoot { get; init; }
    public string HostName { get; init; } = "";
    public string DomainName { get; init; } = "";

    /// <summary>Notes for others than hull.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
    public required ProcessConfig Process { get; init; }

    /// <summary>In the order in which they are made. One whose destination is "/" is the root itself.</summary>
    public IReadOnlyList<BundleMount> Mounts { get; init; } = [];
    public IReadOnlyList<BundleNamespace> Namespaces { get; init; } = [];

    /// <summary>The name of the control group, below the root of each hierarchy.</summary>
    public string CgroupsPath { get; init; } = "";
    public IReadOnlyList<DeviceRule> Devices { get; init; } = [];

    /// <summary>For all of its processes together. In config.json they are, like the devices, in linux.resources.</summary>
    public CgroupLimits Limits { get; init; } = new();

    /// <summary>Those in /dev beyond the usual ones.</summary>
    public IReadOnlyList<DeviceNode> DeviceNodes { get; init; } = [];

    /// <summary>Whether mounts spread from and to the root, as mount(8) has it; "" for slave.</summary>
    public string RootPropagation { get; init; } = "";
    public IReadOnlyDictionary<string, string> Sysctl { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> MaskedPaths { get; init; } = [];
    public IReadOnlyList<string> ReadonlyPaths { get; init; } = [];

    public HookList Hooks { get; init; } = new();

    /// <summary>With a user namespace of its own: its ids. Files of the root and of mounts with "idmap" are seen with those ids that they have there.</summary>
    public IReadOnlyList<IdMap> UserIds { get; init; } = [];
    public IReadOnlyList<IdMap> GroupIds { get; init; } = [];

    public bool Has(string kind) => Namespaces.Any(ns => ns.Type == kind);
}

internal sealed record ProcessConfig
{
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>NAME=value each.</summary>
    public required IReadOnlyList<string> Env { get; init; }
    public string Cwd { get; init; } = "/";
    public uint Uid { get; init; }
    public uint Gid { get; init; }

    /// <summary>USER[:GROUP] as an image says it, names or numbers, to be looked up in the container's own /etc; "" where the numbers are known.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Whether the container is in a user namespace of its own.</summary>
    public bool InUserNamespace { get; init; }

    /// <summary>Groups that the user is in besides, by number.</summary>
    public IReadOnlyList<uint> MoreGroups { get; init; } = [];

    /// <summary>Such groups as names of the container's own /etc/group, or numbers; of hull's, OCI knows numbers only.</summary>
    public IReadOnlyList<string> MoreGroupNames { get; init; } = [];
    public uint Umask { get; init; } = 0x12;   // 0022

    /// <summary>By the kernel's names: what root inside may do, now and ever.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>All five sets, where somebody else's bundle says them; null where root has what it can have, and others have nothing.</summary>
    public CapabilitySets? Sets { get; init; }
    public bool NoNewPrivileges { get; init; } = true;

    /// <summary>What it may use by itself.</summary>
    public IReadOnlyList<ResourceLimit> Rlimits { get; init; } = [];

    /// <summary>How soon it is taken when the machine has no memory left; null as the monitor.</summary>
    public int? OomScoreAdj { get; init; }

    /// <summary>Whether it has a terminal, of the container's own, in place of three streams; and how large it is at first, where that is known.</summary>
    public bool Terminal { get; init; }
    public TerminalSize? ConsoleSize { get; init; }

    /// <summary>Whether it is not process 1 itself: see <see cref="Init.ReaperProgram"/>. In config.json it is an annotation.</summary>
    public bool HasInit { get; init; }

    /// <summary>How many files it has beside the standard ones, from number 3 on. Not of config.json: whoever starts it says so.</summary>
    public int KeptFiles { get; init; }

    /// <summary>Which system calls are let through; null for all. In config.json it is linux.seccomp.</summary>
    public SeccompConfig? Seccomp { get; init; }
}

/// <summary>Capabilities by their kind (capabilities(7)).</summary>
internal sealed record CapabilitySets(
    IReadOnlyList<string> Bounding, IReadOnlyList<string> Effective, IReadOnlyList<string> Permitted, IReadOnlyList<string> Inheritable, IReadOnlyList<string> Ambient)
{
    public IEnumerable<string> All() => Bounding.Union(Effective).Union(Permitted).Union(Inheritable).Union(Ambient);
}

/// <summary>Programs that are run in the course of a container's life, by when they are.</summary>
internal sealed record HookList
{
    public IReadOnlyList<Hook> Prestart { get; init; } = [];
    public IReadOnlyList<Hook> CreateRuntime { get; init; } = [];
    public IReadOnlyList<Hook> CreateContainer { get; init; } = [];
    public IReadOnlyList<Hook> StartContainer { get; init; } = [];
    public IReadOnlyList<Hook> Poststart { get; init; } = [];
    public IReadOnlyList<Hook> Poststop { get; init; } = [];
}

/// <param name="Args">Its name first; none for the path alone.</param>
/// <param name="Timeout">In seconds; 0 for none.</param>
internal sealed record Hook(string Path, IReadOnlyList<string> Args, IReadOnlyList<string> Env, int Timeout);

/// <param name="Options">As mount(8) spells them; what is no flag goes to the file system.</param>
internal sealed record BundleMount(string Destination, string Type, string Source, params IReadOnlyList<string> Options);

/// <param name="Type">pid, network, mount, ipc, uts or cgroup.</param>
/// <param name="Path">A namespace to join; "" for a new one.</param>
internal sealed record BundleNamespace(string Type, string Path = "");

/// <summary>A device file.</summary>
/// <param name="Type">c, b or p.</param>
internal sealed record DeviceNode(string Path, char Type, int Major, int Minor, uint Mode = 0x1b6 /* 0666 */, uint Uid = 0, uint Gid = 0);
