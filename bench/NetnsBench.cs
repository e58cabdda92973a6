namespace Bench;

/// <summary>netctl beside ip netns: whole processes, doing the same to the same namespaces.</summary>
internal static class NetnsBench
{
    const int Several = 200, Many = 1000;

    public static void Run(Report report, string netctl, int rounds)
    {
        Tool.Run("ip netns add standing");
        Pair(report, rounds, "netctl exec NAME true", "exec standing true", netctl, 1.15);
        Pair(report, rounds, "netctl list", "list", netctl, 1.15);
        AddAndDelete(report, netctl, rounds);
        AddSeveral(report, netctl, Math.Max(1, rounds / 5));

        string[] names = [.. Enumerable.Range(0, Many).Select(i => $"many{i}")];
        Netctl(netctl, ["add", .. names]);
        Pair(report, rounds, $"netctl list, of {Many} namespaces", "list", netctl, 1.5);
        Pair(report, rounds, $"netctl pids NAME, beside {Many} namespaces", "pids many7", netctl, 1.5);
        Netctl(netctl, ["delete", "--all", "--yes"]);
    }

    static void Pair(Report report, int rounds, string what, string words, string netctl, double atMost)
    {
        var (ours, theirs) = (new Samples(), new Samples());
        for (int round = -1; round < rounds; round++)
        {
            theirs.If(round >= 0).Measure(() => Tool.Run($"ip netns {words}"));
            ours.If(round >= 0).Measure(() => Netctl(netctl, words.Split(' ')));
        }
        report.Times(what, ours, theirs, "ip netns", atMost);
    }

    static void AddAndDelete(Report report, string netctl, int rounds)
    {
        var (added, theyAdded, deleted, theyDeleted) = (new Samples(), new Samples(), new Samples(), new Samples());
        for (int round = -1; round < rounds; round++)
        {
            theyAdded.If(round >= 0).Measure(() => Tool.Run("ip netns add one"));
            theyDeleted.If(round >= 0).Measure(() => Tool.Run("ip netns delete one"));
            added.If(round >= 0).Measure(() => Netctl(netctl, ["add", "one"]));
            deleted.If(round >= 0).Measure(() => Netctl(netctl, ["delete", "one"]));
        }
        report.Times("netctl add NAME", added, theyAdded, "ip netns", 1.15);
        report.Times("netctl delete NAME", deleted, theyDeleted, "ip netns", 1.15);
    }

    static void AddSeveral(Report report, string netctl, int rounds)
    {
        string[] names = [.. Enumerable.Range(0, Several).Select(i => $"several{i}")];
        var (ours, theirs) = (new Samples(), new Samples());
        for (int round = 0; round < rounds; round++)
        {
            theirs.Measure(() =>
            {
                foreach (string name in names) Tool.Run($"ip netns add {name}");
            });
            Netctl(netctl, ["delete", .. names]);
            ours.Measure(() => Netctl(netctl, ["add", .. names]));
            Netctl(netctl, ["delete", .. names]);
        }
        report.Times($"netctl add, {Several} names in one call", ours, theirs, $"{Several} x ip netns add", 0.6);
    }

    static string Netctl(string netctl, string[] arguments) => Tool.Run(netctl, arguments, [$"PATH={Tool.Path}"]);
}
