using Tests;

namespace Conformance.Clients;

/// <summary>
/// containerd of one release in a lab of its own, with the plugins of this repository and no others. It and all that it starts live in a process
/// namespace that ends with the test, whatever becomes of it.
/// </summary>
internal sealed class Containerd
{
    /// <summary>The releases: Debian 12's and a later Debian's.</summary>
    public const string Older = "1.6", Newer = "2.1";

    /// <summary>Where the plugins are looked for, and ours are all that there is.</summary>
    public const string PluginFolder = "/opt/cni/bin";

    const string Folder = "/run/test", Socket = $"{Folder}/containerd.sock", Networks = "/etc/cni/net.d";

    readonly Lab _lab;
    readonly string _programs, _enter;

    Containerd(Lab lab, string release, string network, string runtime, CriClient cri)
    {
        (_lab, Cri) = (lab, cri);
        _programs = Programs(release);
        LayOut(network, runtime);
        // The shell is the first process of the namespace: it is what waits for orphans there.
        var daemon = lab.Start($"unshare --mount --propagation private --pid --fork --kill-child=KILL --mount-proc "
            + $"sh -c 'PATH={_programs}:$PATH containerd --config {Folder}/config.toml & wait'");
        daemon.AwaitWord("containerd successfully booted");
        _enter = $"nsenter --mount=/proc/{daemon.Id}/ns/mnt --pid=/proc/{daemon.Id}/ns/pid_for_children";
        cri.Socket = $"/proc/{daemon.Id}/root{Socket}";
        foreach (string owner in (string[])["default", "k8s.io"])
            Tool($"{Ctr} -n {owner} image import {Folder}/image.tar");
    }

    /// <summary>Runs a test beside a containerd of this release.</summary>
    /// <param name="network">The list of plugins that it finds as its only network.</param>
    /// <param name="runtime">The program that makes pods' containers; runc without.</param>
    public static void Run(string release, string network, Action<Containerd> test, string runtime = "runc")
    {
        using var cri = new CriClient();
        Lab.Run(lab =>
        {
            var containerd = new Containerd(lab, release, network, runtime, cri);
            try
            {
                test(containerd);
            }
            finally
            {
                // Of the control groups that were asked for, containerd removes the lower ones only.
                lab.Try($"find /sys/fs/cgroup -depth -type d -path '*/{containerd.ControlGroup}*' -exec rmdir {{}} ';'");
            }
        });
    }

    /// <summary>The control group that all containers are in.</summary>
    public string ControlGroup { get; } = $"net-clients-{Guid.NewGuid():N}";

    public CriClient Cri { get; }

    /// <summary>containerd's own command-line tool.</summary>
    public string Ctr => $"{_programs.Split(':')[0]}/ctr --address {Socket}";

    /// <summary>What a tool prints on containerd's host.</summary>
    public string Tool(string command)
    {
        var outcome = Try(command);
        return outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException($"{command}: {outcome}");
    }

    public Outcome Try(string command) => _lab.Try($"exec {_enter} sh -c \"$COMMAND\"", "", ("COMMAND", command));

    /// <summary>Starts a command, which must be free of quotes, on containerd's host.</summary>
    public Background Start(string command) => _lab.Start($"{_enter} {command}");

    public void Until(string what, Func<bool> holds) => _lab.Until(what, holds);

    /// <summary>What the host's web client gets from an address.</summary>
    public string Get(string url) => Tool($"curl --silent --show-error --globoff --max-time 10 {url}");

    /// <summary>Makes this the network from now on; containerd sees it by itself.</summary>
    public void Change(string network) => File.WriteAllText($"{Networks}/10-net.conflist", network);

    /// <summary>From now on every call of this plugin is written down before it is passed on.</summary>
    public void Witness(string plugin)
    {
        string real = File.ResolveLinkTarget($"{PluginFolder}/{plugin}", returnFinalTarget: false)!.FullName;
        File.Delete($"{PluginFolder}/{plugin}");
        File.WriteAllText($"{PluginFolder}/{plugin}", $"#!/bin/sh\necho \"$CNI_COMMAND $CNI_NETNS\" >>{Folder}/calls\nexec {real}\n");
        _lab.Tool($"chmod 755 {PluginFolder}/{plugin}");
    }

    /// <summary>The calls that were written down: command and namespace.</summary>
    public string[] Witnessed() => File.ReadAllLines($"{Folder}/calls");

    /// <summary>All that a container can leave behind, by the machine's own tools: nothing, when they all are gone.</summary>
    public string Leftovers() => Tool($$"""
        ip -br link | grep -Ev '^(lo|cni0) '
        find /var/lib/cni -type f ! -name lock ! -name 'last_reserved_ip.*' ! -path '*/.*'
        nft list ruleset | grep -E '10\.77\.|fd00:77:|elements|CNI-[0-9a-f]{24}|CNI-DN-'
        ip netns
        grep -E ' ({{Folder}}/(state|root)|/run/containerd|/run/netns|/var/run/netns)/' /proc/mounts
        find /sys/fs/cgroup -type d -path '*/{{ControlGroup}}/*'
        {{Ctr}} -n default container ls -q
        {{Ctr}} -n k8s.io container ls -q
        pgrep -a 'containerd-shim|httpd'
        true
        """);

    // Asked again for a while: elements that DEL took away expire a moment later, and a process that was told to end is still there until it has.
    public void AssertNothingIsLeft()
    {
        string left = "";
        try
        {
            Until("nothing is left", () => (left = Leftovers()) == "");
        }
        catch (TimeoutException)
        {
            Xunit.Assert.Fail($"left behind:\n{left}");
        }
    }

    void LayOut(string network, string runtime)
    {
        string[] folders = ["/opt", "/usr/lib/cni"];   // the second is where Debian's containerd looks when /opt has nothing
        foreach (string folder in folders.Where(Directory.Exists))
            _lab.Tool($"mount -t tmpfs lab {folder}");
        Directory.CreateDirectory(PluginFolder);
        Directory.CreateDirectory(Networks);
        Directory.CreateDirectory(Folder);
        foreach (string plugin in Directory.EnumerateFiles(Binaries.PluginFolder))
            File.CreateSymbolicLink($"{PluginFolder}/{Path.GetFileName(plugin)}", plugin);
        File.WriteAllText($"{Networks}/10-net.conflist", network);
        File.WriteAllText($"{Folder}/config.toml", Config.Replace("RUNTIME", runtime));
        Image.Write($"{Folder}/image.tar");
    }

    // The newer release reads version 2 as well. Without restrict_oom_score_adj a sandbox asks for a score that takes CAP_SYS_RESOURCE,
    // which root of a virtual machine need not have.
    const string Config = $"""
        version = 2
        root = "{Folder}/root"
        state = "{Folder}/state"
        [grpc]
          address = "{Socket}"
        [plugins."io.containerd.grpc.v1.cri"]
          restrict_oom_score_adj = true
          sandbox_image = "{Image.Name}"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              BinaryName = "RUNTIME"
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "{PluginFolder}"
            conf_dir = "{Networks}"
        """;

    // The newer release's own runc wants a newer C library than Debian 12 has.
    static string Programs(string release)
    {
        string older = Repository.PathOf($"out/containerd/{Older}/usr"), folder = Repository.PathOf($"out/containerd/{release}/usr/bin");
        return File.Exists($"{folder}/containerd") ? $"{folder}:{older}/sbin"
            : throw new InvalidOperationException($"no containerd {release} in {folder}: conformance/containerd.sh puts it there");
    }
}
