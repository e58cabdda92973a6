using Tests;
using Xunit;

namespace Conformance.Killed;

/// <summary>A plugin's call under strace: counted, or killed.</summary>
internal static class Strace
{
    const string Log = "/run/strace.log";

    /// <summary>Runs the call to its end; the points at which it could have died, at these system calls.</summary>
    public static IReadOnlyList<Point> Count(Lab lab, PluginCall call, string systemCalls) => Count($"{call}", options => Run(lab, call, options), systemCalls);

    /// <summary>The same of a command line.</summary>
    public static IReadOnlyList<Point> Count(Lab lab, string command, string systemCalls) => Count(command, options => Run(lab, command, options), systemCalls);

    static IReadOnlyList<Point> Count(string what, Func<string, Outcome> run, string systemCalls)
    {
        var outcome = run($"-e trace={systemCalls}");
        Assert.True(outcome.ExitCode == 0, $"{what}: {outcome}");
        return ChangingCalls.In(File.ReadAllText(Log));
    }

    /// <summary>
    /// Runs the call and kills, at a point, whichever comes to it: the plugin, or the iptables-restore that it has started, which goes on
    /// when the plugin dies and has ended when this returns. False when the point was not reached.
    /// </summary>
    public static bool Kill(Lab lab, PluginCall call, Point point) => Kill(point, options => Run(lab, call, options));

    /// <inheritdoc cref="Kill(Lab, PluginCall, Point)"/>
    public static bool Kill(Lab lab, string command, Point point) => Kill(point, options => Run(lab, command, options));

    /// <summary>What a process that runs already, and ends by what is done to it, could die at meanwhile.</summary>
    public static IReadOnlyList<Point> Count(Lab lab, int process, Action meanwhile, string systemCalls)
    {
        Attached(lab, process, $"-e trace={systemCalls}", meanwhile);
        return ChangingCalls.In(File.ReadAllText(Log));
    }

    /// <summary>Kills, at a point, that process, or one that it has started since.</summary>
    public static bool Kill(Lab lab, int process, Action meanwhile, Point point) => Kill(point, options =>
    {
        Attached(lab, process, options, meanwhile);
        return new(0, "", "");
    });

    static void Attached(Lab lab, int process, string options, Action meanwhile)
    {
        var strace = lab.Start($"strace -f -o {Log} {options} -p {process}");
        strace.AwaitWord("attached");
        meanwhile();
        strace.Wait();
    }

    static bool Kill(Point point, Func<string, Outcome> run)
    {
        run($"-e trace={point.Call} -e inject={point.Call}:signal=KILL:when={point.Ordinal}");
        return File.ReadAllText(Log).Contains("+++ killed by SIGKILL +++");
    }

    static Outcome Run(Lab lab, string command, string options) => lab.Try($"exec strace -f -o {Log} {options} {command}");

    // With -f strace itself ends only when all that was started has ended.
    static Outcome Run(Lab lab, PluginCall call, string options) =>
        lab.Try($"exec strace -f -o {Log} {options} {call.By.Path}/{call.Plugin}", call.Input, call.By.Environment(call.Verb, call.At));
}
