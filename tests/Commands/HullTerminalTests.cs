using Linux;
using Xunit;

namespace Tests.Commands;

/// <summary>hull run -t, exec -t: a terminal of the container's own, and ours in front of it.</summary>
public class HullTerminalTests
{
    const string CtrlC = "\u0003", CtrlP = "\u0010", CtrlQ = "\u0011";

    [Fact]
    public void It_is_the_containers_own_and_the_only_thing_that_is_open() => InLab((_, hull, terminal) =>
    {
        terminal.Start($"{Binaries.Hull} run --rm -it --network none busybox sh");
        terminal.Await("# ");
        terminal.Type("stty -echo\n");
        terminal.Await("# ");

        Assert.Equal("/dev/pts/0", Answer(terminal, "tty"));
        Assert.Equal("xterm", Answer(terminal, "echo $TERM"));
        Assert.Equal("/dev/pts/0 /dev/pts/0 /dev/pts/0", Answer(terminal, "echo $(for i in 0 1 2; do readlink /proc/1/fd/$i; done)"));
        Assert.Equal("same", Answer(terminal, "[ \"$(stat -c %t:%T /dev/console)\" = \"$(stat -c %t:%T /dev/pts/0)\" ] && echo same"));
        Assert.Equal("0 ptmx", Answer(terminal, "echo $(ls /dev/pts)"));
        Assert.Equal("to the terminal", Answer(terminal, "echo to the terminal >/dev/tty"));
        terminal.Type("exit 3\n");

        Assert.Equal(3, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
    });

    [Fact]
    public void It_is_as_large_as_ours_from_the_beginning_and_follows_it() => InLab((lab, hull, terminal) =>
    {
        terminal.Resize(30, 100);
        terminal.Start($"{Binaries.Hull} run --rm -it --network none busybox sh -c 'trap \"stty size\" WINCH; stty size; while :; do sleep 0.05; done'");
        terminal.Await("30 100");

        terminal.Resize(40, 120);

        terminal.Await("40 120");
        terminal.Kill(Signal.Terminate);
        Assert.Equal(128 + 15, terminal.Wait());
    });

    [Fact]
    public void Ctrl_c_interrupts_what_runs_in_it_and_not_hull() => InLab((lab, hull, terminal) =>
    {
        terminal.Start($"{Binaries.Hull} run --rm -it --network none busybox sh");
        terminal.Await("# ");
        terminal.Type("sleep 1000\n");
        string id = hull.Ok("ps -q");
        lab.Until("sleep runs", () => hull.Ok($"exec {id} ps -o args").Contains("\nsleep 1000"));   // before that the signal may meet a shell about to start it

        terminal.Type(CtrlC);
        terminal.Await("# ");
        terminal.Type("echo code=$?\n");

        terminal.Await("code=130");
        terminal.Type("exit\n");
        Assert.Equal(0, terminal.Wait());
    });

    [Theory]
    [InlineData("", CtrlP + CtrlQ)]
    [InlineData("--detach-keys ctrl-a,x", "\u0001x")]
    public void It_is_left_by_its_keys_and_looked_at_again(string options, string keys) => InLab((lab, hull, terminal) =>
    {
        terminal.Start($"{Binaries.Hull} run -it --name box {options} --network none busybox sh");
        terminal.Await("# ");
        terminal.Type("secret=kept\n");
        terminal.Await("# ");

        terminal.Type(keys);
        Assert.Equal(0, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
        Assert.Matches("Up .* box$", hull.Ok("ps"));

        terminal.Start($"{Binaries.Hull} attach box");
        terminal.Type("echo $secret; exit 4\n");
        terminal.Await("kept");
        Assert.Equal(4, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
    });

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Hangup)]
    [InlineData(Signal.Kill)]
    public void A_killed_command_line_leaves_the_container_and_sets_our_terminal_back_if_it_can(Signal signal) => InLab((lab, hull, terminal) =>
    {
        terminal.Start($"{Binaries.Hull} run -it --name box --network none busybox sh");
        terminal.Await("# ");
        Assert.NotEqual(terminal.Before, terminal.Settings());

        terminal.Kill(signal);

        Assert.Equal(128 + (int)signal, terminal.Wait());
        if (signal != Signal.Kill)
            Assert.Equal(terminal.Before, terminal.Settings());
        using var another = new Terminal();
        another.Start($"{Binaries.Hull} attach box");
        another.Type("echo li''ves; exit 5\n");
        another.Await("lives");
        Assert.Equal(5, another.Wait());
    });

    [Fact]
    public void Several_can_look_on_and_all_see_the_same() => InLab((lab, hull, terminal) =>
    {
        hull.Ok("run -dit --name box --network none busybox sh");
        using var other = new Terminal();
        var onlooker = lab.Start($"{Binaries.Hull} attach --no-stdin box");
        terminal.Start($"{Binaries.Hull} attach box");
        other.Start($"{Binaries.Hull} attach box");
        terminal.Await("# ");   // the larger size that each asks for at first has the shell show its line again
        other.Await("# ");

        terminal.Type("echo from-o''ne\n");
        other.Await("from-one");
        other.Type("echo from-tw''o; exit 6\n");
        terminal.Await("from-two");

        Assert.Equal((6, 6), (terminal.Wait(), other.Wait()));
        var outcome = onlooker.Wait();
        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains("from-two", outcome.Out);
    });

    [Fact]
    public void Its_log_is_what_was_shown_on_one_stream() => InLab((lab, hull, terminal) =>
    {
        Assert.Equal(new Outcome(0, "out\r\nerr\r", ""), hull.Try("run -t --name shown --network none busybox sh -c 'echo out; echo err >&2'"));

        Assert.Equal("out\r\nerr\r\n", lab.Tool($"{Binaries.Hull} logs shown; echo .")[..^1]);
        Assert.DoesNotContain("stderr", lab.Tool("cat /var/lib/hull/containers/*/log"));
    });

    [Fact]
    public void Keys_from_what_is_no_terminal_are_refused_as_by_docker() => InLab((_, hull, terminal) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        string before = hull.Ok("ps -aq");

        foreach (string command in (string[])["run -it --network none busybox sh", "exec -it box sh"])
            Assert.Equal(new Outcome(1, "", "hull: the input device is not a TTY"), hull.Try(command));

        Assert.Equal(before, hull.Ok("ps -aq"));
    });

