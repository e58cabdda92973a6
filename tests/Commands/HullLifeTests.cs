using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>A container's life: started, listed, looked into, ended, removed; and what happens when its monitor dies.</summary>
public partial class HullLifeTests
{
    [Fact]
    public void A_container_lives_from_run_to_rm() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name job --network none busybox sh -c 'echo out; echo err >&2; sleep 1000'");
        Assert.Matches("^[0-9a-f]{64}$", id);

        lab.Until("both lines are in the log", () => hull.Try("logs job") is { Out: "out", Err: "err" });
        Assert.Matches($"^{id[..12]}   busybox   \"sh -c echo out; ech…\"   .* ago   Up .* job$", hull.Ok("ps").Split('\n')[1]);
        Assert.Equal(id[..12], hull.Ok("ps -q"));

        Assert.Equal("job", hull.Ok("stop -t 0 job"));
        Assert.Equal("", hull.Ok("ps -q"));
        Assert.Matches(@"Exited \(137\) .* ago +job$", hull.Ok("ps -a").Split('\n')[1]);
        Assert.Equal("out", hull.Ok("logs job"));
        Assert.Equal("", hull.TracesOf(id));

        Assert.Equal(id[..8], hull.Ok($"rm {id[..8]}"));
        Assert.Equal("", hull.Ok("ps -aq"));
        hull.Ok("run --rm --name job --network none busybox true");
    });

    [Fact]
    public void Stop_asks_before_it_kills() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name polite --network none busybox sh -c 'trap \"echo bye; exit 4\" TERM; echo ready; while :; do sleep 0.1; done'");
        lab.Until("it listens", () => hull.Ok("logs polite") == "ready");

        hull.Ok("stop polite");

        Assert.Equal("ready\nbye", hull.Ok("logs polite"));
        Assert.Contains("Exited (4)", hull.Ok("ps -a"));
    });

    [Fact]
    public void A_command_run_in_it_shares_all_that_the_first_one_has() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box -e A=first --network none busybox sleep 1000");

        const string look = "for ns in /proc/1/ns/*; do a=$(readlink $ns); b=$(readlink /proc/self/ns/${ns##*/}); [ $a = $b ] || echo $a $b; done; grep Cap /proc/1/status";
        Assert.Equal(hull.Ok("exec box grep Cap /proc/self/status"), hull.Ok($"exec box sh -c '{look}'"));
        Assert.Equal("first second /etc", hull.Ok("exec -e B=second -w /etc box sh -c 'echo $A $B $(pwd)'"));
        Assert.Equal(new Outcome(0, "in", "err"), hull.Try("exec -i box sh -c 'cat; echo err >&2'", input: "in"));
        Assert.Equal(5, hull.Try("exec box sh -c 'exit 5'").ExitCode);
        Assert.Equal(127, hull.Try("exec box nonexistent").ExitCode);
        Assert.Equal(id[..12], hull.Ok("exec box hostname"));

        Assert.NotEqual("0", hull.Ok("exec box cut -d\" \" -f6 /proc/self/stat"));   // a session of this pid namespace: not ours, not our terminal

        lab.Start($"{Binaries.Hull} exec box sleep 999");
        lab.Until("it is in the container's control group", () => lab.Tool($"cat /sys/fs/cgroup/pids/hull/{id}/cgroup.procs | wc -l") == "2");
    });

    [Fact]
    public void When_its_monitor_is_killed_the_container_goes_too_and_gc_tidies_up() => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        string id = hull.Ok("run -d --name orphan -p 1314:80 busybox sleep 1000");
        string process = lab.Tool($"cat /run/hull/{id}/process").Split(' ')[0];

        lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");
        lab.Until("it is gone", () => !Directory.Exists($"/proc/{process}") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z "));
        string said = hull.Ok("gc");

        Assert.StartsWith("orphan: tidied up, its monitor was gone", said);
        Assert.Contains("Exited (255)", hull.Ok("ps -a"));
        hull.Ok("rm orphan");
        Assert.Equal(before, hull.Traces());
        Assert.Equal("", hull.TracesOf(id));
    });

    [Fact]
    public void After_a_restart_of_the_machine_leases_are_given_back_and_the_log_is_still_there() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name old busybox sh -c 'echo kept; sleep 1000'");
        lab.Until("it has written", () => hull.Ok("logs old") == "kept");
        // What a restart does: processes, /run and the network are gone, the disk is not.
        lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");
        lab.Until("its group is empty", () => lab.Tool($"cat /sys/fs/cgroup/pids/hull/{id}/cgroup.procs") == "");
        lab.Tool($"umount /run/netns/hull-{id[..12]}; rm -r /run/netns/hull-{id[..12]} /run/hull; ip link delete hull0; nft flush ruleset");
        Assert.NotEqual("", lab.Tool("ls /var/lib/cni/networks/hull | grep ^10 || true"));

        hull.Ok("gc");

        Assert.Equal("", lab.Tool("ls /var/lib/cni/networks/hull | grep ^10 || true"));
        Assert.Contains("Exited (255)", hull.Ok("ps -a"));
        Assert.Equal("kept", hull.Ok("logs old"));
        Assert.Equal("", hull.TracesOf(id));
    });

    [Fact]
    public void Many_can_be_started_at_once() => InLab((lab, hull) =>
    {
        string before = lab.Tool("ls /run/netns 2>/dev/null | wc -l");

        string started = lab.Tool($"for i in 1 2 3 4 5 6 7 8; do {Binaries.Hull} run -d busybox sleep 1000 2>&1 & done; wait");

        Assert.All(started.Split('\n'), id => Assert.Matches("^[0-9a-f]{64}$", id));
        var addresses = Address().Matches(hull.Ok("ps -q").Split('\n').Aggregate("", (all, id) => all + hull.Ok($"exec {id} ip -4 addr show eth0") + "\n"));
        Assert.Equal(8, addresses.Select(match => match.Value).Distinct().Count());
        Assert.Equal("0", before);
    });

    [GeneratedRegex(@"10\.85\.0\.\d+/24")]
    private static partial Regex Address();
}
