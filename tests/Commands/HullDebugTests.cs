using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull --debug: what it does is told as it is done.</summary>
public class HullDebugTests
{
    [Fact]
    public void What_is_made_and_undone_is_told_and_each_word_with_the_plugins() => InLab((_, hull) =>
    {
        hull.Ok("network create --subnet 10.9.1.0/24 shop");

        var ran = hull.Try("--debug run --rm --name web --network shop busybox echo hello");

        Assert.Equal("hello", ran.Out);
        string[] steps = ["web: namespace is made", "bridge ADD", "\"type\":\"bridge\"", "\"address\":\"10.9.1.2/24\"", "web: its first process is", "ended with 0", "bridge DEL", "web: namespace is undone"];
        int last = -1;
        foreach (string step in steps)
        {
            int next = ran.Err.IndexOf(step, last + 1, StringComparison.Ordinal);
            Assert.True(next > last, $"\"{step}\" does not follow in: {ran.Err}");
            last = next;
        }
    });

    [Fact]
    public void What_a_plugin_finds_wrong_is_among_it() => InLab((_, hull) =>
    {
        hull.Ok("network create --subnet 10.9.1.0/24 shop");

        var ran = hull.Try("-D run --rm --network shop --ip 10.9.1.1 busybox true");

        Assert.Equal(125, ran.ExitCode);
        Assert.Matches(@"bridge ADD [0-9a-f]{12} eth0 answers after [0-9.]+ ms: .*10\.9\.1\.1", ran.Err);
    });

    [Fact]
    public void Without_it_nothing_is_told() => InLab((_, hull) =>
        Assert.Equal(new Outcome(0, "", ""), hull.Try("run --rm --network none busybox true")));
}
