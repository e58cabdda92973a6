using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Images, folders and processes that are made to break out: for each hole that another runtime had, what stands in its way here.</summary>
public class HullEvilTests
{
    /// <summary>CVE-2019-19921, CVE-2023-27561, CVE-2023-28642, CVE-2026-41579: /proc, /sys or /dev of the image is a link.</summary>
    [Theory]
    [InlineData("proc", "/etc", "mount proc on /proc")]
    [InlineData("proc", "/run/outside", "mount proc on /proc")]
    [InlineData("sys", "../run/outside", "mount sysfs on /sys")]
    [InlineData("sys", "etc", "mount sysfs on /sys")]   // a folder that is there
    [InlineData("dev", "/run/outside", "mount tmpfs on /dev")]
    [InlineData("dev", "proc", "mount tmpfs on /dev")]
    public void A_link_in_the_place_of_the_kernels_own_file_systems_is_refused(string name, string target, string sentence) => InLab((lab, hull) =>
    {
        MakeRoot(lab, $"rm -rf {name}; ln -s {target} {name}");

        var refused = hull.Try("run --rm --network none --rootfs /run/evil sh -c true");

        Assert.Equal(125, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
        Outside(lab);
    });

    /// <summary>CVE-2019-16884, CVE-2023-27561: what lies over a part of /proc is written to in the kernel's place.</summary>
    [Theory]
    [InlineData("/proc")]
    [InlineData("/proc/sys/net")]
    [InlineData("/link")]
    public void Nothing_is_mounted_over_a_part_of_proc_whatever_path_leads_there(string place) => InLab((lab, hull) =>
    {
        MakeRoot(lab, "ln -s /proc/self/attr link");

        foreach (string volume in (string[])["data", "/run/outside"])
        {
            var refused = hull.Try($"run --rm --network none --rootfs /run/evil -v {volume}:{place} sh -c true");

            Assert.Equal(125, refused.ExitCode);
            Assert.Contains($"{place} cannot be mounted on, because it is in /proc", refused.Err);
        }
    });

    /// <summary>CVE-2024-45310: folders and files that are made for mounts, through links, outside.</summary>
    [Fact]
    public void What_is_made_for_a_mount_is_made_inside() => InLab((lab, hull) =>
    {
        MakeRoot(lab, "mkdir -p run/outside; ln -s /run/outside link; ln -s ../../../../../../../../run/outside dots");
        lab.Tool("mkdir /run/shared; ln -s /run/outside /run/shared/link; echo single >/run/single");

        var made = hull.Try("run --rm --network none --rootfs /run/evil -v /run/shared:/shared -v data:/link/a/b -v data:/dots/c -v data:/shared/link/d -v /run/single:/link/e sh -c 'ls /run/outside'");

        Outside(lab);
        Assert.Equal("a\nc\nd\ne", made.Out);   // the same path, inside
    });

    /// <summary>CVE-2021-30465: between the look at a mount's place and the mount, another container puts a link there.</summary>
    [Fact]
    public void A_place_that_becomes_a_link_in_the_last_moment_leads_no_mount_away() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/one/a/b /run/two /run/outside/b; echo two >/run/two/file");
        string options = "--network none -v /run/one:/one -v /run/two:/one/a/b busybox cat /one/old/b/file /one/a/b/file";
        int which = Held.CallNumber(lab, $"{Binaries.Hull} run --rm {options}", "openat2", "\"/one/a/b\"");

        var (outcome, _) = Held.At(lab, $"{Binaries.Hull} run --rm {options}", "openat2", which, () =>
            lab.Tool("mv /run/one/a /run/one/old; ln -s /run/outside /run/one/a"));

        Assert.StartsWith("two", outcome.Out);
        Assert.Contains("/one/a/b/file", outcome.Err);   // the link leads nowhere inside
    });

    /// <summary>CVE-2025-31133: the container's own /dev/null is what masked paths are covered with, and it is a file, or a link to one.</summary>
    [Theory]
    [InlineData("echo evil >/run/devices/null")]
    [InlineData("echo evil >/run/evil/target; ln -s /target /run/devices/null")]
    public void Masked_paths_are_covered_by_the_true_null_device(string change) => InLab((lab, hull) =>
    {
        MakeRoot(lab, "true");
        lab.Tool($"mkdir /run/devices; {change}");

        string inside = hull.Ok("run --rm --network none --rootfs /run/evil -v /run/devices:/dev sh -c 'cat /proc/interrupts /proc/timer_list /proc/keys; cat /dev/null; mount | grep -c \"/proc/.*devtmpfs\"'");

        Assert.Matches("^evil\n[1-9]$", inside);   // by its own name only
        Assert.Equal("evil", lab.Tool("cat /run/devices/null 2>/dev/null || cat /run/evil/target"));
    });

    /// <summary>CVE-2025-52565: what the terminal is mounted from, or on, is a link.</summary>
    [Theory]
    [InlineData("ln -s /victim console", "make /dev/console in /: Too many levels of symbolic links")]
    [InlineData("umount pts; rmdir pts; ln -s /victims pts", "open /dev/pts/ptmx in /: Too many levels of symbolic links")]
    [InlineData("umount pts; ln -s /victim pts/ptmx", "open /dev/pts/ptmx in /: Too many levels of symbolic links")]
    [InlineData("umount pts; echo 0 >pts/ptmx", "/dev/pts is no devpts file system")]
    public void No_link_leads_a_terminal_elsewhere(string change, string sentence) => InLab((lab, hull) =>
    {
        MakeRoot(lab, "echo safe >victim; mkdir victims; ln -s ../victim victims/ptmx");
        lab.Tool($"mkdir -p /run/devices/pts; mount -t devpts -o newinstance,ptmxmode=0666 devpts /run/devices/pts; cd /run/devices; {change}");

        var refused = hull.Try("run --rm -t --network none --rootfs /run/evil -v /run/devices:/dev sh -c true");

        Assert.Equal(125, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
        Assert.Equal("safe", lab.Tool("cat /run/evil/victim"));
        Outside(lab);
    });

    /// <summary>CVE-2020-10749: who may send whatever packets it likes says that it is the router of all its neighbours.</summary>
    [Fact]
    public void Nobody_inside_can_send_as_somebody_else() => InLab((_, hull) =>
    {
        // Raw sockets of ICMP, of ICMPv6, of whole IP packets and of whole frames.
        File.WriteAllText("/run/raw", "socket(my $s, $_->[0], 3, $_->[1]) and print qq(open\\n) or print qq($!\\n) for [2, 1], [10, 58], [2, 255], [17, 768]");
        const string run = "-v /run/raw:/tmp/raw --network none --rootfs / perl /tmp/raw";

        Assert.Equal(Enumerable.Repeat("Operation not permitted", 4), hull.Ok($"run --rm {run}").Split('\n'));
        Assert.Equal(Enumerable.Repeat("open", 4), hull.Ok($"run --rm --cap-add NET_RAW {run}").Split('\n'));
    });

    /// <summary>CVE-2024-21626: the folder to start in is an open folder of the host's, or reached through one.</summary>
    [Fact]
    public void No_open_folder_of_the_hosts_can_be_started_in() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/outside; echo secret >/run/outside/secret");
        for (int number = 3; number < 14; number++)
            foreach (string further in (string[])["", "/../../run/outside"])
            {
                var tried = lab.Try($"exec {number}</run/outside; exec {Binaries.Hull} run --rm --network none -w /proc/self/fd/{number}{further} busybox sh -c 'cat secret; ls -l /proc/self/fd'");
                Assert.DoesNotContain("secret\n", tried.Out + "\n");
                Assert.DoesNotContain("/run/outside", tried.Out);
            }
    });

    /// <summary>CVE-2016-9962: a process that enters the container can be looked into, and its files taken over, before it has become the command.</summary>
    [Fact]
    public void Who_enters_by_exec_cannot_be_looked_into() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/seen");
        hull.Ok($"run -d --name box --network none -v /run/seen:/seen busybox sh -c 'while :; do {Look("for f in $p/fd/*; do readlink $f && echo read $f || echo denied $f; done")} done'");

        Held.At(lab, $"{Binaries.Hull} exec box true", "close_range", 2, () => AwaitSeen(lab, "fd/4"));

        string seen = File.ReadAllText("/run/seen/log");
        Assert.Contains("denied /proc/", seen);
        Assert.DoesNotMatch("(?m)^read /proc/[0-9]+/fd/([3-9]|[0-9]{2,})$", seen);
    });

    /// <summary>
    /// CVE-2019-5736: the container gets hold of the runtime's own executable, as that of a process that enters, and writes to it once nobody runs it. It has
    /// the right to look into others, and to change mounts, with which it could make a read-only one writable; and it looks before that process is init, and after.
    /// </summary>
    [Theory]
    [InlineData("--cap-add SYS_PTRACE", "setsid", 1, 1)]   // the first is that of the one who minds the command, on the host
    [InlineData("--cap-add SYS_PTRACE", "close_range", 2, 0)]
    [InlineData("--cap-add SYS_PTRACE --cap-add SYS_ADMIN --security-opt seccomp=unconfined", "close_range", 2, 0)]
    public void The_runtime_is_not_overwritten(string rights, string call, int which, int passing) => InLab((lab, hull) =>
    {
        lab.Tool($"mkdir /run/seen; cp {Binaries.Hull} /run/copy");
        File.WriteAllText("/run/seen/evil.c", Unwrapping);
        lab.Tool("cc -static -O1 -o /run/seen/evil /run/seen/evil.c");
        hull.Ok($"run -d --name box --network none {rights} -v /run/seen:/seen busybox /seen/evil");

        Held.At(lab, "/run/copy exec box true", call, which, () => AwaitSeen(lab, "held"), passing);
        lab.Until("it has tried", () => File.ReadAllText("/run/seen/log").Contains("wrote"));

        Assert.Equal("", lab.Tool("cmp /run/copy " + Binaries.Hull));
        Assert.Contains("wrote -1", File.ReadAllText("/run/seen/log"));
    });

    /// <summary>CVE-2022-29162: who enters has inheritable capabilities, which files can then give.</summary>
    [Fact]
    public void Nobody_has_inheritable_or_ambient_capabilities() => InLab((_, hull) =>
    {
        hull.Ok("run -d --name box --network none --cap-add NET_ADMIN --user 33 busybox sleep 1000");

        foreach (string status in (string[])[hull.Inside("cat /proc/self/status", "--network none --cap-add NET_ADMIN"), hull.Ok("exec box cat /proc/self/status"), hull.Ok("exec box cat /proc/1/status")])
            Assert.Matches("CapInh:\t0{16}\n(.*\n)*CapAmb:\t0{16}", status);
        Assert.Contains("CapEff:\t0000000000000000", hull.Ok("exec box cat /proc/self/status"));
    });

    /// <summary>CVE-2023-25809: control groups can be written to from inside.</summary>
    [Fact]
    public void Control_groups_are_seen_its_own_only_and_not_changed() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none busybox sleep 1000");

        string inside = hull.Ok("exec box sh -c 'find /sys/fs/cgroup -type d | wc -l; for f in $(find /sys/fs/cgroup -name cgroup.procs); do cat $f; (echo 1 >$f); mkdir ${f%/*}/x; done 2>&1; true'");

        Assert.DoesNotContain("can\u0027t create directory \u0027/x", inside);
        var lines = inside.Split('\n')[1..];
        Assert.Contains("1", lines);
        Assert.DoesNotContain($"hull-{id}", inside);
        var refusals = lines.Where(line => !int.TryParse(line, out _)).ToList();
        Assert.Equal(2 * lines.Count(line => line == "1"), refusals.Count);   // two for each group
        Assert.All(refusals, line => Assert.Contains("Read-only file system", line));
    });

    /// <summary>CVE-2025-52881, in the house's own terms: see OwnProcTests. Here: a setting that is not the container's is not set at all (seed S22).</summary>
    [Theory]
    [InlineData("--sysctl kernel.core_pattern=x", "kernel.core_pattern is not in a namespace")]
    [InlineData("--sysctl net.ipv4.ip_forward=1 --network host", "net.ipv4.ip_forward is not allowed in the host\u0027s network")]
    [InlineData("--sysctl kernel.shmmax=1 --ipc host", "kernel.shmmax is not allowed in the host\u0027s ipc")]
    [InlineData("--sysctl net/../kernel/core_pattern=x", "is none")]
    [InlineData("--sysctl net", "it reads NAME=value")]
    public void Settings_of_the_whole_machine_are_no_containers_to_set(string options, string sentence) => InLab((_, hull) =>
    {
        var refused = hull.Try($"run --rm {(options.Contains("--network") ? "" : "--network none")} {options} busybox true");
        Assert.Equal(125, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
    });

    /// <summary>S91: what the kernel would do for root it does not do for a container's.</summary>
    [Theory]
    [InlineData("mount -t tmpfs none /tmp")]
    [InlineData("reboot -f")]
    [InlineData("echo b >/proc/sysrq-trigger")]
    [InlineData("echo x >/proc/sys/kernel/core_pattern")]
    [InlineData("! date -s 2001-01-01 2>&1 | grep -q permitted")]
    [InlineData("swapoff -a")]
    [InlineData("unshare -U true")]
    public void What_roots_rights_are_for_elsewhere_is_refused(string command) => InLab((_, hull) =>
        Assert.NotEqual(0, hull.Try($"run --rm --network none busybox sh -c '{command}'").ExitCode));

    // Whoever is in the container and neither the first process nor we ourselves is one that enters.
    static string Look(string at) => $"for p in /proc/[0-9]*; do case ${{p#/proc/}} in 1|$$) ;; *) ({at}) >>/seen/log 2>&1;; esac; done;";

    static void AwaitSeen(Lab lab, string word) => lab.Until("it has looked", () => File.Exists("/run/seen/log") && File.ReadAllText("/run/seen/log").Contains(word));

    const string Unwrapping = """
        #define _GNU_SOURCE
        #include <dirent.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/mount.h>
        #include <sys/stat.h>
        #include <unistd.h>
        int main(void) {
            FILE *log = fopen("/seen/log", "a");
            char path[300];
            int exe = -1, pid = 0;
            struct mount_attr writable = { .attr_clr = MOUNT_ATTR_RDONLY };
            setvbuf(log, NULL, _IONBF, 0);
            for (;;) {
                DIR *proc = opendir("/proc");
                for (struct dirent *e; (e = readdir(proc)) != NULL;)
                    if (exe < 0 && atoi(e->d_name) > 1) {
                        snprintf(path, sizeof path, "/proc/%s/exe", e->d_name);
                        exe = open(path, O_PATH);
                        pid = atoi(e->d_name);
                        if (exe >= 0) fprintf(log, "held %d\n", mount_setattr(exe, "", AT_EMPTY_PATH, &writable, sizeof writable));
                    }
                closedir(proc);
                snprintf(path, sizeof path, "/proc/%d", pid);
                if (exe >= 0 && access(path, F_OK) != 0) break;
            }
            snprintf(path, sizeof path, "/proc/self/fd/%d", exe);
            int file;
            do file = open(path, O_WRONLY); while (file < 0 && errno == ETXTBSY);   /* for as long as somebody runs it */
            fprintf(log, "wrote %d\n", file < 0 ? -1 : (int)write(file, "overwritten", 11));
            for (;;) pause();
        }
        """;

    static void MakeRoot(Lab lab, string change) => lab.Tool($"""
        set -e; mkdir -p /run/evil /run/outside; tar -C /run/evil -xf {HullTool.RootTar}; echo safe >/run/outside/canary; cd /run/evil; {change}
        """);

    static void Outside(Lab lab) => Assert.Equal("/run/outside/canary safe", lab.Tool("cd /; find /run/outside -mindepth 1 -printf '%p '; cat /run/outside/canary"));
}
