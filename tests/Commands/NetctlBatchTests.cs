using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl --batch: a call per line, as ip's, with the line's number in what goes wrong.</summary>
public class NetctlBatchTests
{
    [Fact]
    public void Lines_are_calls_with_the_options_of_the_batch() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod; ip link add v0 type veth peer name eth0 netns pod");
        File.WriteAllText("/run/lines", "# what is there\naddr show eth0\n\n  link show \\\n  dev eth0   # one link\n");
        File.WriteAllText("/run/ips", "addr show eth0\nlink show dev eth0\n");

        Assert.Equal(Trimmed(lab.Tool("ip -n pod -b /run/ips")), Trimmed(lab.Tool($"{Netctl} -n pod -b /run/lines")));
        Assert.Equal(lab.Tool($"{Netctl} -n pod -b /run/lines"), lab.Tool($"cat /run/lines | {Netctl} --netns pod -batch -"));
    });

    [Theory]
    [InlineData("-b", "one\ntwo")]
    [InlineData("--force -b", "four\none\ntwo")]
    public void The_first_failure_ends_it_unless_forced_and_has_its_lines_number(string options, string there) => Lab.Run(lab =>
    {
        var outcome = lab.Try($"{Netctl} {options} -", "add one\nadd two\n\nadd one\nadd four\n");

        Assert.Equal(new Outcome(1, "", "Cannot create namespace file \"/run/netns/one\": File exists\nCommand failed -:4"), outcome);
        Assert.Equal(there, lab.Tool("ls /run/netns"));
        var theirs = lab.Try("ip -b -", "netns add two\n");
        Assert.Equal(theirs, lab.Try($"{Netctl} -b -", "netns add two\n"));
    });

    [Fact]
    public void Words_are_a_shells() => Lab.Run(lab =>
    {
        lab.Tool("ip netns add pod");
        Assert.Equal("<a  b><c'd><><#e>", lab.Try($"{Netctl} -b -", "exec pod printf <%s> \"a  b\" c\"'\"d '' '#e' # and no more\n").Out);
        var open = lab.Try($"{Netctl} -b -", "list\nadd 'blue\n");
        Assert.Equal((1, "add 'blue: the quote ' is not closed\nCommand failed -:2"), (open.ExitCode, open.Err));
    });

    [Fact]
    public void A_program_of_exec_does_not_end_the_batch() => Lab.Run(lab =>
    {
        var outcome = lab.Try($"{Netctl} --force -b -", "add pod\nexec pod echo one\nexec pod sh -c 'exit 3'\nexec --user nobody pod id -un\nlist\n");
        Assert.Equal(new Outcome(1, "one\nnobody\npod", "Command failed -:3"), outcome);
    });

    [Fact]
    public void A_missing_file_is_told() =>
        Assert.Equal(new Outcome(1, "", "Cannot open file \"/nowhere\" for reading: No such file or directory"), Shell.Run($"{Netctl} -b /nowhere"));

    static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd(' ')));
}
