using System.Text.Json;
using Linux;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What a container may use, in either version of control groups; read back from the kernel's files and felt from inside.</summary>
public class HullLimitsTests
{
    const long MiB = 1 << 20;

    [Fact]
    public void Limits_stand_in_the_files_of_its_control_group() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none --cpu-period=100000 --cpu-quota=20000 -c 512 -m 200m --memory-reservation 100m --pids-limit 50 --cpuset-cpus 0 --cpuset-mems 0 busybox sleep 1000");
        var group = new ContainerGroupFiles(id);

        Assert.Equal(ContainerGroupFiles.IsV2 ? "20000 100000" : "20000", group.Read("cpu", "cpu.cfs_quota_us", "cpu.max"));
        Assert.Equal(ContainerGroupFiles.IsV2 ? "59" : "512", group.Read("cpu", "cpu.shares", "cpu.weight"));
        Assert.Equal($"{200 * MiB}", group.Read("memory", "memory.limit_in_bytes", "memory.max"));
        // As much swap as memory: version 1 counts both together.
        Assert.Equal($"{(ContainerGroupFiles.IsV2 ? 200 : 400) * MiB}", group.Read("memory", "memory.memsw.limit_in_bytes", "memory.swap.max"));
        Assert.Equal($"{100 * MiB}", group.Read("memory", "memory.soft_limit_in_bytes", "memory.low"));
        Assert.Equal("50", group.Read("pids", "pids.max", "pids.max"));
        Assert.Equal("0", group.Read("cpuset", "cpuset.cpus", "cpuset.cpus"));
        Assert.Equal("0", hull.Ok("exec box grep Cpus_allowed_list /proc/self/status").Split('\t')[1]);
        using var config = JsonDocument.Parse(File.ReadAllText($"/var/lib/hull/containers/{id}/bundle/config.json"));
        string Resource(string part, string name) => config.RootElement.GetProperty("linux").GetProperty("resources").GetProperty(part).GetProperty(name).ToString();
        Assert.Equal(["209715200", "419430400", "104857600", "20000", "100000", "512", "0", "50"],
        [
            Resource("memory", "limit"), Resource("memory", "swap"), Resource("memory", "reservation"), Resource("cpu", "quota"), Resource("cpu", "period"), Resource("cpu", "shares"),
            Resource("cpu", "cpus"), Resource("pids", "limit"),
        ]);
    });

    [Fact]
    public void A_worker_that_wants_more_memory_than_it_may_have_is_killed_and_it_is_told_of() => InLab((_, hull) =>
    {
        Assert.Equal(137, hull.Try("run --name worker --network none -m 200m busybox dd if=/dev/zero of=/dev/null bs=500M count=1").ExitCode);
        Assert.Contains("Exited (137)", hull.Ok("ps -a"));
        Assert.Equal("137 true", hull.Ok("inspect -f '{{.State.ExitCode}} {{.State.OOMKilled}}' worker"));

        hull.Ok("rm worker");
        Assert.Equal(0, hull.Try("run --name worker --network none -m 200m busybox dd if=/dev/zero of=/dev/null bs=50M count=1").ExitCode);
        hull.Ok("run -d --name killed --network none -m 200m busybox sleep 1000");
        hull.Ok("stop -t 0 killed");
        Assert.Equal("0 false", hull.Ok("inspect -f '{{.State.ExitCode}} {{.State.OOMKilled}}' worker"));
        Assert.Equal("137 false", hull.Ok("inspect -f '{{.State.ExitCode}} {{.State.OOMKilled}}' killed"));
    });

    [Fact]
    public void A_fork_bomb_stays_inside() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name bomb --network none --pids-limit 30 --cpus 0.2 busybox sh -c 'bomb() { bomb | bomb & }; bomb; sleep 1000'");
        var group = new ContainerGroupFiles(id);

        lab.Until("it wants more than it may have", () => group.Count("pids", "pids.events", "pids.events", "max") > 0);

        Assert.InRange(int.Parse(group.Read("pids", "pids.current", "pids.current")), 1, 30);
        hull.Ok("rm -f bomb");
        Assert.Equal("", hull.TracesOf(id));
    });

    [Fact]
    public void Who_is_run_or_started_in_it_later_is_limited_with_it() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none --pids-limit 40 busybox sleep 1000");
        var group = new ContainerGroupFiles(id);
        int first = Assert.Single(group.Processes);

        lab.Start($"{Binaries.Hull} exec box sleep 1000");
        lab.Until("both are in the group", () => group.Processes.Length == 2);
        Assert.Contains(first, group.Processes);

        hull.Ok("stop -t 0 box");
        Assert.Equal("", hull.TracesOf(id));
        hull.Ok("start box");
        Assert.NotEqual(first, Assert.Single(group.Processes));
        Assert.Equal("40", group.Read("pids", "pids.max", "pids.max"));
    });

    [Fact]
    public void An_update_changes_limits_at_once_and_for_later_starts() => InLab((_, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none -m 200m busybox sleep 1000");
        var group = new ContainerGroupFiles(id);
        string Now() => string.Join(' ', group.Read("memory", "memory.limit_in_bytes", "memory.max"), group.Read("pids", "pids.max", "pids.max"),
            group.Read("cpu", "cpu.cfs_quota_us", "cpu.max").Split(' ')[0], group.Read("memory", "memory.memsw.limit_in_bytes", "memory.swap.max"));

        Assert.Equal("box", hull.Ok("update -m 300m --memory-swap 700m --cpus 0.5 --pids-limit 77 box"));
        string changed = $"{300 * MiB} 77 50000 {(ContainerGroupFiles.IsV2 ? 400 : 700) * MiB}";
        Assert.Equal(changed, Now());

        hull.Ok("stop -t 0 box");
        hull.Ok("start box");
        Assert.Equal(changed, Now());

        var refused = hull.Try("update -m 800m box");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time", refused.Err);
        Assert.Equal(changed, Now());
        hull.Ok("update --pids-limit -1 --memory-swap -1 box");
        Assert.Equal("max", group.Read("pids", "pids.max", "pids.max"));
        Assert.Contains("update needs at least one limit", hull.Try("update box").Err);
    });

    [Fact]
    public void Devices_are_used_by_rules_alone_whoever_makes_them() => InLab((_, hull) =>
    {
        const string script = "mknod /tmp/tun c 10 200 && (: <>/tmp/tun) 2>&1; : <>/dev/null && echo null";
        Assert.Contains("Operation not permitted", hull.Inside(script));
        string opened = hull.Inside(script, "--network none --device-cgroup-rule \"c 10:200 rwm\"");
        Assert.DoesNotContain("not permitted", opened);
        Assert.EndsWith("null", opened);
        ulong may = Convert.ToUInt64(hull.Inside("grep CapEff /proc/self/status").Split('\t')[1], 16);
        Assert.NotEqual(0ul, may & 1ul << (int)Capability.Mknod);
    });

    [Fact]
    public void Each_process_has_limits_of_its_own_and_so_has_one_that_is_run_later() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name box --network none --ulimit nofile=100:200 --ulimit core=0 --oom-score-adj 500 --shm-size 8m busybox sleep 1000");

        const string look = "ulimit -Sn; ulimit -Hn; ulimit -Hc; cat /proc/self/oom_score_adj; df -m /dev/shm | tail -n 1 | tr -s \" \" | cut -d\" \" -f2; cut -d\" \" -f4,5 /proc/1/limits >/dev/null; cat /proc/1/oom_score_adj";
        Assert.Equal("100\n200\n0\n500\n8\n500", hull.Ok($"exec box sh -c '{look}'"));
    });

    [Fact]
    public void Without_the_right_to_raise_a_limit_it_stays_and_a_warning_says_so() => InLab((lab, hull) =>
    {
        ulong most = ResourceLimit.Current("RLIMIT_NOFILE").Hard;
        var tried = hull.Try($"run --rm --network none --ulimit nofile={most + 1} --oom-score-adj -1000 busybox sh -c 'ulimit -Hn; cat /proc/self/oom_score_adj'");

        Assert.Equal(0, tried.ExitCode);
        if (Capabilities.Has(Capability.SysResource))
        {
            Assert.Equal($"{most + 1}\n-1000", tried.Out);
            return;
        }
        Assert.Equal($"{most}\n{lab.Tool("cat /proc/self/oom_score_adj")}", tried.Out);
        Assert.Contains($"--ulimit nofile stays at {most}: raising it takes CAP_SYS_RESOURCE", tried.Err);
        Assert.Contains("lowering it takes CAP_SYS_RESOURCE", tried.Err);
    });

    [Fact]
    public void Its_group_can_be_in_one_of_somebody_elses() => InLab((lab, hull) =>
    {
        string parent = $"net-test-{KernelRandom.Hex(4)}";
        string id = hull.Ok($"run -d --name box --cgroup-parent /{parent}/inner --network none busybox sleep 1000");

        Assert.Single(new ContainerGroupFiles(id, $"{parent}/inner").Processes);

        hull.Ok("rm -f box");
        Assert.Equal("", hull.TracesOf(id));
        lab.Tool($"find /sys/fs/cgroup -depth -type d -path '*{parent}*' | xargs -r rmdir");
    });
}
