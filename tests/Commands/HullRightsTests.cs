using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What a container may do, seen from inside it.</summary>
public class HullRightsTests
{
    [Fact]
    public void System_calls_that_are_nobodys_business_in_a_container_are_filtered() => InLab((_, hull) =>
    {
        Assert.Contains("Seccomp:\t2", hull.Inside("cat /proc/self/status"));
        Assert.Contains("Operation not permitted", hull.Try("run --rm --network none --cap-add SYS_TIME busybox unshare -n true").Err);
        Assert.Contains("Seccomp:\t0", hull.Inside("cat /proc/self/status", "--network none --security-opt seccomp=unconfined"));
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        Assert.Contains("Seccomp:\t2", hull.Ok("exec box cat /proc/self/status"));
    });

    [Fact]
    public void A_profile_of_ones_own_says_what_a_call_fails_with() => InLab((_, hull) =>
    {
        File.WriteAllText("/run/profile.json", """
            {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":28},
              {"names":["socket"],"action":"SCMP_ACT_ERRNO","errnoRet":13,"args":[{"index":0,"value":2,"op":"SCMP_CMP_EQ"}]}]}
            """);

        var made = hull.Try("run --rm --network none --security-opt seccomp=/run/profile.json busybox sh -c 'mkdir /tmp/x; ping -c1 127.0.0.1; echo still'");

        Assert.Contains("No space left on device", made.Err);
        Assert.Contains("ermission denied", made.Err);
        Assert.EndsWith("still", made.Out);
        Assert.Contains("no seccomp profile", hull.Try("run --rm --security-opt seccomp=/etc/passwd busybox true").Err);
        Assert.Contains("/nowhere", hull.Try("run --rm --security-opt seccomp=/nowhere busybox true").Err);
    });

    [Theory]
    [InlineData("--cap-drop ALL", "0000000000000000")]
    [InlineData("--cap-drop ALL --cap-add NET_BIND_SERVICE", "0000000000000400")]
    [InlineData("--cap-drop CHOWN --cap-drop kill --cap-drop cap_setuid", "00000000a804055a")]
    public void Capabilities_are_dropped_and_added(string options, string mask) => InLab((_, hull) =>
    {
        string status = hull.Inside("cat /proc/self/status", $"--network none {options}");
        string has = status.Split('\n').Single(line => line.StartsWith("CapEff:"))["CapEff:\t".Length..];
        // Where devices cannot be kept from it, no container may make them (CAP_MKNOD, bit 27).
        Assert.Equal(Convert.ToUInt64(mask, 16) & ~(1ul << 27), Convert.ToUInt64(has, 16) & ~(1ul << 27));
    });

    [Fact]
    public void A_privileged_container_may_all_that_we_may() => InLab((lab, hull) =>
    {
        string ours = lab.Tool("grep CapBnd /proc/self/status").Split('\t')[1];

        string inside = hull.Inside("cat /proc/self/status; mount -t tmpfs none /tmp && echo mounted; touch /proc/sys/kernel/hostname && echo writable", "--privileged --network none");

        Assert.Contains($"CapEff:\t{ours}", inside);
        Assert.Contains("Seccomp:\t0", inside);
        Assert.Contains("mounted", inside);
        Assert.Contains("NoNewPrivs:\t0", inside);
    });

    [Fact]
    public void Without_no_new_privileges_a_setuid_program_works_and_the_filter_stays() => InLab((_, hull) =>
    {
        string inside = hull.Inside("cat /proc/self/status", "--network none --security-opt no-new-privileges=false");

        Assert.Contains("NoNewPrivs:\t0", inside);
        Assert.Contains("Seccomp:\t2", inside);
        Assert.Contains("NoNewPrivs:\t1", hull.Inside("cat /proc/self/status"));
    });

    [Fact]
    public void A_read_only_root_is_not_written_to() => InLab((_, hull) =>
    {
        var tried = hull.Try("run --rm --network none --read-only busybox sh -c 'touch /file; touch /dev/shm/file && echo shm; echo x >/dev/null && echo null'");

        Assert.Contains("Read-only file system", tried.Err);
        Assert.Equal("shm\nnull", tried.Out);
    });

    [Theory]
    [InlineData("--cap-add FLY", "there is no capability FLY for --cap-add")]
    [InlineData("--cap-drop FLY", "there is no capability FLY for --cap-drop")]
    [InlineData("--security-opt apparmor=x", "--security-opt apparmor=x is not understood")]
    public void Rights_that_do_not_exist_are_refused(string option, string sentence) => InLab((_, hull) =>
    {
        var refusal = hull.Try($"run --rm {option} busybox true");
        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
    });
}
