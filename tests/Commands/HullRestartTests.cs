using Hull.Monitor;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>--restart: what ends is started again by its monitor.</summary>
public class HullRestartTests
{
    [Fact]
    public void On_failure_it_is_started_as_often_as_was_said() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name job --restart on-failure:2 --network none busybox sh -c 'echo run; exit 9'");

        Assert.Equal("9", hull.Ok("wait job"));
        Assert.Equal("run\nrun\nrun", hull.Ok("logs job"));
        Assert.Contains("Exited (9)", hull.Ok("ps -a"));
        Assert.Equal("2", File.ReadAllText($"/var/lib/hull/containers/{id}/restarts"));

        hull.Ok("run --name good --restart on-failure --network none busybox echo once");
        Assert.Equal("0", hull.Ok("wait good"));
        Assert.Equal("once", hull.Ok("logs good"));
    });

    [Fact]
    public void Each_run_of_it_is_in_its_control_group_and_has_the_network_of_the_first() => InLab((lab, hull) =>
    {
        string id = hull.Ok("run -d --name web -p 1314:80 --restart always busybox sh -c 'echo run; ip -4 -o addr show eth0; httpd -f -h /www'");
        lab.Until("it serves", () => lab.Try("wget -qO- http://127.0.0.1:1314/").Out == "hello");
        for (int run = 2; run <= 3; run++)
        {
            string process = First(id);
            lab.Tool($"kill -9 {process}");
            lab.Until("it runs again", () => hull.Ok("logs web").Split('\n').Count(line => line == "run") == run);
            lab.Until("it serves again", () => lab.Try("wget -qO- http://127.0.0.1:1314/").Out == "hello");
            Assert.NotEqual(process, First(id));
            Assert.Contains(First(id), new ContainerGroupFiles(id).Processes.Select(pid => $"{pid}"));
        }
        Assert.Single(hull.Ok("logs web").Split('\n').Where(line => line.Contains("eth0")).Distinct());
        Assert.Contains("Up", hull.Ok("ps"));

        hull.Ok("stop -t 0 web");
        Assert.Contains("Exited (137)", hull.Ok("ps -a"));
        Assert.Equal("", hull.TracesOf(id));

        string First(string id) => File.ReadAllText($"/run/hull/{id}/process").Split(' ')[0];
    });

    [Theory]
    [InlineData("stop -t 0", "1")]
    [InlineData("rm -f", null)]
    public void Between_two_runs_it_can_be_ended(string command, string? exitCode) => InLab((lab, hull) =>
    {
        string before = hull.Traces();
        string id = hull.Ok("run -d --name loop --restart always --network none busybox false");
        lab.Until("it waits", () => hull.Ok("ps").Contains("Restarting (1)"));
        Assert.StartsWith("hull: cannot remove container loop: it is", hull.Try("rm loop").Err);
        Assert.Equal("loop", hull.Ok("start loop"));

        hull.Ok($"{command} loop");

        Assert.Equal("", hull.Ok("ps -q"));
        Assert.Equal("", hull.TracesOf(id));
        if (exitCode is null)
            Assert.Equal(before, hull.Traces());
        else
            Assert.Equal(exitCode, hull.Ok("wait loop"));
    });

    [Fact]
    public void Each_pause_is_twice_as_long_as_the_last_up_to_a_minute_and_short_again_after_a_run_of_ten_seconds()
    {
        double[] Pauses(params double[] runs)
        {
            var last = TimeSpan.Zero;
            return [.. runs.Select(ran => (last = Restarts.Next(last, TimeSpan.FromSeconds(ran))).TotalSeconds)];
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60, 60], Pauses(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9.9, 0));
        Assert.Equal([0.1, 0.2, 0.4, 0.1, 0.2, 0.1], Pauses(0, 0, 9.999, 10, 0, 3600));
    }

    [Fact]
    public void Who_looks_on_sees_one_run() => InLab((lab, hull) =>
    {
        hull.Ok("create --restart always --name loop --network none busybox sh -c 'echo run; exit 3'");

        Assert.Equal(new Outcome(3, "run", ""), hull.Try("start -a loop"));
        lab.Until("it runs again", () => hull.Ok("logs loop").Split('\n').Length > 1);
        hull.Ok("rm -f loop");
    });

    [Fact]
    public void When_the_machine_starts_those_start_that_are_to_run() => InLab((lab, hull) =>
    {
        foreach (string policy in (string[])["no", "always", "unless-stopped"])
            foreach (string name in (string[])["ran", "stopped", "made"])
                hull.Ok($"{(name == "made" ? "create" : "run -d")} --name {policy}-{name} --restart {policy} --network none busybox sleep 1000");
        hull.Ok("stop -t 0 no-stopped always-stopped unless-stopped-stopped");
        lab.Tool("kill -9 $(pgrep -f '[h]ull-monitor' | while read pid; do [ \"$(readlink /proc/$pid/ns/mnt)\" = \"$(readlink /proc/self/ns/mnt)\" ] && echo $pid; done)");
        lab.Tool("rm -r /run/hull");

        string started = hull.Ok("start --boot");

        Assert.Equal(["always-ran", "always-stopped", "unless-stopped-ran"], started.Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal("", hull.Ok("start --boot"));
    });

    [Theory]
    [InlineData("--rm --restart always", "hull: --rm and --restart always ask for two things at once")]
    [InlineData("--restart sometimes", "hull: invalid --restart sometimes: it reads no, on-failure, on-failure:TIMES, always or unless-stopped")]
    [InlineData("--restart always:3", "hull: invalid --restart always:3")]
    [InlineData("--stop-signal NONSENSE", "hull: invalid --stop-signal NONSENSE")]
    public void What_cannot_be_is_refused(string options, string sentence) => InLab((lab, hull) =>
    {
        var refusal = hull.Try($"run {options} busybox true");

        Assert.Equal(125, refusal.ExitCode);
        Assert.StartsWith(sentence, refusal.Err);
        Assert.Equal("", hull.Ok("ps -aq"));
    });
}
