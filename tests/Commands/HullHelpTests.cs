using Cli;
using Hull.Commands;
using Xunit;
using Command = System.CommandLine.Command;
using static Tests.Commands.HullTool;

namespace Tests.Commands;

/// <summary>Help, the manual page and completion: all made of the tree of commands, and what they promise holds.</summary>
public class HullHelpTests
{
    // hull oci is for programs, and has a help of its own.
    public static TheoryData<string> Examples() => new(All(CommandLine.Tree()).Where(command => !command.Subcommands.Any()).Select(CommandTree.PathOf).Where(path => path != "hull oci"));

    [Theory, MemberData(nameof(Examples))]
    public void The_example_of_a_command_works_and_stands_in_its_help(string path) => InLab((lab, hull) =>
    {
        var examples = CommandTree.ExamplesOf(All(CommandLine.Tree()).Single(one => CommandTree.PathOf(one) == path));
        Assert.True(examples.Count > 0, $"{path} has no example");
        string help = lab.Tool($"{Binaries.Hull} {path["hull ".Length..]} --help");
        Assert.All(examples, line => Assert.Contains($"\n  {line}", $"\n{help}"));

        lab.Tool($"mkdir -p /run/work /run/bin; ln -s {Binaries.Hull} /run/bin/hull");
        string script = string.Join('\n', "cd /run/work", "set -eu", "trap 'kill $(jobs -p) 2>/dev/null || :' EXIT", Before(path), string.Join('\n', examples));
        File.WriteAllText("/run/example", script + "\n");
        var outcome = lab.Try("exec timeout 120 bash /run/example", "", ("PATH", $"/run/bin:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin"));
        Assert.True(outcome.ExitCode == 0, $"{script}\n{outcome}");
    });

    // What an example takes for granted: an image busybox, and, but where it makes or needs to be without them, a container web, a network shop, a volume data.
    static string Before(string path)
    {
        const string web = "hull run -d --name web -p 8080:80 busybox httpd -f -h /www >/dev/null", shop = "hull network create shop >/dev/null", data = "hull volume create data >/dev/null";
        return path switch
        {
            "hull run" or "hull create" or "hull container run" or "hull container create" or "hull rmi" or "hull image rm" => "",
            "hull load" or "hull image load" => "hull save -o busybox.tar busybox",
            "hull import" or "hull image import" => $"cp {HullTool.RootTar} busybox.tar",
            "hull start" or "hull container start" => $"{web}; hull stop -t 0 web",
            "hull unpause" or "hull container unpause" => $"{web}; hull pause web",
            // These go on until the container ends.
            "hull logs" or "hull attach" or "hull wait" or "hull container logs" or "hull container attach" or "hull container wait" =>
                "hull run -d --name web busybox sleep 1 >/dev/null; hull run -d --name job busybox sleep 1 >/dev/null",
            "hull network create" => "",
            "hull network disconnect" => $"{web}; {shop}; hull network connect shop web",
            "hull network rm" or "hull network prune" => shop,
            "hull volume create" => "",
            "hull volume rm" or "hull volume prune" => data,
            _ => $"{web}; {shop}; {data}",
        };
    }

    [Fact]
    public void Man_reads_the_manual_page_without_a_warning_and_it_has_every_command_and_option() => InLab((lab, _) =>
    {
        lab.Tool($"{Binaries.Hull} man >/run/hull.8");
        Assert.Equal(new Outcome(0, "", ""), lab.Try("LC_ALL=C.UTF-8 groff -man -Tutf8 -ww -b /run/hull.8 >/dev/null"));
        Assert.Equal("", lab.Try("mandoc -T lint -W warning /run/hull.8").Out);
        string page = lab.Tool("groff -man -Tascii -P-cbou -rLL=300n /run/hull.8");
        foreach (var command in All(CommandLine.Tree()).Skip(1))
        {
            Assert.Contains(CommandTree.PathOf(command), page);
            Assert.All(CommandTree.OptionsOf(command), option => Assert.Contains(option.Name, page));
            Assert.All(CommandTree.ExamplesOf(command), line => Assert.Contains(line, page));
        }
    });

    [Theory]
    [InlineData("complete -- ''", "network")]
    [InlineData("complete -- net", "network")]
    [InlineData("complete -- network ins", "inspect")]
    [InlineData("complete -- inspect --for", "--format")]
    [InlineData("complete -- inspect we", "web")]
    [InlineData("complete -- network inspect sh", "shop")]
    [InlineData("complete -- network connect shop w", "web")]
    [InlineData("complete -- run --network sh", "shop")]
    [InlineData("complete -- run -d --name x bus", "busybox:latest")]
    [InlineData("complete -- rmi bus", "busybox:latest")]
    [InlineData("complete -- volume rm da", "data")]
    [InlineData("complete -- completion f", "fish")]
    public void What_can_follow_is_asked_of_the_tree_of_commands(string command, string among) => InLab((lab, hull) =>
    {
        hull.Ok("run --name web --network none busybox true");
        hull.Ok("network create shop");
        hull.Ok("volume create data");
        Assert.Contains(among, lab.Tool($"{Binaries.Hull} {command} | cut -f1").Split('\n'));
    });

    [Theory]
    [InlineData("bash", "bash -n")]
    [InlineData("zsh", "zsh -n")]
    [InlineData("fish", "fish --no-execute")]
    public void Every_shell_reads_its_script(string shell, string check) => InLab((lab, _) =>
    {
        lab.Tool($"{Binaries.Hull} completion {shell} >/run/script");
        Assert.Equal(new Outcome(0, "", ""), lab.Try($"{check} /run/script"));
    });

    [Fact]
    public void Bash_completes_at_the_tab_key() => InLab((lab, hull) =>
    {
        hull.Ok("volume create blue-one");
        hull.Ok("volume create red");
        TypeIntoBash(lab, "hull vol\trm bl\t\n");
        Assert.Equal("red", hull.Ok("volume ls -q"));
    });

    // script(1) has a terminal for the shell; the shell reads keys when it is ready for them, and ends with its input.
    static void TypeIntoBash(Lab lab, string keys)
    {
        lab.Tool($"mkdir -p /run/bin; ln -s {Binaries.Hull} /run/bin/hull");
        var terminal = lab.Start("script -qec 'bash --norc --noprofile -i' /dev/null");
        terminal.WriteLine($"PATH=/run/bin:$PATH; source <({Binaries.Hull} completion bash); bind 'set enable-bracketed-paste off' 2>/dev/null; echo READY | tr A-Z a-z");
        while (terminal.ReadLine().TrimEnd('\r') != "ready") { }
        terminal.WriteLine(keys + "exit");
        terminal.Wait();
    }

    static IEnumerable<Command> All(Command from) => CommandTree.CommandsOf(from).SelectMany(All).Prepend(from);
}
