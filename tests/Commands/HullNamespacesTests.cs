using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What a container shares with the host and with other containers, by the kernel's own numbers of namespaces.</summary>
public class HullNamespacesTests
{
    static readonly string[] s_kinds = ["cgroup", "ipc", "mnt", "net", "pid", "uts"];

    [Fact]
    public void Every_namespace_is_its_own_unless_it_is_told_otherwise() => InLab((lab, hull) =>   // S5
    {
        foreach (string kind in s_kinds)
            Assert.NotEqual(lab.Tool($"readlink /proc/self/ns/{kind}"), hull.Inside($"readlink /proc/self/ns/{kind}"));
    });

    [Theory]
    [InlineData("--pid host", "pid")]
    [InlineData("--ipc host", "ipc")]
    [InlineData("--uts host", "uts")]
    [InlineData("--cgroupns host", "cgroup")]
    [InlineData("--network host", "net")]   // S19
    public void One_can_be_the_hosts_and_the_others_are_still_its_own(string option, string shared) => InLab((lab, hull) =>
    {
        string network = shared == "net" ? "" : "--network none";
        foreach (string kind in s_kinds)
        {
            string host = lab.Tool($"readlink /proc/self/ns/{kind}"), inside = hull.Inside($"readlink /proc/self/ns/{kind}", $"{network} {option}");
            if (kind == shared)
                Assert.Equal(host, inside);
            else
                Assert.NotEqual(host, inside);
        }
    });

    [Theory]
    [InlineData("--pid", "pid")]
    [InlineData("--ipc", "ipc")]
    [InlineData("--uts", "uts")]
    [InlineData("--network", "net")]
    public void One_can_be_another_containers_for_as_long_as_that_runs(string option, string kind) => InLab((_, hull) =>
    {
        hull.Ok("run -d --name one --network none busybox sleep 1000");

        Assert.Equal(hull.Ok($"exec one readlink /proc/self/ns/{kind}"), hull.Inside($"readlink /proc/self/ns/{kind}", $"{(kind == "net" ? "" : "--network none")} {option} container:one"));
        hull.Ok("rm -f one");
        Assert.NotEqual(0, hull.Try($"run --rm {(kind == "net" ? "" : "--network none")} {option} container:one busybox true").ExitCode);
    });

    [Fact]
    public void Who_shares_processes_sees_them_and_all_its_own_end_with_it() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name one --network none busybox sleep 1001");
        Assert.Contains("sleep 1001", hull.Inside("ps", "--network none --pid container:one"));

        hull.Ok("run -d --name two --network none --pid host busybox sh -c 'setsid sleep 1002 & sleep 1003'");
        lab.Until("it runs", () => lab.Try("pgrep -f '^sleep 1002'").ExitCode == 0);
        hull.Ok("rm -f two");
        Assert.NotEqual(0, lab.Try("pgrep -f '^sleep 1002'").ExitCode);
    });

    [Fact]
    public void Shared_memory_of_the_host_is_the_hosts() => InLab((lab, hull) =>
    {
        lab.Tool("mount -t tmpfs lab /dev/shm && echo host >/dev/shm/hull-test");
        Assert.Equal("host", hull.Inside("cat /dev/shm/hull-test", "--network none --ipc host"));
        Assert.NotEqual(0, hull.Try("run --rm --network none busybox cat /dev/shm/hull-test").ExitCode);
    });

    [Fact]
    public void Who_shares_anothers_ipc_namespace_shares_its_memory() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name one --network none busybox sleep 1000");
        hull.Ok("run --rm --network none --ipc container:one busybox sh -c 'echo two >/dev/shm/file'");
        Assert.Equal("two", hull.Ok("exec one cat /dev/shm/file"));
    });

    [Fact]
    public void A_container_of_any_user_ends_with_its_monitor() => InLab((lab, hull) =>
    {
        foreach (string user in (string[])["--user 33", "--user 0", "--userns 0:100000:65536 --user 33"])
        {
            string id = hull.Ok($"run -d --network none {user} busybox sleep 1006");
            lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");
            lab.Until("it has ended", () => !lab.Tool("ps -eo stat,args | grep 'sleep 100[6]' || true").Split('\n').Any(line => line != "" && !line.StartsWith('Z')));
        }
    });

    [Fact]
    public void Settings_of_its_own_are_set_before_it_runs() => InLab((_, hull) =>   // S22
    {
        Assert.Equal("1\n123456", hull.Inside("cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax",
            "--network none --sysctl net.ipv4.ip_forward=1 --sysctl kernel.shmmax=123456"));
        Assert.Equal("0", hull.Inside("cat /proc/sys/net/ipv4/conf/lo/accept_redirects", "--network none --sysctl net/ipv4/conf/lo/accept_redirects=0"));
    });

    [Fact]
    public void Groups_and_umask_are_as_asked_for() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/root && tar -C /run/root -xf " + HullTool.RootTar + " && printf 'root:x:0:\\naudio:x:29:\\n' >/run/root/etc/group");
        string inside = hull.Ok("run --rm --network none --rootfs /run/root --user 33:44 --group-add audio --group-add 1234 --umask 0077 sh -c 'id -G; umask'");
        Assert.Equal("44 29 1234\n0077", inside);
        Assert.Contains("unable to find group nogroup", hull.Try("run --rm --network none --rootfs /run/root --group-add nogroup true").Err);
        Assert.Contains("--umask is 999", hull.Try("run --rm --umask 999 busybox true").Err);
    });

    [Theory]
    [InlineData("--pid none", "--pid is none: it is host, private or container:NAME")]
    [InlineData("--ipc sometimes", "--ipc is sometimes: it is host, private, shareable or container:NAME")]
    [InlineData("--cgroupns mine", "--cgroupns is mine: it is host or private")]
    [InlineData("--pid container:nobody", "nobody")]
    [InlineData("--uts host --hostname x", "--hostname and --uts host contradict each other")]
    public void What_cannot_be_shared_is_refused(string options, string sentence) => InLab((_, hull) =>
    {
        string before = hull.Traces();
        var refused = hull.Try($"run --rm --network none {options} busybox true");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
        Assert.Equal(before, hull.Traces());
    });
}
