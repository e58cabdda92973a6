using System.Collections.Concurrent;

namespace Conformance.Parallel;

/// <summary>Runs work on many threads, which are born in the namespaces of the calling one; a pool's would not be.</summary>
internal static class AtOnce
{
    const int MostAtATime = 40;

    /// <summary>The results by number. All have ended when it returns; the first failure is thrown then.</summary>
    public static T[] Run<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        var failures = new ConcurrentQueue<Exception>();
        int next = -1;
        var threads = Enumerable.Range(0, Math.Min(count, MostAtATime)).Select(_ => new Thread(() =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
                try { results[i] = work(i); }
                catch (Exception e) { failures.Enqueue(e); }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failures.TryDequeue(out var first))
            throw new AggregateException($"{failures.Count + 1} of {count} failed; the first", first);
        return results;
    }
}
