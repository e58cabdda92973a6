using System.Text.Json;
using Xunit;

namespace Tests.Commands;

/// <summary>A plugin whose standard streams are not what they should be.</summary>
public class PluginStreamsTests
{
    static Outcome Call(Lab lab, string streams) => lab.Try($"{Binaries.Plugin("host-local")} {streams}", "",
        ("CNI_COMMAND", "ADD"), ("CNI_CONTAINERID", "c1"), ("CNI_IFNAME", "eth0"), ("CNI_NETNS", "/run/none"), ("CNI_PATH", "/x"));

    static (int Code, string Message) Error(Outcome outcome)
    {
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Err));
        var error = JsonDocument.Parse(outcome.Out).RootElement;
        return (error.GetProperty("code").GetInt32(), error.GetProperty("msg").GetString()!);
    }

    [Fact]
    public void Input_that_cannot_be_read_is_an_error_of_input() =>
        Lab.Run(lab => Assert.Equal((5, "read standard input: Is a directory"), Error(Call(lab, "</run"))));

    [Fact]
    public void Input_without_end_is_not_read_to_the_end() =>
        Lab.Run(lab => Assert.Equal((5, "read standard input: it holds more than 8 MiB: File too large"), Error(Call(lab, "</dev/zero"))));

    [Fact]
    public void What_cannot_be_written_to_standard_output_is_told_on_standard_error() => Lab.Run(lab =>
    {
        var outcome = Call(lab, ">/dev/full");
        Assert.Equal((1, "write standard output: No space left on device"), (outcome.ExitCode, outcome.Err));
    });
}
