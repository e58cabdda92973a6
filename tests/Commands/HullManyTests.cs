using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Many containers: one after the other, and at once. The machine is afterwards as it was.</summary>
public partial class HullManyTests
{
    [Fact]
    public void Five_hundred_come_and_go_and_leave_the_machine_as_it_was() => InLab((lab, hull) =>
    {
        hull.Ok("run --rm -p 8080:80 busybox true");   // makes the bridge and the tables, which stay
        string before = hull.Traces();

        string failed = lab.Tool($"for i in $(seq 500); do {Binaries.Hull} run --rm -p 8080:80 busybox true 2>&1 || echo the $i-th failed; done");

        Assert.Equal("", failed);
        lab.Until("ports have expired", () => hull.Traces() == before);
    });

    [Fact]
    public void Fifty_at_once_have_an_address_each_and_leave_nothing_that_gc_does_not_take() => InLab((lab, hull) =>
    {
        hull.Ok("run --rm busybox true");
        hull.Ok("gc");
        string before = hull.Traces();

        string started = lab.Tool($"for i in $(seq 50); do {Binaries.Hull} run -d busybox sleep 1000 2>&1 & done; wait");

        var ids = started.Split('\n');
        Assert.Equal(50, ids.Length);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{64}$", id));
        var addresses = ids.Select(id => Address().Match(hull.Ok($"exec {id} ip -4 addr show eth0")).Value).ToHashSet();
        Assert.Equal(50, addresses.Count);
        Assert.DoesNotContain("", addresses);

        lab.Tool($"for id in {string.Join(' ', ids)}; do {Binaries.Hull} rm -f $id & done; wait");
        Assert.Equal("", hull.Ok("ps -aq"));
        // Of several that end at once none may know that it is the last of its bridge, whose policy then stays: gc knows.
        hull.Ok("gc");
        Assert.Equal(before, hull.Traces());
        Assert.All(ids, id => Assert.Equal("", hull.TracesOf(id)));
    });

    [GeneratedRegex(@"10\.85\.0\.\d+/24")]
    private static partial Regex Address();
}
