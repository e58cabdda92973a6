using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Containers whose users are not the host's (--userns, --uidmap, --gidmap).</summary>
public class HullUsersTests
{
    const string Mapped = "--network none --userns 0:100000:65536";

    [Fact]
    public void Its_root_is_somebody_else_outside_and_all_its_files_are_its_own() => InLab((lab, hull) =>
    {
        Assert.Equal("0 100000 65536\n0\n0 0\n0 0", hull.Inside("echo $(cat /proc/self/uid_map); id -u; stat -c \"%u %g\" /bin/busybox /etc/hosts", Mapped));
        Assert.NotEqual(lab.Tool("readlink /proc/self/ns/user"), hull.Inside("readlink /proc/self/ns/user", Mapped));
        hull.Ok($"run -d --name box {Mapped} busybox sh -c 'touch /made; chown 33:44 /made; mkdir /tmp/x && echo fine; sleep 1005'");
        lab.Until("it has made it", () => hull.Ok("logs box") == "fine");

        Assert.Equal("100000", lab.Tool("ps -o uid= -C sleep -o args= | grep 1005").Trim().Split(' ')[0]);
        Assert.Equal("33 44", hull.Ok("exec box stat -c '%u %g' /made"));
        Assert.Equal("0\n0", hull.Ok("exec box sh -c 'id -u; stat -c %u /tmp/x'"));
        hull.Ok("commit box copy");
        Assert.Equal("33 44", hull.Ok("run --rm --network none copy stat -c '%u %g' /made"));   // an image knows nothing of it
    });

    [Fact]
    public void Users_of_it_have_nothing_more_and_a_device_and_memory_work() => InLab((_, hull) =>
    {
        string inside = hull.Inside("cat /proc/self/status | grep CapEff; echo x >/dev/null; echo y >/dev/shm/y; echo z >/m/z; stat -c %u /dev/shm/y /m", $"{Mapped} --user 33 --tmpfs /m:mode=1777");
        Assert.Equal("CapEff:\t0000000000000000\n33\n0", inside);
        Assert.Equal("33", hull.Inside("id -u", $"{Mapped} --user 33"));
    });

    [Fact]
    public void Volumes_are_seen_with_the_ids_that_they_have_and_folders_of_the_hosts_are_the_hosts() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/shared; echo host >/run/shared/file; chmod 600 /run/shared/file");

        Assert.Equal("hello\n0", hull.Inside("cat /www/index.html; touch /www/new; stat -c %u /www/new", $"{Mapped} -v data:/www"));
        Assert.Equal("0 0", lab.Tool("stat -c '%u %g' /var/lib/hull/volumes/data/_data/new"));
        var refused = hull.Try($"run --rm {Mapped} -v /run/shared:/place busybox cat /place/file");
        Assert.Contains("Permission denied", refused.Err);
        Assert.Equal("65534", hull.Inside("stat -c %u /place/file", $"{Mapped} -v /run/shared:/place"));
    });

    [Fact]
    public void Ranges_can_be_said_one_by_one() => InLab((_, hull) =>
        Assert.Equal("0 100000 1000 1000 5000 1\n0 200000 2000", hull.Inside("echo $(cat /proc/self/uid_map); echo $(cat /proc/self/gid_map)",
            "--network none --uidmap 0:100000:1000 --uidmap 1000:5000:1 --gidmap 0:200000:2000")));

    [Fact]
    public void What_is_masked_stays_masked_for_one_who_may_mount() => InLab((_, hull) =>
    {
        var tried = hull.Try($"run --rm {Mapped} --cap-add SYS_ADMIN --security-opt seccomp=unconfined busybox sh -c 'mount -t tmpfs none /tmp && echo mounted; umount /proc/interrupts; cat /proc/interrupts'");
        Assert.Equal("mounted", tried.Out);
        Assert.Contains("umount", tried.Err);
    });

    [Theory]
    [InlineData("--userns nonsense", "--uidmap is nonsense: it reads CONTAINER:HOST:SIZE")]
    [InlineData("--uidmap 1:100000:10", "no range begins with 0")]
    [InlineData("--userns host --uidmap 0:1:1", "takes no --uidmap")]
    [InlineData("--gidmap 0:1:1", "--gidmap needs --uidmap")]
    public void A_wrong_mapping_is_refused(string options, string sentence) => InLab((_, hull) =>
        Assert.Contains(sentence, hull.Try($"run --rm --network none {options} busybox true").Err));
}
