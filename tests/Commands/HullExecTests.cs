using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull exec, and hull attach where there is no terminal.</summary>
public class HullExecTests
{
    [Theory]
    [InlineData("box sh -c 'exit 5'", 5)]
    [InlineData("box sh -c 'kill -9 $$'", 137)]
    [InlineData("box nonexistent", 127)]
    [InlineData("box /nonexistent", 127)]
    [InlineData("box /bin/text", 126)]
    [InlineData("box /etc", 126)]
    [InlineData("-d box nonexistent", 127)]
    [InlineData("-t box sh -c 'exit 6'", 6)]
    [InlineData("-t box nonexistent", 127)]
    [InlineData("nobody true", 1)]
    [InlineData("-u nobody box true", 125)]
    public void The_exit_code_is_the_commands_own_or_says_why_it_did_not_run(string arguments, int exitCode) => InLab((_, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");

        Assert.Equal(exitCode, hull.Try($"exec {arguments}").ExitCode);
    });

    [Fact]
    public void It_runs_as_whom_where_and_with_what_it_is_asked_for() => InLab((lab, hull) =>
    {
        lab.Tool("printf '# a file\\nA=file\\nB=file\\n\\nKNOWN\\n' >/run/variables");
        hull.Ok("run -d --name box -e A=first --network none busybox sh -c 'echo app:x:1000:1001::/home/app:/bin/sh >>/etc/passwd; mkdir -p /home/app; touch /ready; sleep 1000'");
        lab.Until("it is ready", () => hull.Try("exec box test -e /ready").ExitCode == 0);

        Assert.Equal("1000:1001 /home/app", hull.Ok("exec -u app box sh -c 'echo $(id -u):$(id -g) $HOME'"));
        Assert.Equal("1000:0", hull.Ok("exec -u app:0 box sh -c 'echo $(id -u):$(id -g)'"));
        Assert.Equal("7:8", hull.Ok("exec -u 7:8 box sh -c 'echo $(id -u):$(id -g)'"));
        Assert.Equal("0 /root", hull.Ok("exec box sh -c 'echo $(id -u) $HOME'"));
        Assert.Equal("file asked here", lab.Try($"{Binaries.Hull} exec --env-file /run/variables -e B=asked box sh -c 'echo $A $B $KNOWN'", environment: [("KNOWN", "here")]).Out);
        Assert.Equal("/home", hull.Ok("exec -w /home box pwd"));
        Assert.Equal("written", hull.Ok("exec -u app box sh -c 'echo written >/dev/stdout'"));   // who does not own the pipe cannot open it
        Assert.NotEqual(0, hull.Try("exec box mount -t tmpfs none /tmp").ExitCode);
        Assert.Equal(0, hull.Try("exec --privileged box mount -t tmpfs none /tmp").ExitCode);
        Assert.Contains("sets no variable", hull.Try("exec --env-file /etc/passwd box true").Err);
    });

    [Fact]
    public void Detached_it_goes_on_alone() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name box --network none busybox sleep 1000");

        Assert.Equal("", hull.Ok("exec -d box sh -c 'echo lost; echo lost >&2; echo done >/done; sleep 999'"));

