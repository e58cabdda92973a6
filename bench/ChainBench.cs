using Linux;

namespace Bench;

/// <summary>What attaching and detaching one container costs, beside so many that are attached already.</summary>
internal static class ChainBench
{
    const int WarmUp = 3;

    /// <param name="folders">The first is what the others are compared with.</param>
    public static void Run(string[] folders, int rounds, int live)
    {
        var all = folders.Select((folder, i) => new Plugins(folder, i)).ToArray();
        Attach(all, live);
        var adds = all.Select(_ => new Samples()).ToArray();
        var dels = all.Select(_ => new Samples()).ToArray();
        NamedNamespaces.Add("bench");
        for (int round = 0; round < WarmUp + rounds; round++)
            for (int i = 0; i < all.Length; i++)
            {
                if (round == WarmUp)
                {
                    adds[i].Clear();
                    dels[i].Clear();
                }
                var (container, port) = ($"r{round}", 30_000 + round);
                var made = adds[i].Measure(() => all[i].Add(container, "/run/netns/bench", port));
                dels[i].Measure(() => all[i].Del(container, "/run/netns/bench", port, made));
            }

        Console.WriteLine($"bridge + host-local + portmap, nft, {live} live, medians of {rounds}");
        for (int i = 0; i < all.Length; i++)
            Console.WriteLine($"  {all[i].Folder,-28} ADD {adds[i].Median,7:F1} ms (p90 {adds[i].P90:F1})  DEL {dels[i].Median,7:F1} ms (p90 {dels[i].P90:F1})  "
                + $"CPU {adds[i].MeanCpu + dels[i].MeanCpu,6:F1} ms");
        for (int i = 1; i < all.Length; i++)
            Console.WriteLine($"  ratio: ADD 1/{adds[0].Median / adds[i].Median:F1}  DEL 1/{dels[0].Median / dels[i].Median:F1}  "
                + $"CPU 1/{(adds[0].MeanCpu + dels[0].MeanCpu) / (adds[i].MeanCpu + dels[i].MeanCpu):F1}");
    }

    static void Attach(Plugins[] all, int live)
    {
        for (int k = 0; k < live; k++)
            for (int i = 0; i < all.Length; i++)
            {
                NamedNamespaces.Add($"live{i}-{k}");
                all[i].Add($"live{k}", $"/run/netns/live{i}-{k}", 10_000 + k);
            }
    }
}
