using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull run: what a container is, and how it ends.</summary>
public class HullRunTests
{
    [Theory]
    [InlineData("busybox true", 0)]
    [InlineData("busybox sh -c 'exit 7'", 7)]
    [InlineData("busybox sh -c 'kill -15 $$; sh -c \"kill -9 \\$\\$; true\"; exit $?'", 137)]
    [InlineData("busybox nonexistent", 127)]
    [InlineData("busybox /nonexistent", 127)]
    [InlineData("busybox /bin/text", 126)]
    [InlineData("busybox /etc", 126)]
    [InlineData("-w /new/folder busybox sh -c '[ $(pwd) = /new/folder ]'", 0)]
    public void The_exit_code_is_the_commands_own_or_says_why_it_did_not_run(string arguments, int exitCode) => InLab((_, hull) =>
    {
        string before = hull.Traces();

        Assert.Equal(exitCode, hull.Try($"run --rm --network none {arguments}").ExitCode);

        Assert.Equal(before, hull.Traces());
    });

    [Fact]
    public void A_signal_to_hull_reaches_the_command() => InLab((lab, hull) =>
    {
        var run = lab.Start($"{Binaries.Hull} run --rm --network none busybox sh -c 'trap \"exit 3\" TERM; echo ready; while :; do sleep 0.1; done'");
        run.ReadLine();

        lab.Tool($"kill -TERM {run.Id}");

        Assert.Equal(3, run.Wait().ExitCode);
    });

    [Fact]
    public void Output_and_error_stay_apart_and_input_comes_when_it_is_asked_for() => InLab((_, hull) =>
    {
        var outcome = hull.Try("run --rm --network none -i busybox sh -c 'cat; echo bad >&2'", input: "through\n");
        var without = hull.Try("run --rm --network none busybox cat", input: "unread\n");

        Assert.Equal(new Outcome(0, "through", "bad"), outcome);
        Assert.Equal(new Outcome(0, "", ""), without);
    });

    [Fact]
    public void Options_after_the_image_are_the_commands() => InLab((_, hull) =>
        Assert.Equal("-d --rm --name x", hull.Ok("run --rm --network none busybox echo -d --rm --name x")));

    [Fact]
    public void Variables_and_the_host_name_are_as_asked_for() => InLab((lab, hull) =>
    {
        var outcome = lab.Try($"{Binaries.Hull} run --rm --network none -e A=1 -e KNOWN -e UNKNOWN --hostname box busybox sh -c 'hostname; env'",
            environment: [("KNOWN", "here"), ("SECRET", "not passed on")]);

        var lines = outcome.Out.Split('\n');
        Assert.Equal("box", lines[0]);
        Assert.Contains("A=1", lines);
        Assert.Contains("KNOWN=here", lines);
        Assert.Contains("HOSTNAME=box", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("UNKNOWN", StringComparison.Ordinal) || line.StartsWith("SECRET", StringComparison.Ordinal));
    });

    [Fact]
    public void Its_command_is_process_1_and_sees_no_process_of_the_hosts() => InLab((_, hull) =>
        Assert.Equal(["1", "self", "thread-self"], hull.Inside("exec ls /proc").Split('\n').Where(name => char.IsDigit(name[0]) || name.EndsWith("self", StringComparison.Ordinal))));

    // As on an initial RAM disk: the mounts' own root is another than that of the processes.
    [Fact]
    public void Started_from_a_changed_root_exec_finds_the_containers_root_and_not_the_hosts() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/changed && mount --rbind / /run/changed");
        lab.Tool($"chroot /run/changed {Binaries.Hull} run -d --name inner --network none busybox sleep 1000");

