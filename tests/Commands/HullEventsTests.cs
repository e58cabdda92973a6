using Xunit;
using static Tests.Json;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull events: what happens, in docker's words, told to whoever looks on.</summary>
public class HullEventsTests
{
    [Fact]
    public void What_happened_to_images_volumes_and_networks_can_be_read_afterwards() => InLab((_, hull) =>
    {
        string image = hull.Ok("images -q --no-trunc"), network = hull.Ok("network create shop");
        hull.Ok("tag busybox shop/web:2");
        hull.Ok("rmi shop/web:2");
        hull.Ok("volume create data");
        hull.Ok("volume rm data");
        hull.Ok("network rm shop");

        string[] lines = hull.Ok("events --since 10m --until 0s").Split('\n');

        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(Z|[+-]\d\d:\d\d) ", line));
        Assert.Equal(
        [
            $"image import {image} (name=busybox:latest)", $"network create {network} (name=shop, type=bridge)", $"image tag {image} (name=shop/web:2)",
            $"image untag {image} (name=shop/web:2)", "volume create data (driver=local)", "volume destroy data (driver=local)", $"network destroy {network} (name=shop, type=bridge)",
        ], lines.Select(line => line.Split(' ', 2)[1]));
        Assert.Equal("create destroy", hull.Ok("events --since 10m --until 0s -f type=network --format '{{.Action}}'").Replace('\n', ' '));
        Assert.Equal("tag shop/web:2", hull.Ok("events --since 10m --until 0s -f event=tag -f image=shop/web:2 --format '{{.Status}} {{.Actor.Attributes.name}}'"));
        Assert.Equal("", hull.Ok("events --since 2001-01-01 --until 2001-01-02"));
        var json = Parse(hull.Ok("events --since 10m --until 0s -f volume=data -f event=create --format json"));
        Assert.Equal(["Type", "Action", "Actor", "scope", "time", "timeNano"], json.EnumerateObject().Select(one => one.Name));
        Assert.Equal("data", json.GetProperty("Actor").GetProperty("ID").GetString());
        Assert.Equal(json.GetProperty("time").GetInt64(), json.GetProperty("timeNano").GetInt64() / 1_000_000_000);
    });

    [Fact]
    public void Who_looks_on_is_told_at_once() => InLab((lab, hull) =>
    {
        var looking = lab.Start($"{Binaries.Hull} events --format '{{{{.Type}}}} {{{{.Action}}}} {{{{.Actor.ID}}}}'");
        lab.Until("it looks", () => lab.Try($"grep -q inotify /proc/{looking.Id}/fdinfo/*").ExitCode == 0);

        hull.Ok("volume create one");
        hull.Ok("volume create two");

        Assert.Equal("volume create one", looking.ReadLine());
        Assert.Equal("volume create two", looking.ReadLine());
    });

    [Fact]
    public void A_long_log_makes_room_for_a_new_one_and_nothing_is_missed_meanwhile() => InLab((lab, hull) =>
    {
        var looking = lab.Start($"{Binaries.Hull} events --format '{{{{.Actor.ID}}}}'");
        lab.Until("it looks", () => lab.Try($"grep -q inotify /proc/{looking.Id}/fdinfo/*").ExitCode == 0);
        hull.Ok("volume create first");
        Assert.Equal("first", looking.ReadLine());

        lab.Tool("yes 'a line of nobody' | head -c 2000000 >>/var/lib/hull/events/log");
        hull.Ok("volume create second");
        hull.Ok("volume create third");

        Assert.Equal("second", looking.ReadLine());
        Assert.Equal("third", looking.ReadLine());
        Assert.True(new FileInfo("/var/lib/hull/events/log").Length < 10_000);
        Assert.Equal("first second third", hull.Ok("events --since 1h --until 0s -f type=volume --format '{{.Actor.ID}}'").Replace('\n', ' '));
    });

    [Theory]
    [InlineData("events --since yesterday", "--since yesterday is no time")]
    [InlineData("events -f colour=red", "--filter colour=red: events have no filter colour")]
    [InlineData("events --format '{{.Foo'", "--format: what begins at character 1")]
    public void What_cannot_be_looked_for_is_refused(string command, string said) => InLab((_, hull) =>
    {
        var outcome = hull.Try(command);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"hull: {said}", outcome.Err);
    });
}
