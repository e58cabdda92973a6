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

    static readonly DeviceRule[] s_allDevices = [new('c', null, null, "rwm"), new('b', null, null, "rwm")];

    public static BundleConfig For(Container container, RunRequest request, string hostName, IEnumerable<BundleMount> volumes)
    {
        var rights = request.Rights;
        var capabilities = rights.CapabilitiesFrom(UsualCapabilities(container));
        return new()
        {
            Root = container.Files.Layers.Own.Merged,
            ReadOnlyRoot = rights.ReadOnlyRoot,
            HostName = hostName,
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
                NoNewPrivileges = rights.NoNewPrivileges && !rights.IsPrivileged,
                Seccomp = rights.SeccompFor(capabilities),
                Rlimits = request.Limits.Rlimits,
                OomScoreAdj = request.Limits.OomScoreAdj,
            },
            Mounts = [.. Mounts(container, request), .. volumes],
            Namespaces = Namespaces(container),
            CgroupsPath = "/" + container.CgroupName,
            Devices = [.. rights.IsPrivileged ? s_allDevices : s_devices, .. request.Limits.Devices],
            Limits = request.Limits.Group,
            // The host's own setting stays as it is; where the namespace is somebody else's so does theirs.
            Sysctl = container.OwnNamespace is null ? [] : new Dictionary<string, string> { ["net.ipv4.ping_group_range"] = "0 2147483647" },
            MaskedPaths = rights.IsPrivileged ? [] : s_masked,
            ReadonlyPaths = rights.IsPrivileged ? [] : s_readonly,
        };
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

    static BundleMount[] Mounts(Container container, RunRequest request) => Mounts(container, request, (NetworkMode.Shared(container.Network) ?? container).Files);

    static BundleMount[] Mounts(Container container, RunRequest request, ContainerFiles names) =>
    [
        new("/", "overlay", "overlay", container.Files.Layers.MountOptions(request.Image is null ? Path.GetFullPath(request.RootFolder!) : null)),
        new("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
        new("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        new("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
        new("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        new("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", $"size={request.Limits.SharedMemory}"),
        new("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", request.Rights.IsPrivileged ? "rw" : "ro"),
        new("/etc/resolv.conf", "bind", names.ResolvConf, "rbind"),
        new("/etc/hostname", "bind", names.HostName, "rbind"),
        new("/etc/hosts", "bind", names.Hosts, "rbind"),
    ];

    static IReadOnlyList<BundleNamespace> Namespaces(Container container)
    {
        BundleNamespace[] own = [new("pid"), new("mount"), new("uts"), new("ipc"), new("cgroup")];
        return container.NamespaceName is { } name ? [new("network", NamedNamespaces.PathOf(name)), .. own] : own;
    }
}
