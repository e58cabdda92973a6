using System.Diagnostics;

namespace Hull.Names;

/// <summary>
/// Waits beside a container for the end of a name server that it needs, and starts it again. Each of a network's containers does so, and only the first of them finds
/// anything to do.
/// </summary>
internal static class ResolverCare
{
    /// <summary>A server that ends as soon as it is started, so often, is left alone.</summary>
    const int MostInARow = 5;

    static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);

    public static void Begin(string network) => new Thread(() => Care(network), maxStackSize: 128 << 10) { IsBackground = true }.Start();

    static void Care(string network)
    {
        for (int inARow = 0; inARow < MostInARow;)
        {
            long start = Stopwatch.GetTimestamp();
            using (var server = ResolverProcess.Find(network))
                server?.WaitForEnd(Timeout.InfiniteTimeSpan);
            inARow = Stopwatch.GetElapsedTime(start) < s_short ? inARow + 1 : 0;
            if (!ResolverProcess.Revive(network))
                return;
        }
    }
}