    [Fact]
    public void Nothing_inside_reaches_our_terminal() => InLab((lab, hull, terminal) =>
    {
        // What would be typed into our terminal from inside (TIOCSTI), if any file inside led there.
        const string push = "perl -e 'for my $file (\"/dev/tty\", \"/dev/console\", map { \"/proc/$$/fd/$_\" } 0..9) { open(my $f, \"+<\", $file) or next; ioctl($f, 0x5412, \"X\") for 1..3 }'";
        lab.Tool($"cat >/run/push <<'END'\n{push}\nEND\nchmod +x /run/push");
        foreach (string options in (string[])["", "-t", "-it"])
            lab.Tool($"cat >>/run/all <<'END'\n{Binaries.Hull} run --rm {options} -v /run/push:/push --network none --rootfs / sh /push </dev/tty\nEND");
        lab.Tool($"echo '{Binaries.Hull} run -d --name box -v /run/push:/push --network none --rootfs / sleep 1000; {Binaries.Hull} exec box sh /push; {Binaries.Hull} exec -it box sh /push' >>/run/all");

        terminal.Start("bash -c '. /run/all; IFS= read -r -s -n 1 -t 0.2 key; echo \"got:[$key]\"'");

        terminal.Await("got:[]");
        Assert.Equal(0, terminal.Wait());
    });

    [Fact]
    public void A_command_run_in_it_has_a_terminal_when_it_wants_one() => InLab((lab, hull, terminal) =>
    {
        string id = hull.Ok("run -d --name box --network none busybox sleep 1000");
        terminal.Resize(33, 111);
        terminal.Start($"{Binaries.Hull} exec -it -e PS1=go: box sh");
        terminal.Await("go:");
        terminal.Type("stty -echo\n");
        terminal.Await("go:");

        Assert.Equal("/dev/pts/0", Answer(terminal, "tty", "go:"));
        Assert.Equal("33 111", Answer(terminal, "stty size", "go:"));
        Assert.Equal("xterm", Answer(terminal, "echo $TERM", "go:"));
        terminal.Resize(44, 99);
        lab.Until("it is as large as ours", () => Answer(terminal, "stty size", "go:") == "44 99");
        terminal.Type("exit 9\n");

        Assert.Equal(9, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
        lab.Until("its keeper, which has told us, is gone", () => lab.Tool($"pgrep -af '[h]ull-exec {id}' || true") == "");
    });

    [Theory]
    [InlineData("", CtrlP + CtrlQ)]
    [InlineData("--detach-keys ctrl-a,x", "\u0001x")]
    public void A_command_run_in_it_is_left_by_the_keys_and_goes_on(string options, string keys) => InLab((lab, hull, terminal) =>
    {
        hull.Ok("run -d --name box --network none busybox sleep 1000");
        terminal.Start($"{Binaries.Hull} exec -it {options} -e PS1=go: box sh");
        terminal.Await("go:");
        terminal.Type("while [ ! -e /over ]; do sleep 0.01; done; echo done >/did\n");

        terminal.Type(keys);

        Assert.Equal(0, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
        hull.Ok("exec box touch /over");
        lab.Until("it has gone on to its end", () => hull.Try("exec box cat /did").Out == "done");
    });

    [Fact]
    public void A_symbolic_link_or_a_folder_in_the_place_of_the_terminals_is_not_followed() => InLab((lab, hull, terminal) =>
    {
        hull.Ok("run -d --name evil --cap-add SYS_ADMIN --security-opt seccomp=unconfined --network none busybox sleep 1000");
        hull.Ok("exec evil sh -c 'umount /dev/pts && mkdir /fake && mknod -m 666 /fake/ptmx c 1 3 2>/dev/null; touch /fake/ptmx; rmdir /dev/pts; ln -s /fake /dev/pts'");
        Assert.Contains("open /dev/pts/ptmx", hull.Try("exec -t evil true").Err);

        hull.Ok("exec evil sh -c 'rm /dev/pts; mkdir /dev/pts; mount --bind /fake /dev/pts'");
        Assert.Contains("/dev/pts is no devpts", hull.Try("exec -t evil true").Err);
    });

    // The answer to one command line, between its echo, which is off, and the next prompt.
    static string Answer(Terminal terminal, string line, string prompt = "# ")
    {
        terminal.Type(line + "\n");
        return terminal.Await(prompt).Split('\n')[^2].TrimEnd('\r');
    }

    static void InLab(Action<Lab, HullTool, Terminal> test) => Lab.Run(lab =>
    {
        using var hull = new HullTool(lab);
        using var terminal = new Terminal();
        test(lab, hull, terminal);
    });
}
