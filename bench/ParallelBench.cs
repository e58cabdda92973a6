using Linux;

namespace Bench;

/// <summary>Many containers at once: how long until the last of them is attached.</summary>
internal static class ParallelBench
{
    const int Containers = 40;

    public static void Run(Report report, string ours, string theirs, int rounds)
    {
        var (our, their) = (new Chain(ours, 9), new Chain(theirs, 10));
        var (ourBatch, theirBatch) = (new Samples(), new Samples());
        foreach (int i in Enumerable.Range(0, Containers)) NamedNamespaces.Add($"bench-p{i}");
        for (int round = -1; round < rounds; round++)
            foreach (var (chain, samples) in ((Chain, Samples)[])[(their, theirBatch), (our, ourBatch)])
            {
                string[] results = samples.If(round >= 0).Measure(() => AtOnce(i => chain.Add($"c{i}", Pod(i), 30_000 + i)));
                for (int i = 0; i < Containers; i++) chain.Del($"c{i}", Pod(i), 30_000 + i, results[i]);
            }
        foreach (int i in Enumerable.Range(0, Containers)) NamedNamespaces.Delete($"bench-p{i}");
        report.Times($"{Containers} such ADDs at once, until the last is done", ourBatch, theirBatch, "reference", 1 / 8.0);
    }

    static string Pod(int i) => $"/run/netns/bench-p{i}";

    // Threads of their own, and all there before the first begins.
    static string[] AtOnce(Func<int, string> add)
    {
        var results = new string[Containers];
        Exception? failure = null;
        using var ready = new Barrier(Containers);
        var threads = Enumerable.Range(0, Containers).Select(i => new Thread(() =>
        {
            ready.SignalAndWait();
            try { results[i] = add(i); }
            catch (InvalidOperationException e) { failure = e; }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return failure is null ? results : throw failure;
    }
}