        lab.Until("it has done its work", () => hull.Try("exec box cat /done").Out == "done");
        Assert.Equal("", hull.Ok("logs box"));
        Assert.Equal("2", lab.Tool($"cat /sys/fs/cgroup/pids/hull/{id}/cgroup.procs | wc -l"));
        hull.Ok("stop -t 0 box");
        lab.Until("its keeper is gone with it", () => lab.Tool($"pgrep -af '[h]ull-exec {id}' || true") == "");
    });

    [Theory]
    [InlineData("")]
    [InlineData("-t")]
    public void With_a_killed_command_line_goes_what_it_ran_unless_that_does_not_mind(string options) => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        var plain = lab.Start($"{Binaries.Hull} exec {options} box sh -c 'sleep 501; true'");
        var hardened = lab.Start($"{Binaries.Hull} exec {options} box sh -c 'trap \"\" HUP; exec sleep 502'");
        string Running() => hull.Ok("exec box ps -o args");
        lab.Until("both run", () => Running() is var all && all.Contains("\nsleep 501") && all.Contains("\nsleep 502"));

        lab.Tool($"kill -9 {plain.Id} {hardened.Id}");

        lab.Until("the one is gone", () => !Running().Contains("\nsleep 501"));
        Assert.Contains("\nsleep 502", Running());
    });

    [Fact]
    public void Megabytes_go_through_it_both_ways() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        lab.Tool("head -c 20000000 /dev/urandom >/run/random");

        Assert.Equal(lab.Tool("sha256sum </run/random"), lab.Tool($"{Binaries.Hull} exec -i box cat </run/random | sha256sum"));
        Assert.Equal(lab.Tool("sha256sum </run/random"), lab.Tool($"{Binaries.Hull} run -i --rm --network none busybox cat </run/random | sha256sum"));
    });

    [Fact]
    public void Attached_it_shows_what_comes_passes_on_what_is_read_and_ends_as_the_container_does() => InLab((lab, hull) =>
    {
        hull.Ok("run -d -i --name box --network none busybox sh -c 'echo before; while read line; do echo got $line; echo err >&2; [ $line = end ] && exit 8; done'");
        lab.Until("it has spoken", () => hull.Ok("logs box") == "before");
        var looking = lab.Start($"{Binaries.Hull} attach --no-stdin box");
        var typing = lab.Start($"{Binaries.Hull} attach box");
        lab.Until("both look on", () => lab.Tool("ss -xH state connected | grep -c /control || true") == "2");

        typing.WriteLine("one");
        Assert.Equal("got one", typing.ReadLine());
        Assert.Equal("got one", looking.ReadLine());
        var ending = lab.Start($"sh -c 'echo two | {Binaries.Hull} attach box'");   // the end of its input is not the container's: another may type on
        Assert.Equal("got two", typing.ReadLine());
        Assert.Equal("got two", ending.ReadLine());
        typing.WriteLine("end");

        Assert.Equal(new Outcome(8, "got end", "err\nerr\nerr"), typing.Wait());
        Assert.Equal(8, looking.Wait().ExitCode);
        Assert.Equal(1, hull.Try("attach box").ExitCode);
        Assert.Contains("does not run", hull.Try("attach box").Err);
    });

    [Fact]
    public void Signals_to_an_attached_command_line_are_passed_on_unless_that_is_not_wanted() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sh -c 'trap \"exit 9\" USR1 TERM; echo ready; while :; do sleep 0.1; done'");
        lab.Until("it listens", () => hull.Ok("logs box") == "ready");
        var without = lab.Start($"{Binaries.Hull} attach --sig-proxy=false box");
        var with = lab.Start($"{Binaries.Hull} attach box");
        lab.Until("both look on", () => lab.Tool("ss -xH state connected | grep -c /control || true") == "2");

        lab.Tool($"kill -TERM {without.Id}");
        Assert.Equal(128 + 15, without.Wait().ExitCode);
        Assert.Contains("Up ", hull.Ok("ps"));
        lab.Tool($"kill -USR1 {with.Id}");

        Assert.Equal(9, with.Wait().ExitCode);
    });

    [Fact]
    public void A_killed_command_line_leaves_the_container() => InLab((lab, hull) =>
    {
        var run = lab.Start($"{Binaries.Hull} run --name box --network none busybox sh -c 'i=0; while :; do echo $((i++)); sleep 0.02; done'");
        run.ReadLine();

        lab.Tool($"kill -9 {run.Id}");

        string last = hull.Ok("logs --tail 1 box");
        lab.Until("it goes on writing", () => hull.Ok("logs --tail 1 box") != last);
        var again = lab.Start($"{Binaries.Hull} attach box");
        again.ReadLine();
        hull.Ok("stop -t 0 box");
        Assert.Equal(137, again.Wait().ExitCode);
    });

    [Fact]
    public void One_who_looks_on_and_takes_nothing_holds_it_up_only_for_a_while() => InLab((lab, hull) =>
    {
        hull.Ok("run -d -i --name box --network none busybox sh -c 'read go; seq 400000; echo end; sleep 1000'");
        var stopped = lab.Start($"{Binaries.Hull} attach --no-stdin box");
        lab.Until("it looks on", () => lab.Tool("ss -xH state connected | grep -c /control || true") == "1");
        lab.Tool($"kill -STOP {stopped.Id}");

        var reading = lab.Start($"sh -c 'echo go | {Binaries.Hull} attach box >/dev/null'");   // this one takes all

        lab.Until("all is written, as nobody is held up longer than ten seconds", () => hull.Ok("logs --tail 1 box") == "end");
        lab.Tool($"kill -CONT {stopped.Id}");
        var outcome = stopped.Wait();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("goes on without", outcome.Err);
        Assert.True(reading.IsRunning);
    });

    [Fact]
    public void The_reader_of_a_pipe_is_waited_for_as_with_any_pipe() => InLab((lab, hull) =>
    {
        string direct = lab.Tool("seq 400000 | sha256sum");

        Assert.Equal(direct, lab.Tool($"{Binaries.Hull} run --rm --network none busybox seq 400000 | (sleep 12; cat) | sha256sum"));
    });
}
