using System.Globalization;
using System.Text;
using System.Text.Json;
using Linux;

namespace Cni;

/// <summary>A plugin run as a process: what it prints is its result or its error, what it says on standard error is passed on.</summary>
internal static class PluginProcess
{
    /// <summary>The plugin's standard output.</summary>
    /// <exception cref="CniError">What the plugin said was wrong, with its own code.</exception>
    public static byte[] Run(string file, IReadOnlyList<string> environment, ReadOnlyMemory<byte> input)
    {
        var outcome = ProgramOutcome.Of(file, [], environment, input.Span);
        if (outcome.Error != "")
            Stdio.WriteError(outcome.Error.TrimEnd('\n'));
        return outcome.Status == 0 ? outcome.Output : throw Failure(outcome);
    }

    /// <summary>Reads what an ADD printed. A plugin that names no version answers in that of its configuration.</summary>
    public static CniResult ReadResult(byte[] output, CniVersion version)
    {
        try
        {
            return CniResult.Read(JsonText.Parse(output), version);
        }
        catch (JsonException e)
        {
            throw new CniError(CniErrorCode.DecodingFailure, $"the plugin's result is no JSON: {e.Message}", Encoding.UTF8.GetString(output));
        }
    }

    static CniError Failure(ProgramOutcome outcome)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"exit status {outcome.Status}");
        if (outcome.Output.Length == 0)
            return new(CniErrorCode.Internal, outcome.Error == ""
                ? $"netplugin failed with no error message: {status}"
                : $"netplugin failed: \"{outcome.Error.TrimEnd()}\": {status}");
        try
        {
            var error = new ConfigObject(JsonText.Parse(outcome.Output));
            string message = error.String("msg");
            return message == "" ? Undecipherable(outcome, "it has no msg") : new((CniErrorCode)error.Int("code"), message, error.String("details"));
        }
        catch (JsonException e)
        {
            return Undecipherable(outcome, e.Message);
        }
    }

    static CniError Undecipherable(ProgramOutcome outcome, string why) => new(CniErrorCode.Internal,
        $"netplugin failed but error parsing its diagnostic message \"{Encoding.UTF8.GetString(outcome.Output)}\": {why}");
}
