using Hull.Bundle;

namespace Hull.Oci;

/// <summary>spec: a config.json to begin with, the same that runc writes but for a terminal.</summary>
internal static class OciSpec
{
    static readonly string[] s_capabilities = ["CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE"];

    public static int Write(OciArguments args)
    {
        if (args.Has("rootless"))
            throw new HullException("spec --rootless is not supported: hull runs as root", exitCode: 1);
        string folder = args.Value("bundle") ?? ".";
        if (File.Exists($"{folder}/config.json"))
            throw new HullException($"{folder}/config.json is there already; remove it first", exitCode: 1);
        BundleWriter.Write(folder, Usual());
        return 0;
    }

    static BundleConfig Usual() => new()
    {
        ReadOnlyRoot = true,
        HostName = "hull",
        Process = new()
        {
            Args = ["sh"],
            Env = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"],
            Capabilities = s_capabilities,
        },
        Mounts =
        [
            new("/proc", "proc", "proc"),
            new("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            new("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            new("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
            new("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
            new("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
            new("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"),
        ],
        Namespaces = [new("pid"), new("network"), new("ipc"), new("uts"), new("mount"), new("cgroup")],
        Devices = [new('a', null, null, "rwm") { Allow = false }],
        MaskedPaths =
        [
            "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
            "/sys/firmware", "/proc/scsi",
        ],
        ReadonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
    };
}
