using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>A container that is made first and started later, and again: by create and start.</summary>
public class HullStartTests
{
    [Fact]
    public void What_is_created_runs_when_it_is_started() => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        string id = hull.Ok("create --name later -e A=1 busybox sh -c 'echo $A; exit 3'");

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Matches("Created +later$", hull.Ok("ps -a").Split('\n')[1]);
        Assert.Equal("", hull.Ok("ps -q"));
        Assert.Equal("", hull.TracesOf(id));

        Assert.Equal(new Outcome(3, "1", ""), hull.Try("start -a later"));
        Assert.Contains("Exited (3)", hull.Ok("ps -a"));
        Assert.Equal("1", hull.Ok("logs later"));
        hull.Ok("rm later");
        Assert.Equal(before, Without("hull0", hull.Traces()));
    });

    [Fact]
    public void What_has_ended_starts_again_with_what_it_wrote() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name again -v data:/data busybox sh -c 'echo run >>/data/runs; echo x >>/root.txt; wc -l </root.txt; wc -l </data/runs; sleep 1000'");
        for (int run = 1; run <= 3; run++)
        {
            lab.Until("it has written", () => hull.Ok("logs again").EndsWith($"{run}\n{run}", StringComparison.Ordinal));
            Assert.Matches("Up .* again$", hull.Ok("ps").Split('\n')[1]);
            hull.Ok("stop -t 0 again");
            Assert.Contains("Exited (137)", hull.Ok("ps -a"));
            Assert.Equal("", hull.TracesOf(id));
            Assert.Equal("again", hull.Ok("start again"));
        }
        Assert.Equal("again", hull.Ok("start again"));   // that it runs already is as good
    });

    [Fact]
    public void Its_networks_names_and_ports_are_made_anew() => InLab((lab, hull) =>
    {
        hull.Ok("network create --subnet 10.77.0.0/24 shop");
        hull.Ok("run -d --name web -p 1314:80 --network name=shop,ip=10.77.0.9 --network hull --add-host db:10.1.2.3 busybox httpd -f -h /www");
        string first = hull.Ok("exec web ip -4 addr show eth1");
        for (int start = 0; start < 2; start++)
        {
            Assert.Contains("10.77.0.9/24", hull.Ok("exec web ip addr show eth0"));
            var lines = hull.Ok("exec web cat /etc/hosts").Split('\n');
            Assert.Single(lines, line => line.StartsWith("10.77.0.9\t", StringComparison.Ordinal));
            Assert.Single(lines, "10.1.2.3\tdb");
            Assert.Single(lines, line => line.StartsWith("10.85.0.", StringComparison.Ordinal));
            Assert.Equal("hello", lab.Tool("wget -qO- http://127.0.0.1:1314/"));
            hull.Ok("stop -t 0 web");
            Assert.NotEqual(0, lab.Try("wget -qO- --tries=1 --timeout=2 http://127.0.0.1:1314/").ExitCode);
            hull.Ok("start web");
        }
        Assert.NotEqual(first, hull.Ok("exec web ip -4 addr show eth1"));   // an address of the network's choice is another one
    });

    [Fact]
    public void After_a_restart_of_the_machine_it_starts_again() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name old -p 1314:80 busybox sh -c 'echo kept >>/www/index.html; httpd -f -h /www'");
        lab.Until("it has written", () => lab.Try("wget -qO- http://127.0.0.1:1314/").Out == "hello\nkept");
        lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");
        lab.Until("its group is empty", () => lab.Tool($"cat /sys/fs/cgroup/pids/hull/{id}/cgroup.procs") == "");
        lab.Tool($"umount /run/netns/hull-{id[..12]}; rm -r /run/netns/hull-{id[..12]} /run/hull; ip link delete hull0; nft flush ruleset");

        Assert.Equal("old", hull.Ok("start old"));

        lab.Until("it serves", () => lab.Try("wget -qO- http://127.0.0.1:1314/").Out == "hello\nkept\nkept");
    });

    [Fact]
    public void What_it_reads_is_ours_if_it_was_made_with_i() => InLab((lab, hull) =>
    {
        hull.Ok("create -i --name cat --network none busybox cat");
        hull.Ok("create --name deaf --network none busybox cat");

        Assert.Equal(new Outcome(0, "words", ""), hull.Try("start -ai cat", input: "words"));
        Assert.Equal(new Outcome(0, "more", ""), hull.Try("start -i cat", input: "more"));
        Assert.Equal(new Outcome(0, "", ""), hull.Try("start -ai deaf", input: "unread"));
        Assert.Equal("wordsmore", hull.Ok("logs cat"));
    });

    [Fact]
    public void A_start_that_fails_leaves_what_was_created_as_it_was() => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        Assert.Equal(127, hull.Try("run --rm --network none busybox missing").ExitCode);
        Assert.Equal(before, hull.Traces());

        Assert.Equal(127, hull.Try("run --name lost --network none busybox missing").ExitCode);
        Assert.Matches("Created +lost$", hull.Ok("ps -a").Split('\n')[1]);
        Assert.Equal(new Outcome(1, "", "hull: exec: \"missing\": executable file not found in $PATH"), hull.Try("start lost"));
        Assert.Matches("Created +lost$", hull.Ok("ps -a").Split('\n')[1]);

        hull.Ok("run --name first --network none busybox sh -c 'rm /bin/true; exit 4' || true");
        Assert.Contains("Exited (4)", hull.Ok("ps -a"));
        hull.Ok("rm lost first");
        Assert.Equal(before, hull.Traces());
    });

    [Fact]
    public void What_is_to_be_removed_at_its_end_is_so_whoever_starts_it() => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        hull.Ok("create --rm --name once -v /anonymous --network none busybox true");
        Assert.Contains("once", hull.Ok("ps -a"));

        hull.Ok("start -a once");

        Assert.Equal("", hull.Ok("ps -aq"));
        Assert.Equal(before, hull.Traces());
        Assert.Equal("", hull.Ok("volume ls -q"));
    });

    [Fact]
    public void Who_shares_anothers_network_needs_it_to_run() => InLab((lab, hull) =>
    {
        hull.Ok("create --name main busybox sleep 1000");
        hull.Ok("create --name side --network container:main busybox ip -4 addr show eth0");

        var refusal = hull.Try("start -a side");
        Assert.Equal(125, refusal.ExitCode);
        Assert.Equal("hull: container main is not running: it has no network to share", refusal.Err);

        hull.Ok("start main");
        Assert.Equal(hull.Ok("exec main ip -4 addr show eth0"), hull.Ok("start -a side"));
    });

    [Fact]
    public void Several_are_started_and_waited_for_by_one_command() => InLab((lab, hull) =>
    {
        foreach (int code in (int[])[3, 4, 5])
            hull.Ok($"create --name job{code} --network none busybox sh -c 'while [ ! -e /go ]; do sleep 0.01; done; exit {code}'");

        Assert.Equal(new Outcome(1, "job5\njob3\njob4", "hull: No such container: job9"), hull.Try("start job5 job9 job3 job4"));
        Assert.Equal(["job3", "job4", "job5"], hull.Ok("ps --format '{{.Names}}'").Split('\n').Order(StringComparer.Ordinal));
        var waiting = lab.Start($"{Binaries.Hull} wait job4 job9 job3 job5");
        foreach (int code in (int[])[3, 5, 4])
            hull.Ok($"exec job{code} touch /go");

        Assert.Equal(new Outcome(1, "4\n3\n5", "hull: No such container: job9"), waiting.Wait());   // in the order of the names, whoever ends first
    });

    [Fact]
    public void One_that_runs_already_is_attached_to() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box -i --network none busybox sh -c 'echo before; read line; echo got $line; exit 7'");
        lab.Until("it has spoken", () => hull.Ok("logs box") == "before");

        Assert.Equal(new Outcome(7, "got it", ""), hull.Try("start -ai box", "it\n"));
        Assert.Equal("before\ngot it", hull.Ok("logs box"));
    });

    [Fact]
    public void One_that_is_paused_is_neither_started_nor_attached_to() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        hull.Ok("pause box");

        foreach (string command in (string[])["attach", "start -a"])
            Assert.Equal(new Outcome(1, "", "hull: you cannot attach to a paused container, unpause it first (hull unpause box)"), hull.Try($"{command} box"));
        Assert.Equal(new Outcome(1, "", "hull: cannot start a paused container, try unpause instead (hull unpause box)"), hull.Try("start box"));
    });

    [Fact]
    public void Of_two_who_start_it_at_once_one_does() => InLab((lab, hull) =>
    {
        hull.Ok("create --name one --network none busybox sh -c 'echo started; sleep 1000'");

        string said = lab.Tool($"for i in 1 2 3 4; do {Binaries.Hull} start one 2>&1 & done; wait");

        Assert.Contains("one", said.Split('\n'));
        Assert.All(said.Split('\n'), line => Assert.Contains(line, (string[])["one", "hull: container one is being started by another command"]));
        lab.Until("it has started", () => hull.Ok("logs one") == "started");
    });

    [Theory]
    [InlineData("start missing", 1, "hull: No such container: missing")]
    [InlineData("start -a one two", 1, "hull: start -a and start -i take one container, not several")]
    [InlineData("create", 125, "hull: create needs an image: hull create IMAGE [COMMAND ARGS]; see hull create --help")]
    [InlineData("create missing", 125, "hull: there is no image missing:latest")]
    public void What_cannot_be_is_refused(string arguments, int exitCode, string sentence) => InLab((lab, hull) =>
    {
        var refusal = hull.Try(arguments);

        Assert.Equal(exitCode, refusal.ExitCode);
        Assert.StartsWith(sentence, refusal.Err);
        Assert.Equal("", hull.Ok("ps -aq"));
    });

    static string Without(string link, string traces) => string.Join('\n', traces.Split('\n').Where(line => !line.Contains(link)));
}
