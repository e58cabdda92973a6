extern alias netctl;
using Cli;
using netctl::Netctl;
using Xunit;
using static Tests.Binaries;

namespace Tests.Commands;

/// <summary>Help and the manual page promise examples that work: each is run, on a machine where nothing is set up.</summary>
public class NetctlExamplesTests
{
    public static TheoryData<string> Commands() => new(All(CommandLine.Tree()).Select(CommandTree.PathOf));

    [Theory, MemberData(nameof(Commands))]
    public void The_example_of_a_command_works_and_stands_in_its_help(string path) => Lab.Run(lab =>
    {
        var command = Assert.IsType<Verb>(All(CommandLine.Tree()).Single(one => CommandTree.PathOf(one) == path));
        Assert.True(command.Examples.Count > 0, $"{path} has no example");
        string help = lab.Tool($"{Netctl} {path["netctl".Length..]} --help");
        Assert.All(command.Examples, line => Assert.Contains($"\n  {line}", $"\n{help}"));

        // Called by their names, as whoever has installed them would.
        lab.Tool($"mkdir -p /run/work /run/bin; ln -s {Netctl} /run/bin/netctl");
        string script = string.Join('\n', ["cd /run/work", "set -eu", "trap 'kill $(jobs -p) 2>/dev/null || :' EXIT", .. command.Examples]);
        File.WriteAllText("/run/example", script + "\n");
        var outcome = lab.Try("exec bash /run/example", "", ("PATH", $"/run/bin:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin"), ("CNI_PATH", PluginFolder));
        SkipWhatTheKernelLacks(outcome);
        Assert.True(outcome.ExitCode == 0, $"{script}\n{outcome}");
    });

    static void SkipWhatTheKernelLacks(Outcome outcome) => Skip.If(
        outcome.ExitCode != 0 && (outcome.Err.Contains("not supported", StringComparison.OrdinalIgnoreCase) || outcome.Err.Contains("Unknown device type")), outcome.Err);

    static IEnumerable<System.CommandLine.Command> All(System.CommandLine.Command from) => from.Subcommands.SelectMany(All).Prepend(from);
}