        Assert.Equal("hello", lab.Tool($"chroot /run/changed {Binaries.Hull} exec inner cat /www/index.html"));
        lab.Tool($"chroot /run/changed {Binaries.Hull} rm -f inner && umount -R /run/changed");
    });

    [Fact]
    public void It_is_in_namespaces_of_its_own() => InLab((lab, hull) =>
    {
        string[] kinds = ["cgroup", "ipc", "mnt", "net", "pid", "uts"];
        string script = $"cd /proc/self/ns; for kind in {string.Join(' ', kinds)}; do readlink $kind; done";

        var inside = hull.Inside(script).Split('\n');
        var outside = lab.Tool(script).Split('\n');

        Assert.Equal(kinds, inside.Select(ns => ns.Split(':')[0]));
        Assert.Empty(inside.Intersect(outside));
    });

    [Fact]
    public void It_sees_no_mount_of_the_hosts_and_can_make_none() => InLab((lab, hull) =>
    {
        string[] expected = ["/", "/proc", "/dev", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

        var targets = hull.Inside("cut -d\" \" -f5 /proc/self/mountinfo").Split('\n');
        var refused = hull.Try("run --rm --network none busybox sh -c 'mount -t tmpfs none /tmp || umount /proc || unshare -m true'");

        Assert.All(targets, target => Assert.Contains(expected, known => target == known || known.Length > 1 && target.StartsWith(known + "/", StringComparison.Ordinal)));
        Assert.NotEqual(0, refused.ExitCode);
    });

    [Theory]
    [InlineData("echo x >/proc/sys/kernel/domainname")]
    [InlineData("echo b >/proc/sysrq-trigger")]
    [InlineData("echo x >/sys/kernel/mm/transparent_hugepage/enabled")]
    [InlineData("hostname changed")]
    [InlineData("mknod /tmp/disk b 254 0 && head -c1 /tmp/disk")]
    [InlineData("ping -c1 127.0.0.1")]
    [InlineData("chroot / mount -t proc none /mnt")]
    public void What_would_touch_the_host_is_refused(string script) => InLab((_, hull) =>
        Assert.NotEqual(0, hull.Try($"run --rm --network none busybox sh -c '{script}'").ExitCode));

    [Fact]
    public void Capabilities_are_dockers_without_net_raw_and_nothing_run_inside_gains_more() => InLab((_, hull) =>
    {
        string status = hull.Inside("cat /proc/self/status");

        Assert.Contains("CapPrm:\t00000000a80405fb", status);   // docker's are a80425fb
        Assert.Contains("CapBnd:\t00000000a80405fb", status);
        Assert.Contains("CapInh:\t0000000000000000", status);
        Assert.Contains("NoNewPrivs:\t1", status);
        Assert.Contains("CapEff:\t00000000a80425fb", hull.Inside("cat /proc/self/status", "--network none --cap-add NET_RAW"));
    });

    [Fact]
    public void It_has_no_file_open_but_the_standard_ones_and_they_are_not_the_hosts() => InLab((_, hull) =>
        Assert.Matches(@"^0 -> /dev/null\n1 -> pipe:\[\d+\]\n2 -> pipe:\[\d+\]$",
            hull.Ok("run --rm --network none busybox ls -l /proc/self/fd").Split('\n').Where(line => line.Contains("->") && !line.Contains("3 ->"))
                .Select(line => line[(line.IndexOf("->", StringComparison.Ordinal) - 2)..]).Aggregate((all, line) => $"{all}\n{line}")));

    [Fact]
    public void What_it_writes_changes_neither_the_image_nor_the_folder_it_was_given() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/root/bin && cp /bin/busybox /run/root/bin/sh");

        hull.Ok("run --rm --network none --rootfs /run/root /bin/sh -c 'echo x >/file; echo y >/bin/sh2'");
        hull.Inside("rm /www/index.html");

        Assert.Equal("bin\nbin/sh", lab.Tool("cd /run/root; find . -mindepth 1 -printf '%P\\n' | sort"));
        Assert.Equal("hello", hull.Inside("cat /www/index.html"));
    });

    [Fact]
    public void An_image_that_makes_proc_a_link_gets_no_proc_elsewhere() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/root/bin /run/root/etc && cp /bin/busybox /run/root/bin/sh && ln -s /etc /run/root/proc");

        var refused = hull.Try("run --rm --network none --rootfs /run/root /bin/sh -c true");

        Assert.Equal(125, refused.ExitCode);
        Assert.Contains("mount proc on /proc", refused.Err);
    });
}
