using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Volumes, and folders of the host's in containers.</summary>
public class VolumeTests
{
    [Fact]
    public void A_volume_begins_as_the_image_has_it_is_shared_outlives_its_containers_and_is_in_no_image() => InLab((lab, hull) =>   // S54
    {
        hull.Ok("run --name made --network none busybox sh -c 'chown 33:44 /www; chmod 750 /www; chmod 600 /www/index.html; ln -s index.html /www/link'");
        hull.Ok("commit made image");

        hull.Ok("run -d --name first --network none -v data:/www image sh -c 'cat /www/index.html; echo one >/www/one; sleep 1000'");
        lab.Until("it has written", () => File.Exists("/var/lib/hull/volumes/data/_data/one"));
        Assert.Equal("hello", hull.Ok("logs first"));
        Assert.Equal("hello\none", hull.Ok("run --rm --network none -v data:/other busybox cat /other/link /other/one"));
        Assert.Equal("drwxr-x--- 33 44\n-rw------- 0 0", hull.Ok("run --rm --network none -v data:/www busybox stat -c '%A %u %g' /www /www/index.html"));
        Assert.Equal(1, hull.Try("volume rm data").ExitCode);
        hull.Ok("commit first second");
        hull.Ok("rm -f first made");

        Assert.Equal("one", hull.Ok("run --rm --network none -v data:/www busybox cat /www/one"));
        Assert.NotEqual(0, hull.Try("run --rm --network none second cat /www/one").ExitCode);
        Assert.Equal("one", lab.Tool("cat /var/lib/hull/volumes/data/_data/one"));
        Assert.Equal("DRIVER    VOLUME NAME\nlocal     data", hull.Ok("volume ls"));
        Assert.Equal("data", hull.Ok("volume rm data"));
        Assert.Equal("", hull.Ok("volume ls -q"));
    });

    [Fact]
    public void A_folder_of_the_hosts_is_the_same_folder_and_ro_means_that_nothing_is_written() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/shared && echo host >/run/shared/file && echo single >/run/single");

        Assert.Equal("host\nsingle", hull.Ok("run --rm --network none -v /run/shared:/deep/er/place -v /run/single:/etc/single busybox sh -c 'cat /deep/er/place/file /etc/single; echo in >/deep/er/place/new'"));
        Assert.Equal("in", lab.Tool("cat /run/shared/new"));
        var refused = hull.Try("run --rm --network none -v /run/shared:/place:ro busybox sh -c 'echo x >/place/file || mount -o remount,rw /place'");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Read-only file system", refused.Err);
        Assert.Equal("host", lab.Tool("cat /run/shared/file"));
        hull.Ok("run --rm --network none -v /run/made/by/it:/place busybox touch /place/file");
        Assert.True(File.Exists("/run/made/by/it/file"));
    });

    [Fact]
    public void A_volume_that_the_image_asks_for_has_no_name_and_goes_with_its_container() => InLab((lab, hull) =>
    {
        hull.Ok("run --name made --network none busybox true");
        hull.Ok("commit -c 'VOLUME /www' made image");

        Assert.Equal("hello", hull.Ok("run --rm --network none image cat /www/index.html"));
        Assert.Equal("", hull.Ok("volume ls -q"));
        hull.Ok("run --name kept --network none image sh -c 'echo x >/www/x'");
        Assert.Matches("^[0-9a-f]{64}$", hull.Ok("volume ls -q"));
        hull.Ok("rm -v kept");
        Assert.Equal("", hull.Ok("volume ls -q"));
    });

    [Fact]
    public void A_link_in_the_image_leads_no_mount_and_no_copy_out_of_it() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/outside && echo secret >/run/outside/secret");
        hull.Ok("run --name made --network none busybox ln -s /run/outside /data");
        hull.Ok("commit made image");

        var refused = hull.Try("run --rm --network none -v stolen:/data image sh -c 'touch /data/file'");

        Assert.Equal(125, refused.ExitCode);
        Assert.Contains("mount bind on /data", refused.Err);
        Assert.Equal("", lab.Tool("ls /var/lib/hull/volumes/stolen/_data"));
        Assert.Equal("secret", lab.Tool("ls /run/outside"));
    });

    [Fact]
    public void An_image_that_asks_for_a_volume_in_the_form_of_a_folder_of_the_hosts_does_not_get_that_folder() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/outside && echo secret >/run/outside/secret");
        hull.Ok("run --name made --network none busybox true");
        hull.Ok("commit -c 'VOLUME [\"/run/outside:/stolen\"]' made image");

        Assert.Equal("", hull.Ok("run --rm --network none image sh -c 'cat /stolen/secret /run/outside*/stolen/secret 2>/dev/null'; true"));
    });

    [Theory]
    [InlineData("-v data:relative", "the place in the container, relative, is not absolute")]
    [InlineData("-v data:/a/../b", "is not absolute")]
    [InlineData("-v ../x:/y", "invalid volume name \"../x\"")]
    [InlineData("-v a:/x:nonsense", "nonsense is none of ro, rw, nocopy")]
    [InlineData("-v a:/", "the root itself is the image's")]
    [InlineData("-v :/x", "what is to be mounted is missing")]
    [InlineData("-v a:/x -v b:/x/", "-v names /x twice")]
    public void A_wrong_volume_is_refused(string option, string sentence) => InLab((_, hull) =>
    {
        string before = hull.Traces();

        var refusal = hull.Try($"run --rm --network none {option} busybox true");

        Assert.Equal(125, refusal.ExitCode);
        Assert.Contains(sentence, refusal.Err);
        Assert.Equal(before, hull.Traces());
    });
}
