namespace Tests.Commands;

/// <summary>The published hull in a lab, with an image of Debian's static busybox. Containers that a test leaves are removed.</summary>
internal sealed class HullTool : IDisposable
{
    readonly Lab _lab;

    public HullTool(Lab lab)
    {
        _lab = lab;
        Ok($"image import {BusyboxTar.Value} busybox");
    }

    /// <summary>Runs a test in a lab of its own, with hull and its image there.</summary>
    public static void InLab(Action<Lab, HullTool> test) => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        test(lab, hull);
    });

    /// <summary>What it prints. Throws when it fails.</summary>
    public string Ok(string arguments) => _lab.Tool($"{Binaries.Hull} {arguments}");

    public Outcome Try(string arguments, string input = "") => _lab.Try($"{Binaries.Hull} {arguments}", input);

    /// <summary>What a script prints in a new container of its own, without a network.</summary>
    public string Inside(string script, string options = "--network none") => Ok($"run --rm {options} busybox sh -c '{script}'");

    /// <summary>All that containers leave traces in, as other tools see it: the same before a container and after it.</summary>
    public string Traces() => string.Join('\n',
        _lab.Tool("ip -o link | cut -d: -f2; ip -o addr show scope global | tr -s ' ' | cut -d' ' -f2,4; ls /run/netns 2>/dev/null || true"),
        _lab.Tool("findmnt -rno TARGET | grep -v '^/run/netns$' || true"),
        _lab.Tool("nft -j list ruleset | grep -o '\"elem\": *\\[.*' || true"),
        _lab.Tool("find /run/hull /var/lib/hull/containers -mindepth 1 ! -name '*lock' 2>/dev/null || true"),
        _lab.Tool("find /var/lib/hull/overlay2 -mindepth 1 -maxdepth 2 2>/dev/null || true"),
        _lab.Tool("find /var/lib/cni -type f ! -name lock ! -name 'last_reserved_ip.*' ! -path '*/.index*' 2>/dev/null || true"));

    /// <summary>Groups and processes of one container; these are the whole machine's, and other tests have some too.</summary>
    public string TracesOf(string id) => _lab.Tool($"find /sys/fs/cgroup -name '*{id}*'; pgrep -af '[h]ull-monitor {id}' || true");

    public void Dispose()
    {
        string left = string.Join(' ', Ok("ps -aq").Split('\n'));
        if (left.Trim() != "")
            Try($"rm -f {left}");
    }

    /// <summary>The root file system that it is imported from, as a tar.</summary>
    public static string RootTar => BusyboxTar.Value;

    static readonly Lazy<string> BusyboxTar = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("busybox-").FullName;
        var made = Shell.Run($"""
            set -e; cd {folder}; mkdir -p root/bin root/etc root/tmp root/www; cp /bin/busybox root/bin/; chroot root /bin/busybox --install -s /bin
            echo root:x:0:0:root:/root:/bin/sh >root/etc/passwd; echo hello >root/www/index.html; echo no-program >root/bin/text; tar -C root -cf busybox.tar .; rm -r root
            """);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return made.ExitCode == 0 ? $"{folder}/busybox.tar" : throw new InvalidOperationException($"busybox-static is needed: {made}");
    });
}
