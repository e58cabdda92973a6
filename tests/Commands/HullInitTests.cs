using System.Text.RegularExpressions;
using Xunit;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>hull run --init: a process 1 that does what one has to do.</summary>
public class HullInitTests
{
    [Theory]
    [InlineData("--init", false)]
    [InlineData("", true)]
    public void Orphans_are_waited_for(string options, bool isLeft) => InLab((lab, hull) =>
    {
        hull.Ok($"run -d --name box {options} --network none busybox sleep 1000");

        hull.Ok("exec box sh -c 'sh -c \"echo \\$\\$ >/orphan; exec sleep 0.1\" &'");   // its parent ends first

        string orphan = "";
        lab.Until("it has said its number", () => (orphan = hull.Try("exec box cat /orphan").Out) != "");
        string State() => hull.Try($"exec box cut -d' ' -f3 /proc/{orphan}/stat").Out;
        lab.Until("it has ended", () => State() is "" or "Z");
        if (isLeft)
            Assert.Equal("Z", State());
        else
            lab.Until("nothing is left of it", () => State() == "");
    });

    [Fact]
    public void Signals_are_passed_on_and_the_exit_code_is_the_commands() => InLab((lab, hull) =>
    {
        // Process 1 gets only signals that it handles: without --init sleep would have to be killed.
        hull.Ok("run -d --init --name plain --network none busybox sleep 1000");
        hull.Ok("run -d --init --name trap --network none busybox sh -c 'trap \"exit 7\" USR2; echo ready; while :; do sleep 0.1; done'");
        lab.Until("it listens", () => hull.Ok("logs trap") == "ready");

        hull.Ok("stop plain");
        lab.Tool($"kill -USR2 $(cut -d' ' -f1 /run/hull/$(basename $(grep -l '\"name\":\"trap\"' /var/lib/hull/containers/*/container.json | xargs dirname))/process)");

        lab.Until("both have ended, as they should", () => Regex.IsMatch(hull.Ok("ps -a"), @"Exited \(7\) .* trap\n.*Exited \(143\) .* plain$"));
        Assert.Equal(5, hull.Try("run --rm --init --network none busybox sh -c 'exit 5'").ExitCode);
        Assert.Equal(137, hull.Try("run --rm --init --network none busybox sh -c 'kill -9 $$'").ExitCode);
        Assert.Equal(127, hull.Try("run --rm --init --network none busybox nonexistent").ExitCode);
        Assert.Equal(126, hull.Try("run --rm --init --network none busybox /bin/text").ExitCode);
    });

    [Fact]
    public void It_has_the_commands_rights_no_more_and_its_file_cannot_be_written_to() => InLab((lab, hull) =>
    {
        string all = hull.Ok("run --rm --init --cap-add SYS_PTRACE -e DOTNET_gcServer=1 --network none busybox sh -c 'cat /proc/1/task/*/status /proc/self/status; tr \"\\0\" \"\\n\" </proc/1/environ'");
        foreach (string field in (string[])["CapPrm", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Uid"])
            Assert.Single(all.Split('\n').Where(line => line.StartsWith($"{field}:", StringComparison.Ordinal)).Distinct());
        Assert.DoesNotContain("DOTNET", all);
        Assert.Equal("hull-reaper sh -c ", hull.Ok("run --rm --init --network none busybox sh -c 'tr \"\\0\" \" \" </proc/1/cmdline'")[..18]);

        var refused = hull.Try("run --rm --init --cap-add ALL --network none busybox sh -c 'echo x >/proc/1/exe'");
        Assert.Contains("Text file busy", refused.Err);   // a sealed copy, for who may change mounts
        Assert.Equal("7", hull.Ok("run --rm --init -u 7 --network none busybox sh -c 'grep ^Uid /proc/1/status' | cut -f2"));
    });

    // Who becomes another user loses the tie to its parent, if it was tied before.
    [Theory]
    [InlineData("-u 7")]
    [InlineData("-u 7 --init")]
    public void Another_user_goes_with_the_killed_monitor_too(string options) => InLab((lab, hull) =>
    {
        string id = hull.Ok($"run -d {options} --network none busybox sleep 1000");
        string process = lab.Tool($"cut -d' ' -f1 /run/hull/{id}/process");

        lab.Tool($"kill -9 $(pgrep -f '[h]ull-monitor {id}')");

        lab.Until("it is gone", () => !Directory.Exists($"/proc/{process}") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z "));
    });

    [Fact]
    public void With_a_terminal_what_is_typed_is_for_the_command_alone() => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        using var terminal = new Terminal();
        terminal.Start($"{Binaries.Hull} run --rm -it --init --network none busybox sh -c 'trap \"echo cau''ght\" INT; sleep 1000; echo code=$?; tty'");
        lab.Until("it runs", () => hull.Ok("ps -q") != "");
        string id = hull.Ok("ps -q");
        lab.Until("sleep runs", () => hull.Try($"exec {id} ps -o args").Out.Contains("\nsleep 1000"));

        terminal.Type("\u0003");

        string shown = terminal.Await("/dev/pts/0");
        Assert.Equal(2, shown.Split("caught").Length);
        Assert.Contains("code=130", shown);
        Assert.Equal(0, terminal.Wait());
    });
}
