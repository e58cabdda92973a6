using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cni;
using Linux;

namespace Hull;

/// <summary>What hull --debug tells on standard error, of the command itself and of the monitor that it starts: what is made and undone, and each word with the plugins.</summary>
internal static class Debugging
{
    /// <summary>In the environment of all that is to tell.</summary>
    public const string Variable = "HULL_DEBUG";

    public static bool IsOn { get; private set; } = Environment.GetEnvironmentVariable(Variable) == "1";

    public static void Begin() => IsOn = true;

    /// <summary>A line, with the seconds since the machine's start: those of several processes can be laid beside each other.</summary>
    public static void Tell(string what)
    {
        if (IsOn)
            Stdio.WriteError(string.Create(CultureInfo.InvariantCulture, $"hull: {BootTime.Now.TotalSeconds:F6} {Environment.ProcessId}: {what}"));
    }

    /// <summary>Whom the plugins' calls are to be told; null for nobody.</summary>
    public static Action<PluginCall>? OfPlugins => IsOn ? Tell : null;

    static void Tell(PluginCall call)
    {
        string name = $"{call.Plugin} {call.Verb}{(call.At is { } at ? $" {at.ContainerId[..Math.Min(12, at.ContainerId.Length)]} {at.IfName}" : "")}";
        Tell($"{name} is told {Encoding.UTF8.GetString(call.Request.Span)}");
        Tell(string.Create(CultureInfo.InvariantCulture, $"{name} answers after {call.Took.TotalMilliseconds:F1} ms: {(call.Answer == "" ? "done" : call.Answer.ReplaceLineEndings(" "))}"));
    }
}
