using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>What prune removes, and what its filters leave.</summary>
public class HullPruneTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("--filter label=tier", "plain")]
    [InlineData("--filter label=tier=front", "back plain")]
    [InlineData("--filter label=tier --filter label=old", "back front plain")]
    [InlineData("--filter label!=tier", "back front")]
    [InlineData("--filter label!=tier=front", "front")]
    [InlineData("--filter until=1h", "back front plain")]
    [InlineData("--filter until=0s", "")]
    [InlineData("--filter until=2001-01-01", "back front plain")]
    [InlineData("--filter until=0s --filter label=tier", "plain")]
    public void Containers_are_removed_that_the_filter_is_about(string filter, string left) => InLab((lab, hull) =>
    {
        hull.Ok("create --name front --label tier=front busybox true");
        hull.Ok("create --name back --label tier=back busybox true");
        hull.Ok("create --name plain busybox true");
        hull.Ok("run -d --name runs --label tier=front --network none busybox sleep 1000");

        hull.Ok($"container prune -f {filter}");

        Assert.Equal($"{left} runs".Trim(), string.Join(' ', hull.Ok("ps -a --format '{{.Names}}'").Split('\n').Order()));
    });

    [Fact]
    public void Networks_volumes_and_images_are_kept_by_their_labels_and_times() => InLab((lab, hull) =>
    {
        hull.Ok("network create --label stage=test one");
        hull.Ok("network create two");
        Assert.Equal("", hull.Ok("network prune -f --filter until=1h"));
        Assert.Equal("one", hull.Ok("network prune -f --filter label=stage=test"));
        Assert.Equal("two", hull.Ok("network prune -f --filter label!=stage"));

        hull.Ok("volume create --label stage=test data");
        hull.Ok("volume create more");
        Assert.Equal("", hull.Ok("volume prune -f --filter label=stage"));   // somebody chose its name
        Assert.Equal("data", hull.Ok("volume prune -f --filter all=true --filter label=stage"));
        Assert.Equal("more", hull.Ok("volume prune -a --filter label!=stage"));

        hull.Ok($"import -c 'LABEL stage=test' {HullTool.RootTar} kept");
        Assert.Contains("reclaimed space: 0B", hull.Ok("image prune -a --filter label=other"));
        Assert.Contains("reclaimed space: 0B", hull.Ok("image prune --filter label=stage"));   // it has a name
        Assert.Contains("kept", hull.Ok("images"));
        hull.Ok("image prune --filter dangling=false --filter label=stage");
        Assert.DoesNotContain("kept", hull.Ok("images"));
        Assert.Contains("busybox", hull.Ok("images"));
    });

    [Theory]
    [InlineData("container prune --filter until=yesterday", "--filter until yesterday is no time")]
    [InlineData("container prune --filter until=1h --filter until=2h", "more than one until filter specified")]
    [InlineData("container prune --filter name=web", "containers have no filter name; there are until, label, label!")]
    [InlineData("volume prune --filter until=1h", "volumes have no filter until")]
    [InlineData("network prune --filter label", "is no KEY=VALUE")]
    public void A_filter_that_there_is_not_removes_nothing(string command, string sentence) => InLab((lab, hull) =>
    {
        hull.Ok("create --name plain busybox true");

        var refused = hull.Try(command);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(sentence, refused.Err);
        Assert.Equal("plain", hull.Ok("ps -a --format '{{.Names}}'"));
    });
}
