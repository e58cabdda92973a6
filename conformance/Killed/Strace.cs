using Tests;
using Xunit;

namespace Conformance.Killed;

/// <summary>A plugin's call under strace: counted, or killed.</summary>
internal static class Strace
{
    const int KilledStatus = 128 + 9;

    /// <summary>Runs the call to its end; the points at which it could have died.</summary>
    public static IReadOnlyList<Point> Count(Lab lab, PluginCall call)
    {
        const string log = "/run/strace.log";
        var outcome = Run(lab, call, $"-o {log} -e trace={ChangingCalls.Names}");
        Assert.True(outcome.ExitCode == 0, $"{call}: {outcome}");
        return ChangingCalls.In(File.ReadAllText(log));
    }

    /// <summary>
    /// Runs the call and kills it at a point. What it has started (iptables-restore) goes on, as it would; it has ended when this returns.
    /// False when the point was not reached: then the call has done all it had to.
    /// </summary>
    public static bool Kill(Lab lab, PluginCall call, Point point)
    {
        var outcome = Run(lab, call, $"-qq -o /dev/null -e trace={point.Call} -e inject={point.Call}:signal=KILL:when={point.Ordinal}");
        return outcome.ExitCode == KilledStatus;
    }

    // With -f strace itself ends only when all that was started has ended.
    static Outcome Run(Lab lab, PluginCall call, string options) =>
        lab.Try($"exec strace -f {options} {call.By.Path}/{call.Plugin}", call.Input, call.By.Environment(call.Verb, call.At));
}

/// <summary>One call of one plugin.</summary>
internal sealed record PluginCall(PluginFolder By, string Verb, string Plugin, string Input, Attachee At)
{
    public Outcome Run() => By.Call(Verb, Plugin, Input, At);

    public override string ToString() => $"{Verb} of {Plugin}";
}
