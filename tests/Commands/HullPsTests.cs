using Xunit;
using static Tests.Json;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull ps in all its forms.</summary>
public class HullPsTests
{
    [Fact]
    public void Containers_are_listed_by_a_template_a_table_of_ones_own_or_JSON() => InLab((_, hull) =>
    {
        string web = hull.Ok("run -d --name web -p 1314:80 -v data:/data -v /run:/host --label tier=front busybox sh -c 'head -c 2000 /dev/zero >/tmp/zeros; sleep 1000'");
        hull.Try("run --name job --network none busybox sh -c 'exit 3'");

        Assert.Equal("web running 0.0.0.0:1314->80/tcp front data,/run 1 hull", hull.Ok("ps --format '{{.Names}} {{.State}} {{.Ports}} {{.Label \"tier\"}} {{.Mounts}} {{.LocalVolumes}} {{.Networks}}'"));
        Assert.Equal("NAMES     tier      IMAGE\njob                 busybox\nweb       front     busybox", hull.Ok("ps -a --format 'table {{.Names}}\\t{{.Label \"tier\"}}\\t{{.Image}}'"));
        Assert.Matches(@"^job Exited \(3\) .* ago \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC$", hull.Ok("ps -l --format '{{.Names}} {{.Status}} {{.CreatedAt}}'"));
        Assert.Equal("job", hull.Ok("ps -n 1 --format '{{.Names}}'"));
        Assert.Matches(@"^\d+(\.\d+)?k?B \(virtual \d+(\.\d+)?[kM]B\)$", hull.Ok("ps --format '{{.Size}}'"));
        Assert.Contains("   2kB (virtual ", hull.Ok("ps -s"));
        Assert.Equal(web, Parse(hull.Ok("ps -j"))[0].GetProperty("ID").GetString());
        var line = Parse(hull.Ok("ps --format json"));
        Assert.Equal(["Command", "CreatedAt", "ID", "Image", "Labels", "LocalVolumes", "Mounts", "Names", "Networks", "Ports", "RunningFor", "Size", "State", "Status"], line.EnumerateObject().Select(one => one.Name));
        Assert.Equal((web[..12], "tier=front", "\"sh -c head -c 2000 …\""), (line.GetProperty("ID").GetString(), line.GetProperty("Labels").GetString(), line.GetProperty("Command").GetString()));
        Assert.Equal(web, hull.Ok("ps -q --no-trunc"));
    });
}
