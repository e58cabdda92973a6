namespace Conformance.Clients;

/// <summary>What Debian 12's podman, as podman.sh has unpacked it, needs on a machine where it is not installed. bench/ compiles this file too.</summary>
internal sealed class PodmanFiles
{
    readonly string _config, _storage;

    /// <param name="repository">The folder whose out/ has podman and containerd's runc.</param>
    /// <param name="folder">Where images and containers are: for all who name it the same.</param>
    /// <param name="name">Of the networks' folder and of the configuration.</param>
    /// <param name="plugins">The folder of the CNI plugins, and no other.</param>
    public PodmanFiles(string repository, string folder, string name, string plugins)
    {
        Programs = $"{repository}/out/podman/usr";
        if (!File.Exists($"{Programs}/bin/podman"))
            throw new InvalidOperationException($"no podman in {Programs}: conformance/podman.sh puts it there");
        (_config, _storage) = ($"{folder}/{name}.conf", $"{folder}/storage.conf");
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory("/etc/containers");
        File.Copy($"{repository}/out/podman/etc/containers/policy.json", "/etc/containers/policy.json", overwrite: true);   // without one, it takes no image
        File.WriteAllText(_storage, $"[storage]\ndriver = \"overlay\"\ngraphroot = \"{folder}/graph\"\nrunroot = \"{folder}/run\"\n");
        // The limits that podman asks for by default, and crun instead of runc, take what root of a virtual machine need not have.
        File.WriteAllText(_config, $"""
            [containers]
            default_ulimits = ["nofile=4096:4096", "nproc=32768:32768"]
            seccomp_profile = "{Programs}/share/containers/seccomp.json"
            [network]
            network_backend = "cni"
            cni_plugin_dirs = ["{plugins}"]
            network_config_dir = "{folder}/{name}.d"
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            runtime = "runc"
            conmon_path = ["{Programs}/bin/conmon"]
            [engine.runtimes]
            runc = ["{repository}/out/containerd/1.6/usr/sbin/runc"]
            """);
    }

    /// <summary>podman's own /usr.</summary>
    public string Programs { get; }

    public (string Name, string Value)[] Environment => [("CONTAINERS_CONF", _config), ("CONTAINERS_STORAGE_CONF", _storage), ("HOME", "/root")];

    /// <summary>
    /// A shell's command after which podman's libraries are found. conmon starts a podman of its own when a container has ended, without an LD_LIBRARY_PATH, and the first
    /// one waits 20 seconds for what that has to say.
    /// </summary>
    public string LetLibrariesBeFound => $"mkdir -p /var/cache/ldconfig && mount -t tmpfs podman /var/cache/ldconfig && ldconfig {Programs}/lib/x86_64-linux-gnu";
}
