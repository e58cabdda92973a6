using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>--mount, --tmpfs, --device, and how mounts spread.</summary>
public class HullMountsTests
{
    [Fact]
    public void Memory_takes_a_folders_place() => InLab((_, hull) =>
    {
        string inside = hull.Inside("mount | grep -E \" /(a|b|c) \"; touch /a/x; stat -c %a /b", "--network none --tmpfs /a --tmpfs /b:size=64k,mode=700,exec --mount type=tmpfs,dst=/c,tmpfs-size=128k");

        Assert.Contains("tmpfs on /a type tmpfs (rw,nosuid,nodev,noexec,relatime", inside);
        Assert.Contains("tmpfs on /b type tmpfs (rw,nosuid,nodev,relatime,size=64k,mode=700", inside);
        Assert.Contains("on /c type tmpfs (rw,nosuid,nodev,noexec,relatime,size=128k", inside);
        Assert.EndsWith("700", inside);
    });

    [Fact]
    public void Mounts_in_words_are_those_of_v() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/shared && echo host >/run/shared/file");

        Assert.Equal("host", hull.Inside("cat /place/file", "--network none --mount type=bind,src=/run/shared,dst=/place"));
        Assert.Contains("Read-only", hull.Try("run --rm --network none --mount type=bind,source=/run/shared,target=/place,readonly busybox touch /place/x").Err);
        Assert.Equal("hello", hull.Inside("cat /www/index.html", "--network none --mount type=volume,src=data,dst=/www"));
        Assert.Equal("", hull.Inside("ls /www", "--network none --mount src=other,dst=/www,volume-nocopy"));
        Assert.Contains("data", hull.Ok("volume ls -q"));
    });

    [Fact]
    public void Read_only_means_all_that_is_mounted_below() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/shared/below && mount -t tmpfs lab /run/shared/below");

        var tried = hull.Try("run --rm --network none -v /run/shared:/place:ro busybox touch /place/below/x");

        Assert.Contains("Read-only file system", tried.Err);
        Assert.Equal("", lab.Tool("ls /run/shared/below"));
    });

    [Theory]
    [InlineData("", false, false)]
    [InlineData(":rprivate", false, false)]
    [InlineData(":rslave", true, false)]
    [InlineData(":rshared", true, true)]
    public void Mounts_spread_as_they_are_told(string option, bool inwards, bool outwards) => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/shared && mount -t tmpfs lab /run/shared && mount --make-shared /run/shared && mkdir /run/shared/out /run/shared/in");
        hull.Ok($"run -d --name box --network none --privileged -v /run/shared:/place{option} busybox sh -c 'mount -t tmpfs inside /place/out && touch /place/done; sleep 1000'");
        lab.Until("it has mounted", () => File.Exists("/run/shared/done"));

        lab.Tool("mount -t tmpfs outside /run/shared/in");

        Assert.Equal(inwards, hull.Ok("exec box mount").Contains("outside on /place/in"));
        Assert.Equal(outwards, lab.Tool("findmnt -rno SOURCE,TARGET").Contains("inside /run/shared/out"));
        if (outwards)
            lab.Tool("umount /run/shared/out");
    });

    [Fact]
    public void A_device_of_the_hosts_is_there_and_may_be_used_as_far_as_asked_for() => InLab((lab, hull) =>
    {
        lab.Tool("rm -rf /run/devices; mkdir /run/devices; mknod /run/devices/nothing c 1 3; mknod /run/devices/zeros c 1 5");

        Assert.Equal("crw-r--r-- 1 3", hull.Inside("stat -c \"%A %t %T\" /dev/mine; echo x >/dev/mine", "--network none --device /run/devices/nothing:/dev/mine"));
        Assert.Equal("nothing zeros", hull.Inside("echo $(ls /dev/all)", "--network none --device /run/devices:/dev/all"));
        Assert.Contains("no such file or directory", hull.Try("run --rm --device /dev/nowhere busybox true").Err);
        Assert.Contains("not a device node", hull.Try("run --rm --device /etc/passwd busybox true").Err);
        Assert.Contains("it reads HOST[:CONTAINER[:rwm]]", hull.Try("run --rm --device /dev/null:/dev/x:y busybox true").Err);
    });

    [Fact]
    public void A_privileged_container_has_the_hosts_devices_and_writes_to_sys_and_control_groups() => InLab((lab, hull) =>
    {
        string name = lab.Tool("ls /dev | grep -E '^(kvm|loop-control|net|vda|sda|fuse|hwrng|rtc0|tty0|kmsg)$' | head -n1");

        string inside = hull.Inside($"ls -d /dev/{name}; mount | grep -E \" /sys(/fs/cgroup/memory|/fs/cgroup)? \" | grep -c \"(rw\"; ls /proc/sysrq-trigger; mount | grep -c \" /proc/\"; true", "--network none --privileged");

        Assert.Contains($"/dev/{name}", inside);
        Assert.Matches("\n[23]\n", inside);
        Assert.EndsWith("\n0", inside);
    });

    [Fact]
    public void Nothing_of_proc_is_hidden_when_it_is_asked_for() => InLab((_, hull) =>
    {
        Assert.Equal("0", hull.Inside("mount | grep -c \" /proc/\"; true", "--network none --security-opt systempaths=unconfined"));
        Assert.NotEqual("0", hull.Inside("mount | grep -c \" /proc/\""));
    });

    [Fact]
    public void A_read_only_root_has_scratch_folders_when_it_is_asked_for() => InLab((_, hull) =>
        Assert.Equal("fine", hull.Inside("touch /tmp/x /run/x /var/tmp/x && echo fine", "--network none --read-only --read-only-tmpfs")));

    [Theory]
    [InlineData("--mount type=bind,src=/run/nowhere,dst=/x", "bind source path does not exist: /run/nowhere")]
    [InlineData("--mount type=bind,dst=/x", "source is required for a bind")]
    [InlineData("--mount type=npipe,src=a,dst=/x", "mount type npipe is unknown")]
    [InlineData("--mount type=volume,src=a", "target is required")]
    [InlineData("--mount type=volume,src=a,dst=/x,nonsense=1", "unexpected key 'nonsense' in 'nonsense=1'")]
    [InlineData("--mount type=volume,nonsense", "invalid field 'nonsense' must be a key=value pair")]
    [InlineData("--mount type=tmpfs,src=a,dst=/x", "a tmpfs has no source")]
    [InlineData("--mount type=bind,src=/run,dst=/x,bind-propagation=sideways", "bind-propagation sideways is none of")]
    [InlineData("--tmpfs relative", "the place in the container, relative, is not absolute")]
    [InlineData("--tmpfs /x:size=much", "size")]
    [InlineData("-v data:/x:rshared", "rshared is for folders of the host's")]
    [InlineData("--tmpfs /x -v a:/x", "/x twice")]
    public void A_wrong_mount_is_refused(string option, string sentence) => InLab((_, hull) =>
    {
        var refusal = hull.Try($"run --rm --network none {option} busybox true");
        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
    });
}
