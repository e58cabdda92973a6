using Hull.Bundle;
using Hull.Images;
using Hull.Network;
using Linux;

namespace Hull.Containers;

/// <summary>What every container gets: the mounts, limits and rights that docker gives, except that there is no CAP_NET_RAW.</summary>
internal static class DefaultBundle
{
    // Docker's fourteen without CAP_NET_RAW: who has it can send router advertisements and take over its neighbours' IPv6 (CVE-2020-10749).
    // A ping that can do without finds net.ipv4.ping_group_range set; for others there is --cap-add NET_RAW.
    static readonly string[] s_capabilities =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP",
        "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
    ];

    static readonly string[] s_masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",
        "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    static readonly string[] s_readonly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    // Any device may be made (a package may bring some), but only these used: null, zero, full, random, urandom, tty, console, ptmx, pts/*.
    static readonly DeviceRule[] s_devices =
    [
        new('c', null, null, "m"), new('b', null, null, "m"),
        new('c', 1, 3, "rwm"), new('c', 1, 5, "rwm"), new('c', 1, 7, "rwm"), new('c', 1, 8, "rwm"), new('c', 1, 9, "rwm"),
        new('c', 5, 0, "rwm"), new('c', 5, 1, "rwm"), new('c', 5, 2, "rwm"), new('c', 136, null, "rwm"),
    ];

    static readonly string[] s_everywhere = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx"], s_scratch = ["/run", "/tmp", "/var/tmp"];

    static readonly DeviceRule[] s_allDevices = [new('c', null, null, "rwm"), new('b', null, null, "rwm")];

    public static IReadOnlyList<DeviceRule> UsualDevices => s_devices;

    public static BundleConfig For(Container container, RunRequest request, string hostName, IEnumerable<BundleMount> volumes)
    {
        var (rights, isolation) = (request.Rights, request.Isolation);
        HostDevice[] devices = [.. isolation.Devices, .. rights.IsPrivileged ? HostDevice.All() : []];
        var capabilities = rights.CapabilitiesFrom(UsualCapabilities(container));
        return new()
        {
            Root = container.Files.Layers.Own.Merged,
            ReadOnlyRoot = rights.ReadOnlyRoot,
            HostName = hostName,
            DomainName = container.Names.DomainName,
            Annotations = Annotations(request),
            Process = new()
            {
                Args = container.Command,
                Env = Environment(hostName, container.Config, request.Terminal),
                Terminal = request.Terminal,
                ConsoleSize = request.ConsoleSize,
                HasInit = request.HasInit,
                Cwd = container.Config.WorkingDir is { Length: > 0 } folder ? folder : "/",
                UserName = container.Config.User,
                Capabilities = capabilities,
                InUserNamespace = isolation.UserIds.Count > 0,
                MoreGroupNames = isolation.MoreGroups,
                Umask = isolation.Umask ?? 0x12,
                NoNewPrivileges = rights.NoNewPrivileges && !rights.IsPrivileged,
                Seccomp = rights.SeccompFor(capabilities),
                Rlimits = request.Limits.Rlimits,
                OomScoreAdj = request.Limits.OomScoreAdj,
            },
            Mounts = [.. Mounts(container, request), .. volumes],
            Namespaces = Namespaces(container, isolation),
            CgroupsPath = "/" + container.CgroupName,
            Devices = [.. rights.IsPrivileged ? s_allDevices : [.. s_devices, .. devices.Select(device => device.Rule)], .. request.Limits.Devices],
            Limits = request.Limits.Group,
            UserIds = isolation.UserIds,
            GroupIds = isolation.GroupIds,
            DeviceNodes = [.. devices.Select(device => device.Node).DistinctBy(node => node.Path).Where(node => !s_everywhere.Contains(node.Path))],
            // The host's own setting stays as it is; where the namespace is somebody else's so does theirs.
            Sysctl = Settings(container, isolation),
            MaskedPaths = rights.SeesAllPaths ? [] : s_masked,
            ReadonlyPaths = rights.SeesAllPaths ? [] : s_readonly,
        };
    }

    static Dictionary<string, string> Settings(Container container, Isolation isolation)
    {
        var settings = new Dictionary<string, string>();
        if (container.OwnNamespace is not null)
            settings["net.ipv4.ping_group_range"] = "0 2147483647";
        // The network is the host's root's to administrate, and low ports would be, too.
        if (container.OwnNamespace is not null && isolation.UserIds.Count > 0)
            settings["net.ipv4.ip_unprivileged_port_start"] = "0";
        foreach (var (name, value) in isolation.Sysctl)
            settings[name] = Containers.Settings.Refusal(name, container.OwnNamespace is not null, isolation.Ipc == "") is { } refusal ? throw new HullException(refusal) : value;
        return settings;
    }

    // Who can make devices must be kept from using them.
    public static IReadOnlyList<string> UsualCapabilities(Container container) => Cgroup.Named(container.CgroupName).ControlsDevices
        ? s_capabilities
        : [.. s_capabilities.Except(["CAP_MKNOD"])];

    /// <summary>
    /// What a process starts with, and what the image and the one who asked want besides; of two of one name the later one counts.
    /// A HOME that nobody names is the user's, who is known when /etc/passwd is there.
    /// </summary>
    static List<string> Environment(string hostName, ImageConfig config, bool terminal)
    {
        var variables = new List<string> { "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"HOSTNAME={hostName}" };
        if (config.User == "")
            variables.Add("HOME=/root");
        if (terminal)
            variables.Add("TERM=xterm");
        Add(variables, config.Env);
        return variables;
    }

    /// <summary>Sets variables, "NAME=value" each, in place of those of the same name.</summary>
    public static void Add(List<string> variables, IEnumerable<string> more)
    {
        foreach (string variable in more)
        {
            string name = variable[..(variable.IndexOf('=') + 1)];
            variables.RemoveAll(old => old.StartsWith(name, StringComparison.Ordinal));
            variables.Add(variable);
        }
    }

    static Dictionary<string, string> Annotations(RunRequest request)
    {
        var annotations = new Dictionary<string, string>();
        foreach (var (name, value) in request.Annotations)
            annotations[name] = value;
        return annotations;
    }

    // In the host's ipc namespace the host's shared memory belongs to it; what another container has there is joined by init.
    static BundleMount SharedMemory(string name, RunRequest request) => request.Isolation.Ipc == Isolation.Host && Directory.Exists($"/dev/{name}")
        ? new($"/dev/{name}", "bind", $"/dev/{name}", "rbind", "nosuid", "noexec", "nodev")
        : name == "shm" && request.Isolation.Ipc.StartsWith(SharedNamespaces.Prefix, StringComparison.Ordinal)
            ? new("/dev/shm", "bind", Init.ContainerMount.OtherMemory, "bind", "nosuid", "noexec", "nodev")
        : name == "mqueue" ? new("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev")
        : new("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", $"size={request.Limits.SharedMemory}");

    static BundleMount[] Mounts(Container container, RunRequest request) => Mounts(container, request, (NetworkMode.Shared(container.Network) ?? container).Files);

    static BundleMount[] Mounts(Container container, RunRequest request, ContainerFiles names) =>
    [
        new("/", "overlay", "overlay", container.Files.Layers.MountOptions(request.Image is null ? Path.GetFullPath(request.RootFolder!) : null)),
        new("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
        new("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        new("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
        SharedMemory("mqueue", request),
        SharedMemory("shm", request),
        new("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", request.Rights.IsPrivileged ? "rw" : "ro"),
        new("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", request.Rights.IsPrivileged ? "rw" : "ro"),
        new("/etc/resolv.conf", "bind", names.ResolvConf, "rbind", "idmap"),
        new("/etc/hostname", "bind", names.HostName, "rbind", "idmap"),
        new("/etc/hosts", "bind", names.Hosts, "rbind", "idmap"),
        .. request.Rights.ReadOnlyRoot && request.Isolation.ScratchFolders ? s_scratch.Where(place => request.Volumes.All(volume => volume.Destination.TrimEnd('/') != place))
            .Select(place => new BundleMount(place, "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", "tmpcopyup")) : [],
    ];

    static IReadOnlyList<BundleNamespace> Namespaces(Container container, Isolation isolation)
    {
        BundleNamespace[] own = [.. isolation.Namespaces()];
        return container.NamespaceName is { } name ? [new("network", NamedNamespaces.PathOf(name)), .. own] : own;
    }
}
