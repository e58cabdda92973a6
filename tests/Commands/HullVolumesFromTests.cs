using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>--volumes-from: another container's volumes, in the same places.</summary>
public class HullVolumesFromTests
{
    [Fact]
    public void All_that_was_mounted_there_is_here_too_and_goes_when_nobody_has_it_any_more() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir /run/shared; echo host >/run/shared/file");
        hull.Ok("run --name one --network none -v data:/data -v /run/shared:/shared:ro -v /unnamed --tmpfs /memory busybox sh -c 'echo 1 >/data/x; echo 2 >/unnamed/x; echo 3 >/memory/x'");

        Assert.Equal("1\n2\nhost", hull.Ok("run --rm --network none --volumes-from one busybox cat /data/x /unnamed/x /shared/file"));
        Assert.Contains("Read-only file system", hull.Try("run --rm --network none --volumes-from one busybox touch /shared/y").Err);
        Assert.NotEqual(0, hull.Try("run --rm --network none --volumes-from one busybox test -e /memory").ExitCode);
        Assert.Equal("2", hull.Ok("volume ls -q | wc -l"));   // what was shared is there still

        hull.Ok("run --name two --network none --volumes-from one busybox true");
        hull.Ok("rm -v one");
        Assert.Equal("2", hull.Ok("run --rm --network none --volumes-from two busybox cat /unnamed/x"));
        Assert.Equal("[one]", hull.Ok("inspect -f '{{.HostConfig.VolumesFrom}}' two"));
        hull.Ok("rm -v two");
        Assert.Equal("data", hull.Ok("volume ls -q"));
    });

    [Fact]
    public void Ro_is_for_all_of_it_what_is_asked_for_by_v_comes_first_and_nothing_is_copied_up() => InLab((lab, hull) =>
    {
        hull.Ok("run --name one --network none -v data:/data -v empty:/www busybox sh -c 'echo 1 >/data/x; rm -r /www/*'");

        Assert.Contains("Read-only file system", hull.Try("run --rm --network none --volumes-from one:ro busybox touch /data/y").Err);
        Assert.Equal("", hull.Ok("run --rm --network none --volumes-from one busybox ls /www"));
        Assert.Equal("", hull.Ok("run --rm --network none --volumes-from one -v other:/data busybox ls /data"));
        hull.Ok("run --name two --network none -v other:/data busybox sh -c 'echo two >/data/x'");
        Assert.Equal("two", hull.Ok("run --rm --network none --volumes-from one --volumes-from two:rw busybox cat /data/x"));
    });

    [Theory]
    [InlineData("nobody", "No such container: nobody")]
    [InlineData("one:sometimes", "--volumes-from one:sometimes: sometimes is none of ro and rw")]
    [InlineData(":ro", "invalid --volumes-from :ro: it reads CONTAINER or CONTAINER:ro")]
    public void What_there_is_not_is_refused(string from, string sentence) => InLab((lab, hull) =>
    {
        hull.Ok("create --name one busybox true");
        Assert.Equal($"hull: {sentence}", hull.Try($"run --rm --network none --volumes-from {from} busybox true").Err);
        Assert.Equal("one", hull.Ok("ps -a --format '{{.Names}}'"));
    });

    [Fact]
    public void What_is_removed_from_a_volume_is_not_there_again_at_the_next_start() => InLab((lab, hull) =>
    {
        hull.Ok("create --name web --network none -v data:/www busybox sh -c 'ls /www'");
        Assert.Equal("index.html", hull.Ok("start -a web"));
        lab.Tool("rm /var/lib/hull/volumes/data/_data/index.html");

        Assert.Equal("", hull.Ok("start -a web"));
        Assert.Equal("index.html", hull.Ok("run --rm --network none -v data:/www busybox ls /www"));   // a new container fills what is empty, as docker's do
        hull.Ok("create --name scratch --network none --read-only busybox ls /tmp");
        Assert.Equal(hull.Ok("start -a scratch"), hull.Ok("start -a scratch"));
    });
}
