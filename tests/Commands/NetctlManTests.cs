extern alias netctl;
using Cli;
using netctl::Netctl;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>netctl(8), made of the tree of commands: man has nothing to say against it, and no command is missing.</summary>
public class NetctlManTests
{
    [Fact]
    public void Man_reads_it_without_a_warning() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} man >/run/netctl.8");
        Assert.Equal(new Outcome(0, "", ""), lab.Try("LC_ALL=C.UTF-8 groff -man -Tutf8 -ww -b /run/netctl.8 >/dev/null"));
        Assert.Equal("", lab.Try("mandoc -T lint -W warning /run/netctl.8").Out);
    });

    [Fact]
    public void It_has_every_command_option_and_example() => Lab.Run(lab =>
    {
        lab.Tool($"{Netctl} man >/run/netctl.8");
        string page = lab.Tool("groff -man -Tascii -P-cbou -rLL=300n /run/netctl.8");
        foreach (var command in All(CommandLine.Tree()).Skip(1))
        {
            Assert.Contains(CommandTree.PathOf(command), page);
            Assert.All(CommandTree.OptionsOf(command), option => Assert.Contains(option.Name, page));
            Assert.All(CommandTree.ExamplesOf(command), line => Assert.Contains(line, page));
        }
    });

    static IEnumerable<System.CommandLine.Command> All(System.CommandLine.Command from) => CommandTree.CommandsOf(from).SelectMany(All).Prepend(from);
}
