using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Which containers hull ps lists; judged by their names.</summary>
public class HullPsFilterTests
{
    [Fact]
    public void Filters_say_which() => InLab((lab, hull) =>
    {
        hull.Ok("network create shop");
        hull.Ok("run -d --name web -p 1314:80 -l tier=front -l new --network shop -v data:/data busybox sleep 1000");
        string db = hull.Ok("run -d --name db -l tier=back -v data:/srv busybox sleep 1000");
        hull.Ok("run --name good --network none busybox touch /new");
        Assert.Equal(3, hull.Try("run --name bad --network none busybox sh -c 'exit 3'").ExitCode);
        hull.Ok("run -d --name froze --network none busybox sleep 1000");
        hull.Ok("pause froze");
        hull.Ok("create --name fresh --network none busybox true");
        hull.Ok("commit good newer");
        hull.Ok("run -d --name child --network none newer sleep 1000");

        foreach (var (options, names) in new (string, string)[]
        {
            ("", "child froze db web"),
            ("-a", "child fresh froze bad good db web"),
            ("-f name=w", "web"),
            ("-f name=^/d.$", "db"),
            ("-f name=web -f name=db", "db web"),
            ("-f name=web -f label=tier=back", ""),
            ("-f label=tier", "db web"),
            ("-f label=tier -f label=new", "web"),
            ("-f label=tier=back", "db"),
            ($"-f id={db[..10]}", "db"),
            ("-f status=exited", "bad good"),
            ("-f status=created", "fresh"),
            ("-f status=paused", "froze"),
            ("-f status=running", "child db web"),
            ("-f status=dead", ""),
            ("-f exited=3", "bad"),
            ("-f network=shop", "web"),
            ("-f network=hull", "db"),
            ("-a -f network=none", "child fresh froze bad good"),
            ("-f publish=80", "web"),
            ("-f publish=70-90/tcp", "web"),
            ("-f publish=80/udp", ""),
            ("-f expose=80", "web"),
            ("-f volume=data", "db web"),
            ("-f volume=/srv", "db"),
            ("-f before=db", "web"),
            ("-f since=db", "child froze"),
            ("-f ancestor=newer", "child"),
            ("-f ancestor=busybox", "child froze db web"),
            ("-l", "child"),
            ("-n 2", "child fresh"),
            ("-n 1 -f status=exited", "bad"),
        })
            Assert.Equal((options, names), (options, string.Join(' ', hull.Ok($"container ls {options}").Split('\n').Skip(1).Select(line => line.Split(' ')[^1]))));
        Assert.Equal(db, hull.Ok("ps -q --no-trunc -f name=db"));
    });

    [Theory]
    [InlineData("-f colour=red", "hull: invalid filter colour=red: it reads KEY=VALUE with one of the keys id, name,")]
    [InlineData("-f status=lost", "hull: invalid filter status=lost: there are created, running,")]
    [InlineData("-f exited=x", "hull: invalid filter exited=x: it is a number")]
    [InlineData("-f publish=http", "hull: invalid filter publish=http")]
    [InlineData("-f 'name=('", "hull: invalid filter name=(")]
    [InlineData("-f before=missing", "hull: No such container: missing")]
    public void A_wrong_filter_is_refused(string options, string sentence) => InLab((lab, hull) =>
    {
        var refusal = hull.Try($"ps {options}");

        Assert.Equal(1, refusal.ExitCode);
        Assert.StartsWith(sentence, refusal.Err);
    });
}
