using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What the folder of images and containers has to be on.</summary>
public class HullStoreTests
{
    [Fact]
    public void In_a_container_of_somebody_elses_it_is_told_what_the_store_lacks() => InLab((lab, hull) =>
    {
        lab.Tool("mkdir -p /run/o/l /run/o/u /run/o/w && mount -t overlay overlay -o lowerdir=/run/o/l,upperdir=/run/o/u,workdir=/run/o/w /var/lib/hull");
        hull.Ok($"import {RootTar} busybox");

        var refused = hull.Try("run --rm --network none busybox true");

        Assert.Equal(125, refused.ExitCode);
        Assert.Contains("/var/lib/hull/overlay2 is itself on overlayfs", refused.Err);
        Assert.Contains("mount a disk, or a tmpfs", refused.Err);
        Assert.Equal("", hull.Ok("ps -aq"));
    });
}
