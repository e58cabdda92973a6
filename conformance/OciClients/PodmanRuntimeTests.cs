using Conformance.Clients;
using Tests;
using Xunit;

namespace Conformance.OciClients;

/// <summary>Debian 12's podman, whose conmon calls hull in the place of runc.</summary>
public class PodmanRuntimeTests
{
    [Fact]
    public void A_container_runs_with_its_streams_and_its_exit_code() => Run((podman, once) =>
    {
        Assert.Equal(new Outcome(0, "hello", ""), once("", "sh -c 'echo hello'"));
        Assert.Equal(new Outcome(7, "", "to standard error"), once("", "sh -c 'echo to standard error >&2; exit 7'"));
        Assert.Equal("typed", podman.Tool($"echo typed | {Call(podman, "run --rm -i", "")} cat"));
        Assert.Equal(127, once("", "nothing").ExitCode);
        Assert.Equal(126, once("", "/etc").ExitCode);
        Assert.Equal("a terminal", once("-t", "sh -c '[ -t 0 ] && echo a terminal'").Out.Trim());
        Assert.Contains("a terminal", podman.Tool($"script -qec \"{Call(podman, "run --rm -it", "")} sh -c '[ -t 0 ] && echo a terminal'\" /dev/null </dev/null"));
        Assert.Equal("/tmp yes", once("-w /tmp -e A=yes", "sh -c 'echo $PWD $A'").Out);
    });

    [Fact]
    public void What_it_may_is_what_podman_says() => Run((podman, once) =>
    {
        Assert.Contains("Read-only file system", once("--read-only", "sh -c 'echo >/file'").Err);
        Assert.Equal($"{64 << 20}", once("--memory 64m", "sh -c 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max'").Out);
        Assert.Equal("0 100000 65536", string.Join(' ', once("--uidmap 0:100000:65536 --gidmap 0:100000:65536", "cat /proc/self/uid_map").Out.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("CapBnd:\t0000000000000000", once("--cap-drop all", "cat /proc/self/status").Out);
        Assert.Contains("Seccomp:\t2", once("", "cat /proc/self/status").Out);
        Assert.Contains("Seccomp:\t0", once("--security-opt seccomp=unconfined", "cat /proc/self/status").Out);
        Assert.Contains($"CapBnd:\t{AllCapabilities():x16}", once("--privileged", "cat /proc/self/status").Out);
        Assert.Contains("inet 10.88.", once("", "ip address show dev eth0").Out);
        Assert.Equal("77", once("--sysctl net.ipv4.ip_default_ttl=77", "cat /proc/sys/net/ipv4/ip_default_ttl").Out);
    });

    [Fact]
    public void One_that_runs_is_looked_into_paused_limited_stopped_and_started_again() => Run((podman, _) =>
    {
        podman.Tool($"{Call(podman, "run -d", "--name box")} sh -c 'trap \"exit 3\" TERM; while :; do sleep 0.05; done'");
        for (int time = 0; time < 10; time++)
            Assert.Equal($"{time}", podman.Tool($"podman exec box sh -c 'echo {time}'"));   // however soon it ends, its code arrives
        Assert.Equal(9, podman.Try("podman exec box sh -c 'exit 9'").ExitCode);
        Assert.Equal(127, podman.Try("podman exec box nothing").ExitCode);
        Assert.Equal("a terminal", podman.Tool("podman exec -t box sh -c '[ -t 0 ] && echo a terminal'").Trim());
        Assert.Equal("5 /tmp", podman.Tool("podman exec -u 5 -w /tmp box sh -c 'cat /proc/self/status | while read a b c; do [ $a = Uid: ] && echo $b $PWD; done; true'"));

        Assert.Equal("running", Status());
        podman.Tool("podman pause box");
        Assert.Equal("paused", Status());
        podman.Tool("podman unpause box");
        Assert.Equal("running", Status());
        Assert.Contains("box", podman.Tool("podman stats --no-stream box"));
        podman.Tool("podman update --memory 100m box");
        Assert.Equal($"{100 << 20}", podman.Tool("podman exec box sh -c 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max'"));
        Assert.Contains("sh -c trap", podman.Tool("podman top box args"));

        podman.Tool("podman stop box");
        Assert.Equal("exited 3", podman.Tool("podman inspect --format '{{.State.Status}} {{.State.ExitCode}}' box"));
        podman.Tool("podman start box");
        Assert.Equal("again", podman.Tool("podman exec box sh -c 'echo again'"));
        podman.Tool("podman restart --time 0 box");
        Assert.Equal("running", Status());
        podman.Tool("podman kill --signal KILL box && podman wait box");
        Assert.Equal("137", podman.Tool("podman inspect --format '{{.State.ExitCode}}' box"));
        podman.Tool("podman start box && podman rm --force --time 0 box");

        string Status() => podman.Tool("podman inspect --format '{{.State.Status}}' box");
    });

    [Fact]
    public void A_pods_containers_share_its_namespaces() => Run((podman, _) =>
    {
        podman.Tool($"podman --runtime {HullRuntime.Path} pod create --name pod --cgroup-parent /{podman.ControlGroup} --infra-image {Image.Name} --infra-command 'sleep 1000' --share pid,net,ipc,uts");
        podman.Tool($"podman --runtime {HullRuntime.Path} run -d --pod pod --name one {Image.Name} httpd -f -h /www");

        Assert.Equal(Image.Page, podman.Tool($"podman --runtime {HullRuntime.Path} run --rm --pod pod {Image.Name} wget -q -O - http://127.0.0.1/"));
        Assert.Contains("httpd", podman.Tool($"podman --runtime {HullRuntime.Path} run --rm --pod pod {Image.Name} sh -c 'cat /proc/[0-9]*/cmdline'"));
    });

    [Fact]
    public void Buildah_runs_its_steps_by_it() => Run((podman, _) =>
    {
        string options = $"--isolation oci --runtime {HullRuntime.Path}";
        podman.Tool($"mkdir -p /run/context && printf 'FROM {Image.Name}\\nRUN echo built >/www/step\\nRUN cat /www/step; ip address show dev eth0\\n' >/run/context/Dockerfile");

        string steps = podman.Tool($"buildah bud {options} --ulimit nofile=4096:4096 --ulimit nproc=32768:32768 /run/context 2>&1");

        Assert.Contains("\nbuilt\n", steps);
        Assert.Contains("inet 10.88.", steps);
        Assert.Equal(new Outcome(4, "in it", ""), podman.Try($"one=$(buildah from {Image.Name}); buildah run {options} $one sh -c 'echo in it; exit 4' 2>/run/context/said; code=$?; buildah rm --all >/dev/null; exit $code"));
    });

    // Those of this machine's root, which need not be all that the kernel knows.
    static ulong AllCapabilities() => Convert.ToUInt64(File.ReadAllLines("/proc/self/status").Single(line => line.StartsWith("CapBnd:\t", StringComparison.Ordinal))[8..], 16);

    static string Call(Podman podman, string verb, string options) =>
        $"podman --runtime {HullRuntime.Path} {verb} --cgroup-parent /{podman.ControlGroup} {options} {Image.Name}";

    static void Run(Action<Podman, Func<string, string, Outcome>> test) => Podman.Run((podman, _) =>
    {
        podman.Tool(HullRuntime.Put);
        test(podman, (options, command) => podman.Try($"{Call(podman, "run --rm", options)} {command}"));
        podman.RemoveAll();
        Assert.Equal("", podman.Tool(HullRuntime.Left));
    });
}
