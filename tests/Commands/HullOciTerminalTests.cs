using System.Text;
using System.Text.Json.Nodes;
using Linux;
using Xunit;

namespace Tests.Commands;

/// <summary>hull oci: terminals, whose other end goes to whoever listens at --console-socket, or is ours.</summary>
public class HullOciTerminalTests
{
    const string Socket = "/run/console";

    [Fact]
    public void Made_with_a_socket_its_other_end_is_sent_there() => OciBundle.InLab((lab, oci) =>
    {
        Terminal(oci, "sh", "-c", "tty; readlink /proc/self/fd/0; read line; echo got $line; exit 5");
        using var listening = UnixSocket.Listen(Socket);

        lab.Tool($"{oci.Hull} create --console-socket {Socket} --bundle {oci.Bundle} one </dev/null >/dev/null 2>&1");
        using var master = Received(listening);
        Assert.Equal("created", oci.Status);
        lab.Tool($"{oci.Hull} start one");

        Assert.Equal("/dev/pts/0\r\n/dev/pts/0\r\n", Shown(master, lines: 2));
        master.Write("a word\n"u8);
        Assert.Equal("a word\r\ngot a word\r\n", Shown(master, lines: 2));
        lab.Until("it has ended", () => oci.Status == "stopped");
    });

    [Fact]
    public void A_command_run_in_it_has_one_of_its_own() => OciBundle.InLab((lab, oci) =>
    {
        oci.Runs("sleep", "1000");
        oci.Start();
        using var listening = UnixSocket.Listen(Socket);

        lab.Tool($"{oci.Hull} exec -d -t --console-socket {Socket} --pid-file /run/pid one sh -c 'tty; read line; echo got $line'");
        using var master = Received(listening);

        Assert.Equal("/dev/pts/0\r\n", Shown(master, lines: 1));
        Assert.NotEqual("", lab.Tool("cat /proc/$(cat /run/pid)/comm"));
        master.Write("it\n"u8);
        Assert.Equal("it\r\ngot it\r\n", Shown(master, lines: 2));
    });

    [Fact]
    public void In_the_foreground_it_is_shown_in_ours_and_typed_into() => OciBundle.InLab((lab, oci) =>
    {
        Terminal(oci, "sh", "-c", "stty size; trap 'stty size; exit 6' WINCH; echo ready; read line; echo got $line; while :; do sleep 0.05; done");
        using var terminal = new Terminal(30, 100);
        terminal.Start($"{oci.Hull} run --bundle {oci.Bundle} one");
        terminal.Await("ready");
        Assert.NotEqual(terminal.Before, terminal.Settings());

        terminal.Type("something\n");
        terminal.Await("got something");
        terminal.Resize(40, 120);
        terminal.Await("40 120");

        Assert.Equal(6, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
    });

    [Fact]
    public void A_command_run_in_the_foreground_ends_with_its_exit_code() => OciBundle.InLab((lab, oci) =>
    {
        oci.Runs("sleep", "1000");
        oci.Start();
        using var terminal = new Terminal();

        terminal.Start($"{oci.Hull} exec -t one sh -c 'tty; read line; exit $line'");
        terminal.Await("/dev/pts/0");
        terminal.Type("9\n");

        Assert.Equal(9, terminal.Wait());
        Assert.Equal(terminal.Before, terminal.Settings());
        Assert.Equal("out\r\n", lab.Tool($"{oci.Hull} exec -t one echo out; echo .")[..^1]);   // ours is no terminal, and need not be one
    });

    [Fact]
    public void In_a_user_namespace_it_is_its_roots() => OciBundle.InLab((lab, oci) =>
    {
        Terminal(oci, "sh", "-c", "stat -c %u:%g /dev/console $(tty); echo written >/dev/tty; sleep 1000");
        oci.Change(config =>
        {
            ((JsonArray)config["linux"]!["namespaces"]!).Add(new JsonObject { ["type"] = "user" });
            foreach (string ids in (string[])["uidMappings", "gidMappings"])
                config["linux"]![ids] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 100000, ["size"] = 65536 });
        });
        using var listening = UnixSocket.Listen(Socket);

        oci.Start($"--console-socket {Socket}");
        using var master = Received(listening);

        Assert.Equal("0:5\r\n0:5\r\nwritten\r\n", Shown(master, lines: 3));
        lab.Tool($"{oci.Hull} exec -d -t --console-socket {Socket} one stat -c %u:%g /dev/pts/1");
        using var other = Received(listening);
        Assert.Equal("0:5\r\n", Shown(other, lines: 1));
    });

    [Fact]
    public void One_that_nobody_would_hold_and_a_socket_that_is_of_no_use_are_refused() => OciBundle.InLab((lab, oci) =>
    {
        Assert.Contains("--console-socket is of no use", lab.Try($"{oci.Hull} create --console-socket {Socket} --bundle {oci.Bundle} one").Err);
        Terminal(oci, "true");
        Assert.Contains("nobody would hold its other end", lab.Try($"{oci.Hull} create --bundle {oci.Bundle} one").Err);
        Assert.Contains("nobody would hold its other end", lab.Try($"{oci.Hull} run -d --bundle {oci.Bundle} one").Err);
        Assert.Contains($"connect to {Socket}: No such file or directory", lab.Try($"{oci.Hull} create --console-socket {Socket} --bundle {oci.Bundle} one").Err);
        Assert.Equal("", oci.Left);
    });

    static void Terminal(OciBundle oci, params string[] words) => oci.Change(config =>
    {
        OciBundle.Args(config, words);
        config["process"]!["terminal"] = true;
    });

    static FileDescriptor Received(FileDescriptor listening)
    {
        using var connection = StreamSocket.Accept(listening) ?? throw new InvalidOperationException("nobody has connected");
        return SocketPair.Receive(connection) ?? throw new InvalidOperationException("no file was sent");
    }

    static string Shown(FileDescriptor master, int lines)
    {
        var shown = new StringBuilder();
        var piece = new byte[1];
        while (lines > 0 && master.Read(piece) > 0)
        {
            shown.Append((char)piece[0]);
            lines -= piece[0] == '\n' ? 1 : 0;
        }
        return shown.ToString();
    }
}
