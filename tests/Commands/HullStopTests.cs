using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>The end of containers, and what comes after: stop, kill, wait, restart, rm, prune, and their names.</summary>
public class HullStopTests
{
    [Fact]
    public void Several_are_stopped_at_once_each_by_its_own_signal() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name usr --stop-signal USR1 --network none busybox sh -c 'trap \"exit 5\" USR1; echo ready; while :; do sleep 0.1; done'");
        hull.Ok("run -d --name quit --network none busybox sh -c 'trap \"exit 6\" QUIT; echo ready; while :; do sleep 0.1; done'");
        foreach (string name in (string[])["usr", "quit"])
            lab.Until("it listens", () => hull.Ok($"logs {name}") == "ready");

        Assert.Equal("usr", hull.Ok("stop usr"));
        Assert.Equal("quit", hull.Ok("stop -s QUIT quit"));
        Assert.Equal("5\n6", hull.Ok("wait usr quit"));

        for (int i = 0; i < 3; i++)
            hull.Ok($"run -d --name deaf{i} --stop-timeout 0 --network none busybox sh -c 'trap \"\" TERM; sleep 1000'");
        var stopped = hull.Try("stop deaf0 missing deaf1 deaf2 usr");
        Assert.Equal(new Outcome(1, "deaf0\ndeaf1\ndeaf2\nusr", "hull: No such container: missing"), stopped);
        Assert.Equal("137\n137\n137", hull.Ok("wait deaf0 deaf1 deaf2"));
    });

    [Fact]
    public void Kill_sends_any_signal() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name job --network none busybox sh -c 'trap \"echo hup\" HUP; echo ready; while :; do sleep 0.1; done'");
        lab.Until("it listens", () => hull.Ok("logs job") == "ready");

        Assert.Equal("job", hull.Ok("kill -s HUP job"));
        lab.Until("it has heard", () => hull.Ok("logs job") == "ready\nhup");
        Assert.Equal("job", hull.Ok("kill job"));
        Assert.Contains("Exited (137)", hull.Ok("ps -a"));
        Assert.Equal(new Outcome(1, "", "hull: cannot kill container job: it is not running"), hull.Try("kill job"));
        Assert.Equal(new Outcome(1, "", "hull: invalid signal NONSENSE; see signal(7)"), hull.Try("kill -s NONSENSE job"));
    });

    [Fact]
    public void Wait_prints_what_it_ends_with_even_when_it_is_removed() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --rm -i --name once --network none busybox sh -c 'trap \"exit 7\" TERM; echo ready; while :; do sleep 0.1; done'");
        lab.Until("it listens", () => hull.Ok("logs once") == "ready");
        var waiting = lab.Start($"sh -c 'echo waiting; exec {Binaries.Hull} wait once'");
        Assert.Equal("waiting", waiting.ReadLine());
        lab.Until("it waits for the lock", () => lab.Tool("cat /proc/locks").Contains("->"));

        hull.Ok("stop once");

        Assert.Equal("7", waiting.ReadLine());
        Assert.Equal("", hull.Ok("ps -aq"));
        hull.Ok("create --name never --network none busybox true");
        Assert.Equal("0", hull.Ok("wait never"));
    });

    [Fact]
    public void Restart_ends_it_and_starts_it() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --rm --name web -p 1314:80 busybox sh -c 'echo x >>/runs; httpd -f -h /www'");
        lab.Until("it serves", () => lab.Try("wget -qO- http://127.0.0.1:1314/").Out == "hello");
        string first = hull.Ok("exec web cat /proc/1/stat").Split(' ')[21];

        Assert.Equal("web", hull.Ok("restart -t 0 web"));

        lab.Until("it serves again", () => lab.Try("wget -qO- http://127.0.0.1:1314/").Out == "hello");
        Assert.Equal("x\nx", hull.Ok("exec web cat /runs"));
        Assert.NotEqual(first, hull.Ok("exec web cat /proc/1/stat").Split(' ')[21]);
        hull.Ok("stop -t 0 web");
        Assert.Equal("", hull.Ok("ps -aq"));

        hull.Ok("create --name cold --network none busybox sleep 1000");
        Assert.Equal("cold", hull.Ok("container restart cold"));
        Assert.Contains("Up", hull.Ok("ps"));
    });

    [Fact]
    public void A_container_gets_another_name() => InLab((lab, hull) =>
    {
        hull.Ok("network create shop");
        hull.Ok("run -d --name old --network shop busybox sleep 1000");
        hull.Ok("run -d --name other --network shop busybox sleep 1000");
        string address = hull.Ok("exec other nslookup old");

        Assert.Equal("", hull.Ok("rename old new"));

        Assert.EndsWith(" new", hull.Ok("ps -a").Split('\n')[2]);
        Assert.Contains("Name:\tnew", hull.Ok("exec other nslookup new").Replace("new.", "new"));
        Assert.NotEqual(0, hull.Try("exec other nslookup old").ExitCode);
        Assert.Contains("Name:\told", address.Replace("old.", "old"));
        Assert.StartsWith("hull: the container name \"other\" is already in use", hull.Try("rename new other").Err);
        Assert.Equal(new Outcome(1, "", "hull: No such container: old"), hull.Try("rename old x"));
        hull.Ok("run --rm --name old --network none busybox true");
    });

    [Fact]
    public void Rm_removes_whatever_does_not_run_and_by_force_the_rest() => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        hull.Ok("create --name made --network none busybox true");
        hull.Ok("run --name over --network none busybox true");
        hull.Ok("run -d --name lives --network none busybox sleep 1000");
        hull.Ok("run -d --name frozen --network none busybox sleep 1000");
        hull.Ok("pause frozen");

        Assert.Equal("made\nover", hull.Ok("rm made over"));
        Assert.StartsWith("hull: cannot remove container lives: it is running", hull.Try("rm lives").Err);
        Assert.StartsWith("hull: cannot remove container frozen: it is paused", hull.Try("rm frozen").Err);
        Assert.Equal("lives\nfrozen", hull.Ok("rm -f lives frozen"));
        Assert.Equal(before, hull.Traces());
    });

    [Fact]
    public void Prune_removes_all_that_does_not_run() => InLab((lab, hull) =>
    {
        string made = hull.Ok("create --name made --network none busybox true");
        hull.Ok("run --name over --network none busybox sh -c 'head -c 1000 /dev/zero >/zeros; ln /zeros /again; ln -s / /all'");
        hull.Ok("run -d --name lives --network none busybox sleep 1000");

        var said = hull.Ok("container prune -f").Split('\n');

        Assert.Equal("Deleted Containers:", said[0]);
        Assert.Contains(made, said);
        Assert.Equal(["", "Total reclaimed space: 1kB"], said[3..]);
        Assert.Equal("lives", hull.Ok("ps -a").Split('\n')[1].Split(' ')[^1]);
        Assert.Equal("Total reclaimed space: 0B", hull.Ok("container prune"));
    });

    [Fact]
    public void Paused_it_stands_still_and_can_still_be_ended() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name counter --network none busybox sh -c 'trap \"exit 8\" TERM; while :; do echo x; sleep 0.01; done'");
        lab.Until("it counts", () => hull.Ok("logs counter") != "");

        Assert.Equal("counter", hull.Ok("pause counter"));

        Assert.Contains(new ContainerGroupFiles(id).Read("freezer", "freezer.state", "cgroup.events"), (string[])["FROZEN", "populated 1\nfrozen 1"]);
        Assert.Matches(@"Up .* \(Paused\) +counter$", hull.Ok("ps").Split('\n')[1]);
        Assert.Equal(new Outcome(1, "", "hull: container counter is paused already"), hull.Try("pause counter"));
        Assert.Equal(new Outcome(1, "", "hull: container counter is paused: unpause it first (hull unpause counter)"), hull.Try("exec counter true"));
        Assert.Equal("counter", hull.Ok("unpause counter"));
        int lines = hull.Ok("logs counter").Split('\n').Length;
        lab.Until("it goes on", () => hull.Ok("logs counter").Split('\n').Length > lines);
        Assert.Equal(new Outcome(1, "", "hull: container counter is not paused"), hull.Try("unpause counter"));

        hull.Ok("pause counter");
        hull.Ok("stop counter");
        Assert.Equal("8", hull.Ok("wait counter"));
        hull.Ok("start counter");
        hull.Ok("pause counter");
        hull.Ok("kill counter");
        Assert.Equal("137", hull.Ok("wait counter"));
        Assert.Equal(new Outcome(1, "", "hull: container counter is not running"), hull.Try("pause counter"));
        Assert.Equal("", hull.TracesOf(id));
    });

    [Fact]
    public void One_that_is_paused_goes_when_its_monitor_is_killed() => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        string id = hull.Ok("run -d --rm --name frozen --network none busybox sleep 1000");
        hull.Ok("pause frozen");

        lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");
        lab.Until("it is gone, and gc finds that", () => hull.Ok("gc").StartsWith("frozen: removed, its monitor was gone", StringComparison.Ordinal));

        Assert.Equal(before, hull.Traces());
        Assert.Equal("", hull.TracesOf(id));
    });
}
