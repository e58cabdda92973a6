using Tests;

namespace Conformance.Clients;

/// <summary>
/// Debian 12's podman, the last with CNI, in a lab of its own, with the plugins of this repository and no others. Its containers live in a process
/// namespace that ends with the test, whatever becomes of it.
/// </summary>
internal sealed class Podman
{
    const string Folder = "/run/test";
    const int LooksWithoutAChange = 50;

    readonly Lab _lab;
    readonly string _enter;
    readonly PodmanFiles _files;

    Podman(Lab lab, string plugins)
    {
        _lab = lab;
        _files = new PodmanFiles(Repository.Root, Folder, "net", plugins);
        Image.Write($"{Folder}/image.tar");
        lab.Tool(_files.LetLibrariesBeFound);
        // The shell is the first process of the namespace: it is what waits for orphans there, until its input ends.
        var first = lab.Start("unshare --mount --propagation private --pid --fork --kill-child=KILL --mount-proc sh -c 'echo here; cat'");
        first.ReadLine();
        _enter = $"nsenter --mount=/proc/{first.Id}/ns/mnt --pid=/proc/{first.Id}/ns/pid_for_children";
        Tool($"podman load --quiet --input {Folder}/image.tar");
    }

    /// <summary>Runs a test beside a podman that has an image and no network but its default one.</summary>
    public static void Run(Action<Podman, Lab> test) => Run(Binaries.PluginFolder, test);

    /// <inheritdoc cref="Run(Action{Podman, Lab})"/>
    /// <param name="plugins">The folder of the plugins, and no others.</param>
    public static void Run(string plugins, Action<Podman, Lab> test) => Lab.Run(lab =>
    {
        var podman = new Podman(lab, plugins);
        try
        {
            test(podman, lab);
        }
        finally
        {
            // Of the control groups that were asked for, podman removes the lower ones only.
            podman.Try("podman rm --all --force --time 0");
            lab.Try($"find /sys/fs/cgroup -depth -type d -path '*/{podman.ControlGroup}*' -exec rmdir {{}} ';'");
        }
    });

    /// <summary>The control group that all containers are in.</summary>
    public string ControlGroup { get; } = $"net-clients-{Guid.NewGuid():N}";

    /// <summary>What a tool prints on podman's host.</summary>
    public string Tool(string command)
    {
        var outcome = Try(command);
        return outcome.ExitCode == 0 ? outcome.Out : throw new InvalidOperationException($"{command}: {outcome}");
    }

    public Outcome Try(string command) => _lab.Try($"exec {_enter} sh -c \"$COMMAND\"", "",
        [("COMMAND", $"PATH={_files.Programs}/bin:$PATH; {command}"), .. _files.Environment]);

    /// <summary>Starts the image's web server; options come before the image's name.</summary>
    public void Serve(string name, string options = "") =>
        Tool($"podman run --detach --cgroup-parent /{ControlGroup} --name {name} {options} {Image.Name} httpd -f -h /www");

    /// <summary>What a command prints in a container of its own, which is gone afterwards.</summary>
    public string Once(string options, string command) => Tool(OnceCommand(options, command));

    public Outcome TryOnce(string options, string command) => Try(OnceCommand(options, command));

    string OnceCommand(string options, string command) => $"podman run --rm --cgroup-parent /{ControlGroup} {options} {Image.Name} {command}";

    /// <summary>What the host's web client gets from an address.</summary>
    public string Get(string url) => Tool($"curl --silent --show-error --globoff --retry 5 --retry-connrefused --max-time 10 {url}");

    /// <summary>The addresses of a container's interface, as ADDRESS/PREFIX, without those of its link only.</summary>
    public string[] Addresses(string container, string link = "eth0") =>
        [.. Tool($"podman exec {container} ip address show dev {link}").Split('\n').Select(line => line.Trim().Split(' '))
            .Where(words => words[0].StartsWith("inet") && !words[1].StartsWith("fe80:")).Select(words => words[1])];

    /// <summary>
    /// All that a container can leave behind, by the machine's own tools: nothing, when they all are gone. A network's bridge and the chains that
    /// are there for every container stay until the network goes.
    /// </summary>
    public string Leftovers() => Tool($$"""
        ip -br link | grep -Ev '^(lo|cni-podman[0-9]+|lan@.*) '
        ip -br link show type veth | grep -v '^lan@'
        find /var/lib/cni -type f ! -name lock ! -name 'last_reserved_ip.*' ! -path '*/.*'
        nft list ruleset | grep -E '10\.(88|89)\.|fd00:89:|CNI-[0-9a-f]{24}|CNI-DN-|CNI-SN-'
        ip netns | grep -v '^lan'
        grep -E ' ({{Folder}}/graph/.*/merged|(/var)?/run/netns/.*) ' /proc/mounts
        find /sys/fs/cgroup -type d -path '*/{{ControlGroup}}/libpod-*'
        podman ps --all --quiet
        pgrep -a 'conmon|httpd|dnsmasq'
        true
        """);

    /// <summary>
    /// The same, asked again until it has long been the same: elements that DEL took away expire a moment later, and a process that was told to end is still there until it has.
    /// </summary>
    public string[] LeftAtLast()
    {
        string left = "";
        int unchanged = 0;
        _lab.Until("nothing is left, or nothing more goes away", () =>
        {
            string now = Leftovers();
            unchanged = now == left ? unchanged + 1 : 0;
            left = now;
            return left == "" || unchanged == LooksWithoutAChange;
        });
        return left.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void AssertNothingIsLeft() => Xunit.Assert.Equal([], LeftAtLast());

    /// <summary>Ends all containers and pods, and sees to it that nothing is left of them.</summary>
    public void RemoveAll()
    {
        Tool("podman pod rm --all --force --time 0 && podman rm --all --force --time 0");
        AssertNothingIsLeft();
    }
}
