using System.Globalization;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull logs: what a container wrote, and what it goes on to write.</summary>
public class HullLogsTests
{
    [Fact]
    public void Each_stream_comes_out_of_the_same_one_of_ours() => InLab((_, hull) =>
    {
        hull.Ok("run --name both --network none busybox sh -c 'echo one; echo two >&2; echo three; printf unfinished'");

        Assert.Equal(new Outcome(0, "one\nthree\nunfinished", "two"), hull.Try("logs both"));
    });

    [Theory]
    [InlineData("--tail 2", "4\n5")]
    [InlineData("-n 0", "")]
    [InlineData("-n 9", "1\n2\n3\n4\n5")]
    [InlineData("--tail all", "1\n2\n3\n4\n5")]
    [InlineData("--tail -1", "1\n2\n3\n4\n5")]
    public void Tail_is_so_many_of_the_last_lines(string options, string expected) => InLab((_, hull) =>
    {
        hull.Ok("run --name five --network none busybox seq 5");

        Assert.Equal(expected, hull.Ok($"logs {options} five"));
    });

    [Fact]
    public void Many_long_lines_come_out_as_they_went_in() => InLab((lab, hull) =>
    {
        // Lines of all lengths around those at which logs are cut, in letters of two bytes.
        const string script = "for i in 1 500 8190 8191 8192 8193 16383 16384 20000; do head -c $i /dev/zero | sed \"s/./é/g\" | tr -d \"\\\\n\"; echo; done; seq 20000";
        string direct = lab.Tool($"{Binaries.Hull} run --name long --network none busybox sh -c '{script.Replace("/dev/zero", "/dev/zero | tr \"\\\\0\" x")}' | sha256sum");

        Assert.Equal(direct, lab.Tool($"{Binaries.Hull} logs long | sha256sum"));
        Assert.Equal("19999\n20000", hull.Ok("logs --tail 2 long"));
        Assert.Equal("", lab.Try($"{Binaries.Hull} logs long | head -1 >/dev/null").Err);   // who has seen enough leaves without a complaint of ours
    });

    [Fact]
    public void Timestamps_are_dockers_and_tell_when() => InLab((lab, hull) =>
    {
        var before = DateTime.UtcNow;
        hull.Ok("run --name clock --network none busybox sh -c 'echo one; printf par; printf tial; echo; echo two'");
        var after = DateTime.UtcNow;

        var lines = hull.Ok("logs -t clock").Split('\n');

        Assert.Equal(["one", "partial", "two"], lines.Select(line => line[31..]));
        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ", line));
        Assert.All(lines, line => Assert.InRange(Time(line), before, after));
    });

    [Fact]
    public void Since_and_until_take_dates_seconds_and_durations() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name span --network none -i busybox sh -c 'echo early; while [ ! -e /go ]; do sleep 0.01; done; echo late; sleep 1000'");
        lab.Until("the first line is there", () => hull.Ok("logs span") == "early");
        hull.Ok("exec span touch /go");
        lab.Until("the second is, too", () => hull.Ok("logs span") == "early\nlate");
        string late = hull.Ok("logs -t --tail 1 span").Split(' ')[0];
        var moment = Time(late);

        Assert.Equal("late", hull.Ok($"logs --since {late} span"));
        Assert.Equal("early", hull.Ok($"logs --until {moment.AddTicks(-1).ToString("o", CultureInfo.InvariantCulture)} span"));
        Assert.Equal("late", hull.Ok($"logs --since {(moment - DateTime.UnixEpoch).Ticks / 10_000_000m} span"));
        Assert.Equal("early\nlate", hull.Ok("logs --since 1h30m span"));
        Assert.Equal("", hull.Ok("logs --until 10m span"));
        Assert.Equal("", hull.Ok("logs -f --until 10m span"));   // what ends in the past is not waited for
        Assert.Equal(1, hull.Try("logs --since yesterday span").ExitCode);
    });

    [Fact]
    public void Followed_it_comes_as_it_is_written_and_ends_with_the_container() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name talk --network none busybox sh -c 'echo old; echo first; while [ ! -e /go ]; do sleep 0.01; done; echo second; echo last >&2'");
        lab.Until("it has written", () => hull.Ok("logs talk") == "old\nfirst");
        var follower = lab.Start($"{Binaries.Hull} logs -f --tail 1 talk");

        Assert.Equal("first", follower.ReadLine());
        hull.Ok("exec talk touch /go");
        Assert.Equal("second", follower.ReadLine());

        Assert.Equal(new Outcome(0, "", "last"), follower.Wait());
        Assert.Equal("old\nfirst\nsecond", hull.Ok("logs -f talk"));
    });

    /// <summary>Docker's ends there, which people have long asked it not to (docker/cli#5305).</summary>
    [Fact]
    public void Followed_it_goes_on_when_the_container_is_restarted_and_ends_when_it_is_stopped() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sh -c 'echo run >>/runs; echo run $(wc -l </runs); sleep 1000'");
        var follower = lab.Start($"{Binaries.Hull} logs -f box");
        Assert.Equal("run 1", follower.ReadLine());
        for (int run = 2; run <= 3; run++)
        {
            hull.Ok("restart -t 0 box");
            Assert.Equal($"run {run}", follower.ReadLine());
        }

        hull.Ok("stop -t 0 box");

        Assert.Equal(new Outcome(0, "", ""), follower.Wait());
    });

    [Fact]
    public void Followed_it_goes_on_when_the_container_is_started_again_by_itself() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --restart on-failure:2 --network none busybox sh -c 'echo run; exit 1'");

        Assert.Equal("run\nrun\nrun", hull.Ok("logs -f box"));
    });

    /// <summary>A restart whose command is killed is a stop.</summary>
    [Fact]
    public void Who_follows_a_restart_that_is_broken_off_does_not_wait_for_ever() => InLab((lab, hull) =>
    {
        hull.Ok("run -d --name box --network none busybox sh -c 'trap \"\" TERM; echo up; while :; do sleep 0.05; done'");
        var follower = lab.Start($"{Binaries.Hull} logs -f box");
        Assert.Equal("up", follower.ReadLine());
        var restart = lab.Start($"{Binaries.Hull} restart -t 1000 box");
        lab.Until("it waits for the end", () => lab.Try("find /var/lib/hull/containers -name stopped").Out != "");

        lab.Tool($"kill -9 {restart.Id}");
        hull.Ok("kill box");

        Assert.Equal(0, follower.Wait().ExitCode);
    });

    [Fact]
    public void Who_follows_a_quiet_container_uses_no_time_and_ends_when_its_monitor_is_killed() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name quiet --network none busybox sh -c 'echo x; sleep 1000'");
        var follower = lab.Start($"{Binaries.Hull} logs -f quiet");
        Assert.Equal("x", follower.ReadLine());

        string calls = lab.Try($"timeout 1 strace -f -qq -p {follower.Id} 2>&1").Out;
        lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");

        Assert.True(calls.Split('\n').Count(line => line.Contains('(')) <= 3, $"it waits by asking again and again:\n{calls}");
        Assert.Equal(0, follower.Wait().ExitCode);
    });

    [Fact]
    public void A_log_is_turned_over_when_it_is_as_large_as_it_may_be() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name chatty --log-opt max-size=2k --log-opt max-file=3 --network none busybox sh -c 'seq 500; sleep 1000'");
        lab.Until("all is written", () => hull.Ok("logs --tail 1 chatty") == "500");

        var files = lab.Tool($"cd /var/lib/hull/containers/{id}; stat -c '%n %s' log*").Split('\n').Select(line => line.Split(' ')).ToList();
        Assert.Equal(["log", "log.1", "log.2"], files.Select(file => file[0]));
        Assert.All(files, file => Assert.InRange(int.Parse(file[1], CultureInfo.InvariantCulture), 1, 2000));
        var kept = hull.Ok("logs chatty").Split('\n');
        Assert.Equal(Enumerable.Range(501 - kept.Length, kept.Length).Select(line => $"{line}"), kept);
        Assert.Contains("\"Config\":{\"max-size\":\"2000\",\"max-file\":\"3\"}", hull.Ok("inspect -f '{{json .HostConfig.LogConfig}}' chatty"));
    });

    [Fact]
    public void Who_wants_no_log_gets_none() => InLab((lab, hull) =>
    {
        Assert.Equal("shown", hull.Ok("run --name silent --log-driver none --network none busybox echo shown"));

        Assert.Equal(new Outcome(1, "", "hull: container silent keeps no log: it was made with --log-driver none"), hull.Try("logs silent"));
        Assert.Equal("", lab.Tool("find /var/lib/hull/containers -name 'log*'"));
        foreach (string options in (string[])["--log-driver syslog", "--log-opt max-size=x", "--log-opt max-file=2", "--log-opt color=red"])
            Assert.Equal(125, hull.Try($"run --rm {options} --network none busybox true").ExitCode);
    });

    static DateTime Time(string line) => DateTime.ParseExact(line[..27] + "Z", "yyyy-MM-ddTHH:mm:ss.fffffffK", CultureInfo.InvariantCulture,
        DateTimeStyles.AdjustToUniversal);
}
